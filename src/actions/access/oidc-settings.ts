import type { Config } from '../../platform/index.ts'

/** What the button of the sign-in provider says; none where there is no provider. */
export function oidcName({ oidcIssuer, oidcName: name }: Config): string | undefined {
  if (oidcIssuer.value === undefined) return undefined
  return name.value ?? URL.parse(oidcIssuer.value)?.hostname ?? oidcIssuer.value
}
