import { defineAbility } from '../../model.ts'
import { reachSteps } from '../../toolbox.ts'

declare module '../../model.ts' {
  interface AbilityTypes {
    mail: { offer: MailOffer; claim: MailClaim }
  }
}

export interface MailOffer {
  readonly host: string
  readonly port: number
  /** API that tells whether a message arrived, inside the provider's container. */
  readonly apiPort: number
}

export interface MailClaim {
  readonly from: string
}

export default defineAbility<'mail'>({
  id: 'mail',
  title: 'Mail',
  summary: "Every service that sends mail hands it to the stack's mail server.",
  type: 'email_testing',
  network: 'data',
  reach: 'one',
  waits: false,
  probe: ({ provider, consumer, offer, claim }) => [
    ...reachSteps(consumer, offer.host, offer.port),
    {
      what: `a mail from ${claim.from} is accepted and kept`,
      in: provider.name,
      command: ['sh', '-c', sendAndFind(offer, claim.from, consumer.name)],
      hint: `Look at the mail server's log: docker compose logs ${provider.name}.`,
    },
  ],
})

/** Speaks SMTP as the consumer would, then asks the server's readiness; `nc` is part of the image's busybox. */
function sendAndFind(offer: MailOffer, from: string, consumer: string): string {
  const lines = [
    `EHLO ${consumer}`,
    `MAIL FROM:<${from}>`,
    'RCPT TO:<verify@localhost>',
    'DATA',
    `From: <${from}>`,
    'To: <verify@localhost>',
    `Subject: ign verify ${consumer}`,
    '',
    `Sent by ign stack verify for ${consumer}.`,
    '.',
    'QUIT',
  ]
  const dialogue = lines.map((line) => `printf '%s\\r\\n' '${line}'; sleep 0.1`).join('; ')
  return `answer=$({ ${dialogue}; sleep 0.5; } | nc -w 5 ${offer.host} ${offer.port}); echo "$answer"; echo "$answer" | grep -q '^250 .*[Qq]ueued\\|^250 2.0.0'`
}
