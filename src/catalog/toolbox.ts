import { quoteShell } from '../core/print/shell.ts'
import type { Instance, ProbeStep, Toolbox } from './model.ts'

/**
 * Commands for checks and probes out of what an image really contains. Alpine and busybox based images have `nc` and
 * `wget`; Java images have bash, whose `/dev/tcp` opens connections; Node images have `node`.
 */

/** A command that succeeds when a TCP connection opens within five seconds. */
export function reachCommand(toolbox: Exclude<Toolbox, 'none'>, host: string, port: number): string[] {
  switch (toolbox) {
    case 'bash':
      return ['timeout', '5', 'bash', '-c', `exec 3<>/dev/tcp/${host}/${port}`]
    case 'busybox':
      return ['sh', '-c', busyboxReach(host, port)]
    case 'node':
      return ['node', '-e', nodeReach(host, port)]
  }
}

/**
 * Not every busybox has `nc -z`. Without it a plain connection is opened: it ends by itself or is ended after four
 * seconds; only one that cannot be opened exits with 1.
 */
const busyboxReach = (host: string, port: number): string =>
  `nc -z -w 2 ${host} ${port} 2>/dev/null || timeout 4 nc -w 2 ${host} ${port} </dev/null >/dev/null; [ $? -ne 1 ]`

const nodeReach = (host: string, port: number): string =>
  `const s=require('net').connect(${port},${JSON.stringify(host)},()=>process.exit(0));` +
  `s.setTimeout(5000,()=>process.exit(1));s.on('error',e=>{console.error(e.message);process.exit(1)})`

/** The first step of most probes: the consumer opens a connection. Nothing where its image has no program for it. */
export function reachSteps({ name, service: { toolbox } }: Instance, host: string, port: number): ProbeStep[] {
  if (toolbox === 'none') return []
  return [
    {
      what: `${name} reaches ${host}:${port}`,
      in: name,
      command: reachCommand(toolbox, host, port),
      hint: `${host} does not answer on the stack's network: is it running (docker compose ps)?`,
    },
  ]
}

/** A health check by HTTP GET that passes on status 200. */
export function httpHealth(toolbox: Exclude<Toolbox, 'none'>, port: number, path: string): string[] {
  switch (toolbox) {
    case 'bash':
      return [
        'CMD',
        'bash',
        '-c',
        `${bashRequest('127.0.0.1', port, 'GET', path)}; read -r _ status _ <&3; [ "$status" = 200 ]`,
      ]
    case 'busybox':
      return ['CMD', 'wget', '-q', '-O', '/dev/null', `http://127.0.0.1:${port}${path}`]
    case 'node':
      return [
        'CMD',
        'node',
        '-e',
        `fetch('http://127.0.0.1:${port}${path}').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))`,
      ]
  }
}

export interface HttpCall {
  readonly host: string
  readonly port: number
  readonly path: string
  readonly method?: 'GET' | 'POST'
  /** Form body; `$NAME` is replaced from the environment of the command. */
  readonly form?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A bash command that prints a whole HTTP answer: status line, headers and body. Waits ten seconds at most. */
export function bashHttp({ host, port, path, method = 'GET', form, headers = {} }: HttpCall): string[] {
  const head = { ...headers, ...(form === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }) }
  const body = form === undefined ? '' : `body="${form}"; `
  return [
    'timeout',
    '10',
    'bash',
    '-c',
    `${body}${bashRequest(host, port, method, path, head, form !== undefined)}; cat <&3`,
  ]
}

function bashRequest(
  host: string,
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  hasBody = false,
): string {
  const lines = [`${method} ${path} HTTP/1.0`, `Host: ${headers.Host ?? `${host}:${port}`}`]
  for (const [name, value] of Object.entries(headers)) if (name !== 'Host') lines.push(`${name}: ${value}`)
  const text = lines.map((line) => `${line}\\r\\n`).join('')
  const body = hasBody ? `'Content-Length: %d\\r\\n\\r\\n%s' "\${#body}" "$body"` : `'\\r\\n'`
  return `exec 3<>/dev/tcp/${host}/${port} && { printf ${quoteShell(text.replaceAll('%', '%%'))}; printf ${body}; } >&3`
}

/** Status code of an answer printed by `bashHttp`; 0 when there is none. */
export const httpStatus = (answer: string): number => Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1] ?? 0)

/** Value of a header of an answer printed by `bashHttp`. */
export function httpHeader(answer: string, name: string): string | undefined {
  const head = answer.split(/\r?\n\r?\n/, 1)[0] ?? ''
  return new RegExp(`^${name}: *(.*?)\\r?$`, 'im').exec(head)?.[1]
}
