import { bashHttp } from '../../toolbox.ts'

/** True when the head of an answer sends the browser to an address that begins like this. */
export const sendsTo = (head: string, address: string): boolean =>
  head.split(/\r?\n/).some((line) => {
    const [, location] = /^\s*location:\s*(\S+)/i.exec(line) ?? []
    return location?.startsWith(address) ?? false
  })

/** Headers that a proxy adds when it asks whether somebody is logged in. */
export function guardCommand(
  toolbox: 'busybox' | 'bash',
  host: string,
  port: number,
  path: string,
  page: URL,
): string[] {
  const headers = {
    'X-Forwarded-Proto': page.protocol.slice(0, -1),
    'X-Forwarded-Host': page.host,
    'X-Forwarded-Uri': page.pathname,
    'X-Forwarded-Method': 'GET',
    'X-Original-URL': page.href,
    Accept: 'text/html, */*',
  }
  if (toolbox === 'bash') return bashHttp({ host, port, path, headers })
  return [
    'wget',
    '-S',
    '-T',
    '5',
    '-O',
    '/dev/null',
    '--no-check-certificate',
    ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    `http://${host}:${port}${path}`,
  ]
}
