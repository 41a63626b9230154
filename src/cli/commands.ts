import type { Command } from './command.ts'
import { audit } from './commands/audit.ts'
import { completion } from './commands/completion.ts'
import { configShow } from './commands/config-show.ts'
import { demo } from './commands/demo.ts'
import { doctor } from './commands/doctor.ts'
import { serve } from './commands/serve.ts'
import { stackBundle } from './commands/stack-bundle.ts'
import { stackCatalog } from './commands/stack-catalog.ts'
import { stackCheck } from './commands/stack-check.ts'
import { stackConvert } from './commands/stack-convert.ts'
import { stackDetect } from './commands/stack-detect.ts'
import { stackDiff } from './commands/stack-diff.ts'
import { stackExport } from './commands/stack-export.ts'
import { stackGenerate } from './commands/stack-generate.ts'
import { stackImport } from './commands/stack-import.ts'
import { stackInit } from './commands/stack-init.ts'
import { stackPreview } from './commands/stack-preview.ts'
import { stackRotateSecrets } from './commands/stack-rotate-secrets.ts'
import { stackTemplates } from './commands/stack-templates.ts'
import { stackUsers } from './commands/stack-users.ts'
import { stackVerify } from './commands/stack-verify.ts'
import { userAdd } from './commands/user-add.ts'
import { userDisable } from './commands/user-disable.ts'
import { userEnable } from './commands/user-enable.ts'
import { userList } from './commands/user-list.ts'
import { userPassword } from './commands/user-password.ts'
import { userRemove } from './commands/user-remove.ts'
import { userResetTotp } from './commands/user-reset-totp.ts'
import { userRole } from './commands/user-role.ts'
import { userTokenCreate } from './commands/user-token-create.ts'
import { userTokenList } from './commands/user-token-list.ts'
import { userTokenRevoke } from './commands/user-token-revoke.ts'

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  stackInit,
  stackTemplates,
  stackCatalog,
  stackCheck,
  stackDetect,
  stackGenerate,
  stackPreview,
  stackDiff,
  stackBundle,
  stackVerify,
  stackRotateSecrets,
  stackUsers,
  stackConvert,
  stackExport,
  stackImport,
  demo,
  serve,
  userList,
  userAdd,
  userPassword,
  userRole,
  userDisable,
  userEnable,
  userRemove,
  userResetTotp,
  userTokenCreate,
  userTokenList,
  userTokenRevoke,
  audit,
  doctor,
  configShow,
  completion(() => commands),
]
