export { type ContainerSummary, connectEngine, type Engine, type ExecResult } from './engine/client.ts'
export { containerCodes, containerError } from './errors.ts'
