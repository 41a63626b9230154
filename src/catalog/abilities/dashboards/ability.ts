import { defineAbility, type PasswordNeed } from '../../model.ts'

declare module '../../model.ts' {
  interface AbilityTypes {
    dashboards: { offer: DashboardsOffer; claim: DashboardsClaim }
  }
}

export interface DashboardsOffer {
  readonly host: string
  readonly port: number
  readonly admin: { readonly username: string; readonly password: PasswordNeed }
}

/** A data source that dashboards draw from, in Grafana's provisioning terms. */
export interface DashboardsClaim {
  /** Stable, because dashboards refer to it: the instance's name. */
  readonly uid: string
  readonly name: string
  readonly type: string
  readonly url: string
  readonly user?: string
  readonly password?: PasswordNeed
  /** For sources that know no users. */
  readonly token?: PasswordNeed
  readonly jsonData: Readonly<Record<string, string | number | boolean>>
  /** Path that the source answers, asked through Grafana where its kind has no check of its own. */
  readonly healthPath?: string
}

export default defineAbility<'dashboards'>({
  id: 'dashboards',
  title: 'Dashboards',
  summary: 'Every database and metrics store appears as a data source, with a read-only login and a stable uid.',
  type: 'visualization',
  network: 'data',
  reach: 'all',
  waits: false,
  probe: ({ provider, consumer, offer, claim }) => [
    {
      what: `data source "${claim.name}" answers ${provider.name}`,
      in: provider.name,
      // the login travels in a header that the shell builds, so that it never stands on a command line
      command: [
        'sh',
        '-c',
        `auth=$(printf '%s:%s' '${offer.admin.username}' "$ADMIN_PASSWORD" | base64 | tr -d '\\n'); ` +
          `wget -q -T 10 -O - --header "Authorization: Basic $auth" 'http://127.0.0.1:${offer.port}${healthPath(claim)}' 2>&1`,
      ],
      secrets: { ADMIN_PASSWORD: { of: provider.name, secret: offer.admin.password.name } },
      passes: ({ exitCode, stdout }) =>
        exitCode === 0 && (claim.healthPath !== undefined || /"status": ?"OK"/.test(stdout)),
      retries: 3,
      hint: ({ stdout }) =>
        /401/.test(stdout)
          ? `The administrator's password was changed in ${provider.name}. Give ign the new one: options: { password: file:./NAME } of ${provider.name} in the plant file, then generate again.`
          : /404/.test(stdout)
            ? `The data source is not provisioned: run docker compose up -d ${provider.name} and look at its log.`
            : `${provider.name} cannot query ${consumer.name}${claim.user ? ` as "${claim.user}"` : ''}: docker compose logs ${provider.name}.`,
    },
  ],
})

const healthPath = ({ uid, healthPath: own }: DashboardsClaim): string =>
  own === undefined ? `/api/datasources/uid/${uid}/health` : `/api/datasources/proxy/uid/${uid}${own}`
