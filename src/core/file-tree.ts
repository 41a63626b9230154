import { compareText } from './issue.ts'

/** One file of a generated project. `mode` is the Unix permission, 0o644, 0o600 or 0o755. */
export interface TreeFile {
  /** Relative, with `/`, without `.` and `..` steps. */
  readonly path: string
  readonly mode: number
  /** Text of the file; of a binary one, what is shown in its place. */
  readonly content: string
  /** What is written instead of `content`, for a file that is no text. */
  readonly bytes?: Uint8Array
  /** True for a file whose content is a secret: previews and API answers mask it. */
  readonly secret?: boolean
}

/** A generated project as a value. Writing, zipping, showing and comparing are consumers of the same tree. */
export class FileTree {
  readonly files: readonly TreeFile[]

  /** @throws Error when two files share a path or a path would leave the tree: both are defects of a generator. */
  constructor(files: readonly TreeFile[]) {
    const sorted = [...files].sort((a, b) => compareText(a.path, b.path))
    let previous: string | undefined
    for (const file of sorted) {
      if (!isSafePath(file.path)) throw new Error(`unsafe path in a file tree: ${JSON.stringify(file.path)}`)
      if (file.path === previous) throw new Error(`two files at ${file.path}`)
      previous = file.path
    }
    this.files = sorted
  }

  get(path: string): TreeFile | undefined {
    return this.files.find((file) => file.path === path)
  }

  /** The same tree with every secret file's content replaced, for eyes that may see everything else. */
  masked(): FileTree {
    return new FileTree(
      this.files.map((file) =>
        file.secret ? { path: file.path, mode: file.mode, content: maskedContent, secret: true } : file,
      ),
    )
  }
}

/** What is written to the disk or into an archive. */
export const dataOf = ({ bytes, content }: TreeFile): Buffer =>
  bytes === undefined ? Buffer.from(content) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** What a masked secret file holds. */
export const maskedContent = '********'

/** Folders that hold secret files; kept closed (0700) so that other users of the host cannot reach into them. */
export const secretFolder = 'secrets'

const safePath = /^(?:(?!\.{1,2}(?:\/|$))[A-Za-z0-9._@+-]{1,255}(?:\/(?!$)|$))+$/

/** True for a relative path of plain segments: nothing absolute, no `..`, no drive letters, no control characters. */
export const isSafePath = (path: string): boolean => safePath.test(path)
