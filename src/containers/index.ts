export {
  type ContainerSummary,
  connectEngine,
  type Engine,
  type ExecResult,
  type ImageSummary,
} from './engine/client.ts'
export { containerCodes, containerError } from './errors.ts'
