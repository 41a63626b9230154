import { type PasswordFileNeed, type PasswordNeed, password } from './model.ts'

/**
 * One login, `operator`, for programs that have no users of their own: the reverse proxy asks for it, or the program
 * reads it from a password file.
 */
export const operatorName = 'operator'

export const operatorPassword: PasswordNeed = password('operator-password', undefined, operatorName)

export const operatorFile: PasswordFileNeed = {
  kind: 'password-file',
  name: 'operator-htpasswd',
  format: 'htpasswd',
  users: [{ name: operatorName, password: operatorPassword }],
}
