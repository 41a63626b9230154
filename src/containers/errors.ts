import { defineCodes, exitCodes, failuresOf } from '../core/error.ts'

const engine = { exitCode: exitCodes.engine, status: 502 } as const

/** What can go wrong with the container engine. */
export const containerCodes = defineCodes({
  'containers.engine-unreachable': {
    ...engine,
    title: 'The container engine does not answer',
    hint: 'Start Docker, or set DOCKER_HOST to where it listens.',
  },
  'containers.engine-forbidden': {
    ...engine,
    title: 'The container engine refuses this user',
    hint: 'Add your user to the group "docker" and log in again.',
  },
  'containers.engine-failed': {
    ...engine,
    title: 'The container engine reported an error',
    hint: 'See the engine’s log.',
  },
  'containers.not-running': {
    ...engine,
    exitCode: exitCodes.refused,
    status: 409,
    title: 'The stack is not running',
    hint: 'Start it with docker compose up --detach --wait in its folder.',
  },
})

export const containerError = failuresOf(containerCodes)
