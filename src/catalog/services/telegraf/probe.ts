import type { ProbedWire, ProbeStep } from '../../model.ts'

/**
 * `sh` script for $1 host, $2 port in hexadecimal digits and the kernel's tables of connections: succeeds while one
 * is established (state 01) to that port of that host. The tables have addresses as numbers of the machine's byte order,
 * and those of IPv4 that came by an IPv6 socket behind a prefix.
 */
export const heldScript = `host=$1 port=$2
shift 2
for address in $(getent ahostsv4 "$host" | cut -d ' ' -f 1 | sort -u); do
  digits=$(printf '%02X' $(echo "$address" | awk -F . '{ print $4, $3, $2, $1 }'))
  grep -hE "^ *[0-9]+: [0-9A-F]+:[0-9A-F]{4} [0-9A-F]*$digits:$port 01 " "$@" && exit 0
done
exit 1
`

/** The running Telegraf holds a connection to the broker, which refuses it without the right password. */
export function connectedSteps({ provider, consumer, offer }: ProbedWire<'mqtt-broker'>): ProbeStep[] {
  const port = offer.port.toString(16).toUpperCase().padStart(4, '0')
  return [
    {
      what: `${consumer.name} holds a connection to ${offer.host}:${offer.port}`,
      in: consumer.name,
      command: ['sh', '-c', heldScript, 'held', offer.host, port, '/proc/net/tcp', '/proc/net/tcp6'],
      passes: ({ exitCode }) => exitCode === 0,
      retries: 20,
      hint: `Telegraf is not connected: look at docker compose logs ${consumer.name} ${provider.name}.`,
    },
  ]
}
