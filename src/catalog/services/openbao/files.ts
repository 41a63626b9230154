import { administratorHcl, administratorPolicy } from '../../abilities/secret-store/setup.ts'
import type { PasswordNeed } from '../../model.ts'
import { secretPath } from '../../model.ts'

export interface SelfInit {
  readonly operator: { readonly name: string; readonly password: PasswordNeed }
  readonly roleId: PasswordNeed
  readonly secretId: PasswordNeed
}

/** Opens the store at every start without a person; the key is a file of the stack. */
export const staticSeal = (key: PasswordNeed): string => `
seal "static" {
  current_key_id = "stack-1"
  current_key    = "file://${secretPath({ need: key })}"
}
`

/** Says everything that is asked of the store to the container's log, secrets as keyed hashes. */
export const auditLog = `
audit "file" "stdout" {
  description = "the log of the container"
  options {
    file_path = "stdout"
  }
}
`

/**
 * What the server does once, before anybody can ask it anything: the policy and the two logins that all else is made
 * with. The root token is thrown away by the server itself.
 */
export function selfInit({ operator, roleId, secretId }: SelfInit): string {
  const requests = [
    request('policy', `sys/policies/acl/${administratorPolicy}`, [`policy = ${JSON.stringify(administratorHcl)}`]),
    request('approle', 'sys/auth/approle', ['type = "approle"']),
    request('userpass', 'sys/auth/userpass', ['type = "userpass"']),
    request('setup-role', 'auth/approle/role/setup', [
      `token_policies = ["${administratorPolicy}"]`,
      'token_ttl      = "15m"',
      'token_max_ttl  = "15m"',
    ]),
    request('setup-role-id', 'auth/approle/role/setup/role-id', [fromFile('role_id', roleId)]),
    request('setup-secret-id', 'auth/approle/role/setup/custom-secret-id', [fromFile('secret_id', secretId)]),
    request('operator', `auth/userpass/users/${operator.name}`, [
      fromFile('password', operator.password),
      `token_policies = ["${administratorPolicy}"]`,
      'token_ttl      = "8h"',
    ]),
  ]
  return `
initialize "access" {
${requests.join('\n')}}
`
}

const request = (name: string, path: string, data: readonly string[]): string => `  request "${name}" {
    operation = "update"
    path      = "${path}"
    data = {
${data.map((line) => `      ${line}\n`).join('')}    }
  }
`

const fromFile = (field: string, need: PasswordNeed): string =>
  `${field} = {
        eval_source = "file"
        eval_type   = "string"
        path        = "${secretPath({ need })}"
      }`
