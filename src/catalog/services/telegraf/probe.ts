import type { ProbedWire, ProbeStep } from '../../model.ts'

/** The running Telegraf holds a connection to the broker, which refuses it without the right password. */
export function connectedSteps({ provider, consumer, offer }: ProbedWire<'mqtt-broker'>): ProbeStep[] {
  const port = offer.port.toString(16).toUpperCase().padStart(4, '0')
  return [
    {
      what: `${consumer.name} holds a connection to ${offer.host}:${offer.port}`,
      in: consumer.name,
      // remote address and port, then the state: 01 is an established connection
      command: [
        'grep',
        '-hE',
        `^ *[0-9]+: [0-9A-F]+:[0-9A-F]{4} [0-9A-F]+:${port} 01 `,
        '/proc/net/tcp',
        '/proc/net/tcp6',
      ],
      passes: ({ stdout }) => stdout !== '',
      retries: 20,
      hint: `Telegraf is not connected: look at docker compose logs ${consumer.name} ${provider.name}.`,
    },
  ]
}
