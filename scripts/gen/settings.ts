import { type Config, readConfig } from '../../src/platform/config.ts'
import { code, fenced, page, section, table } from './markdown.ts'

const none = '–'

/** What a setting decides. A new setting has to be explained here before the types fit again. */
const settings: Readonly<Record<keyof Config, { readonly meaning: string; readonly byDefault?: string }>> = {
  home: {
    meaning: 'Folder of the vault and its key. Closed to other users (0700).',
    byDefault:
      '`$XDG_DATA_HOME/plantwright`, else `~/.local/share/plantwright`; on Windows `%LOCALAPPDATA%\\plantwright`',
  },
  host: { meaning: 'Address that `ign serve` and `ign demo` listen on. Only addresses of this machine are accepted.' },
  port: { meaning: 'Port that `ign serve` and `ign demo` listen on. 0 takes any free one.' },
  dockerHost: {
    meaning:
      'Where the container engine listens, for `ign stack verify` and `ign doctor`: `unix://`, `npipe://` or `tcp://`.',
  },
  databaseUrl: {
    meaning:
      'PostgreSQL for the state of the server: `postgres://user:password@host/database`. Several servers may share it; give them one `IGN_SECRET_KEY`. Never printed.',
    byDefault: 'SQLite in the home folder',
  },
  tlsCert: {
    meaning:
      'PEM file with the certificate and its chain. With the key the server speaks HTTPS and may listen on any address.',
    byDefault: none,
  },
  tlsKey: { meaning: 'PEM file with the key of the certificate.', byDefault: none },
  trustProxy: {
    meaning:
      '`1`: the server is reached through exactly one reverse proxy that terminates TLS and sets `X-Forwarded-For`, `-Host` and `-Proto`. Needs the public address.',
    byDefault: '`0`',
  },
  publicUrl: { meaning: 'Where browsers reach the server, `https://…`.', byDefault: none },
  oidcIssuer: { meaning: 'OpenID provider to sign in with, see [sign-in](../guide/sign-in.md).', byDefault: none },
  oidcName: { meaning: 'What the button of the provider says.', byDefault: 'host name of the provider' },
  oidcClientId: { meaning: 'Client id of this server at the provider.', byDefault: none },
  oidcClientSecretFile: { meaning: 'File with the client secret.', byDefault: none },
  oidcRoleClaim: { meaning: 'Claim of the identity token that lists the groups of a user.' },
  oidcRoleMap: {
    meaning: 'Which group has which role: `plant-admins=administrator,shift=operator`. Who is in none is not let in.',
    byDefault: none,
  },
  auditDays: {
    meaning:
      'How many days lines of the audit are kept; what a session reads again within five minutes is counted in the line of the first time. The server removes older ones when it starts and once a day, and leaves a line about it.',
  },
}

/** Variables that are read without being a setting of `ign config show`. */
const variables: Readonly<Record<string, string>> = {
  IGN_SECRET_KEY:
    'Key of the vault: 32 bytes in base64, or any other text, which is hashed to a key. Without it the key is in `vault.key` of the home folder (0600), made at the first use. Set it where the home folder is not kept, and keep it: without the key the vault does not open.',
  NO_COLOR: 'Set to anything: output without colour.',
  TERM: '`dumb`: output without colour.',
  XDG_DATA_HOME: 'Parent of the default home folder.',
  LOCALAPPDATA: 'Parent of the default home folder on Windows.',
}

/** `docs/reference/settings.md`. */
export function settingsPage(): string {
  const defaults = readConfig({}, {})
  return page(
    '# Settings of a machine',
    'A flag wins over an environment variable, a variable over the default. `ign config show --origin` tells what holds here and why. What a stack is made of is not a setting but in its [plant file](plant-file.md).',
    fenced('sh', ['ign config show --origin', 'IGN_HOME=/srv/plantwright ign config show']),
    section(
      'Settings',
      table(
        ['Setting', 'Flag or variable', 'Default', 'Meaning'],
        Object.entries(settings).map(([name, { meaning, byDefault }]) => {
          const { value, source } = defaults[name as keyof Config]
          return [code(name), source.split(' or ').map(code).join(' or '), byDefault ?? code(String(value)), meaning]
        }),
      ),
    ),
    section(
      'Other environment variables',
      table(
        ['Variable', 'Meaning'],
        Object.entries(variables).map(([name, meaning]) => [code(name), meaning]),
      ),
    ),
    section(
      'The home folder',
      table(
        ['File', 'What it holds'],
        [
          ['`vault.key`', 'Key of the vault, 0600. Absent where `IGN_SECRET_KEY` is set from the beginning.'],
          [
            '`ign.db`',
            'Users, sessions, tokens, audit, plants and jobs of the server, 0600. Secrets, modules and backups of plants in it are encrypted. Not used with `IGN_DATABASE_URL`.',
          ],
          ['`vault/<stack>.json`', 'Passwords, keys and certificates of one stack, encrypted with AES-256-GCM, 0600.'],
          ['`bundles/`', 'Offline bundles that the server has made, 0600; each for a day. They hold passwords.'],
          ['`incoming/`', 'Files on their way to the server, 0600; gone when they have arrived.'],
        ],
      ),
      'Back up key, database and vault together. A stack is found by its `name`: two plants with one name and one home folder share their secrets. A plant that the server keeps has its own, whatever it is called.',
    ),
  )
}
