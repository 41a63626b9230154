import { type SecretNeed, secretFileName } from '../catalog/index.ts'
import { maskedContent } from '../core/file-tree.ts'
import { Secret } from '../core/secret.ts'
import type { Blueprint } from './blueprint.ts'

/** Content of every secret file by its name, and `hashKey`, which keys the hashes that tell changed services. */
export interface SecretValues {
  readonly files: ReadonlyMap<string, Secret>
  readonly hashKey: Secret
}

/** Values that show where secrets are without being any: for previews that nobody may use. */
export function maskedSecrets(blueprint: Blueprint): SecretValues {
  const masked = new Secret(maskedContent)
  return { files: new Map(blueprint.secrets.map(({ file }) => [file, masked])), hashKey: masked }
}

/** Names of the files that a need fills. */
export function filesOf(need: SecretNeed): string[] {
  if (need.kind === 'password' || need.kind === 'password-file' || need.kind === 'private-key') return [need.name]
  return [secretFileName({ need, part: 'certificate' }), secretFileName({ need, part: 'key' })]
}
