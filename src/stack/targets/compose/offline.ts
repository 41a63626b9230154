import { hash } from 'node:crypto'
import { dataOf, FileTree, secretFolder, type TreeFile } from '../../../core/file-tree.ts'
import { compareText } from '../../../core/issue.ts'
import type { Blueprint } from '../../blueprint.ts'
import { installBat, installPs1, installSh } from './docker-installers.ts'
import { loadPs1, loadSh, savePs1, saveSh, verifyPs1, verifySh, wrapperBat } from './offline-scripts.ts'

/** What an engine knows of an image: its own id for it, and the digest that a registry knows it by. */
export interface ImageIdentity {
  readonly id: string
  /** `grafana/grafana@sha256:…`; absent for an image that no registry has. */
  readonly digest?: string
}

/** Every image of a stack, each once. */
export const imagesOf = ({ services }: Blueprint): string[] =>
  [...new Set(services.map(({ image, version }) => `${image}:${version}`))].sort(compareText)

/**
 * A project with what it needs on a machine without internet: the list of its images, scripts that carry them over and
 * that check everything before they use it, and scripts that install the container engine.
 *
 * @param known  what the engine here knows of the images; those it does not know are named by their tag alone
 */
export function offlineTree(
  project: FileTree,
  blueprint: Blueprint,
  known: ReadonlyMap<string, ImageIdentity> = new Map(),
): FileTree {
  const files: TreeFile[] = [
    ...project.files,
    { path: 'images/images.txt', mode: 0o644, content: imageList(imagesOf(blueprint), known) },
    { path: 'images/save.sh', mode: 0o755, content: saveSh },
    { path: 'images/load.sh', mode: 0o755, content: loadSh },
    { path: 'images/save.ps1', mode: 0o644, content: savePs1 },
    { path: 'images/load.ps1', mode: 0o644, content: loadPs1 },
    { path: 'images/save.bat', mode: 0o644, content: wrapperBat('save.ps1') },
    { path: 'images/load.bat', mode: 0o644, content: wrapperBat('load.ps1') },
    { path: 'docker/install.sh', mode: 0o755, content: installSh },
    { path: 'docker/install.ps1', mode: 0o644, content: installPs1 },
    { path: 'docker/install.bat', mode: 0o644, content: installBat },
    { path: 'verify.sh', mode: 0o755, content: verifySh },
    { path: 'verify.ps1', mode: 0o644, content: verifyPs1 },
    { path: 'OFFLINE.md', mode: 0o644, content: guide(blueprint) },
  ]
  return new FileTree([...files, ...checksumFiles(files)])
}

function imageList(images: readonly string[], known: ReadonlyMap<string, ImageIdentity>): string {
  const lines = images.map((image) => {
    const { id = '-', digest = '-' } = known.get(image) ?? {}
    return `${image} ${id} ${digest}`
  })
  return `# image, id in the engine that made this list, digest in the registry; - is unknown\n${lines.join('\n')}\n`
}

/** Sums of secrets stand with them in the closed folder: they would tell a weak password. */
function checksumFiles(files: readonly TreeFile[]): TreeFile[] {
  const isClosed = ({ path }: TreeFile) => path.startsWith(`${secretFolder}/`)
  const [closed, open] = [files.filter(isClosed), files.filter((file) => !isClosed(file))]
  return [
    { path: 'SHA256SUMS', mode: 0o644, content: checksums(open) },
    ...(closed.length > 0
      ? [{ path: `${secretFolder}/SHA256SUMS`, mode: 0o600, content: checksums(closed), secret: true }]
      : []),
  ]
}

/** The last line tells how many there are, so that a list that was cut is noticed. */
function checksums(files: readonly TreeFile[]): string {
  const sorted = [...files].sort((a, b) => compareText(a.path, b.path))
  const lines = sorted.map((file) => `${hash('sha256', dataOf(file))}  ${file.path}\n`)
  return `${lines.join('')}# ${lines.length} files\n`
}

const guide = ({ site, urls }: Blueprint): string => `# ${site.name} without internet

Two machines: one with internet and Docker, and the one where the stack will run. Both must be of the same kind
(\`uname -m\` says the same).

1. Unpack this archive on the machine with internet and run \`images/save.sh\` (Windows: \`images\\save.bat\`). It writes
   \`images/images.tar\` with every image of the stack.
2. If the other machine has no Docker: \`docker/install.sh --download packages\` gets its packages, on a machine with
   the same distribution and version.
3. Carry the whole folder over. It holds passwords: keep it closed on the way.
4. There: \`docker/install.sh --from packages\` if Docker is missing, then \`images/load.sh\` (Windows:
   \`images\\load.bat\`). It checks every file first and names what is missing or damaged.
5. \`./start.sh --pull never\` (Windows: \`start.bat --pull never\`).

\`verify.sh\` (Windows: \`verify.ps1\`) checks the files alone. Edit \`.env\` and others after that, not before.
${urls.length === 0 ? '' : '\nThe addresses of the stack are in README.md.\n'}`
