import { Secret } from '../../core/secret.ts'
import type { OidcSettings } from '../../platform/auth/oidc.ts'
import { authError, type Config, platformError, type Role, readSource, roles } from '../../platform/index.ts'
import type { Context } from '../action.ts'

export const callbackPath = '/api/v1/session/oidc/callback'

/** What the button of the sign-in provider says; none where there is no provider. */
export function oidcName({ oidcIssuer, oidcName: name }: Config): string | undefined {
  if (oidcIssuer.value === undefined) return undefined
  return name.value ?? URL.parse(oidcIssuer.value)?.hostname ?? oidcIssuer.value
}

/**
 * @param origin where the browser found this server
 * @throws auth.no-provider where none is set up, platform.setting-invalid, platform.secret-missing
 */
export function oidcSettings({ config, environment }: Context, origin: string): OidcSettings {
  const { oidcIssuer, oidcClientId, oidcClientSecretFile } = config
  if (oidcIssuer.value === undefined) throw authError('auth.no-provider', 'no sign-in provider is set up')
  if (URL.parse(oidcIssuer.value) === null)
    throw platformError('platform.setting-invalid', `${oidcIssuer.source}: "${oidcIssuer.value}" is not an address`)
  if (oidcClientId.value === undefined)
    throw platformError('platform.setting-invalid', `${oidcClientId.source} is needed with ${oidcIssuer.source}`)
  const fromEnvironment = environment.IGN_OIDC_CLIENT_SECRET
  return {
    issuer: oidcIssuer.value,
    clientId: oidcClientId.value,
    clientSecret:
      oidcClientSecretFile.value !== undefined
        ? readSource(`file:${oidcClientSecretFile.value}`, { environment, folder: process.cwd() })
        : fromEnvironment
          ? new Secret(fromEnvironment)
          : undefined,
    redirectUri: `${origin}${callbackPath}`,
  }
}

/** Groups of the provider and their roles; none where roles are given here. @throws platform.setting-invalid */
export function roleMap({ oidcRoleMap: { value, source } }: Config): ReadonlyMap<string, Role> | undefined {
  if (value === undefined) return undefined
  return new Map(
    value.split(',').map((entry) => {
      const at = entry.lastIndexOf('=')
      const [group, role] = [entry.slice(0, at).trim(), entry.slice(at + 1).trim()]
      if (group === '' || !(roles as readonly string[]).includes(role))
        throw platformError('platform.setting-invalid', `${source}: "${entry}" is not group=role`)
      return [group, role as Role]
    }),
  )
}
