/** What somebody brings: a plant file, what `ign stack export` wrote, the stack of an older client, or none of these. */
export type FileKind = 'plant' | 'stack' | 'older' | undefined

/** By its name; a plant file may be JSON as well, and older stacks have `instances` where a plant has `services`. */
export function fileKind(name: string, content: string): FileKind {
  const [, ending = ''] = /\.([a-z]+)$/.exec(name.toLowerCase()) ?? []
  if (ending === 'ignstack') return 'stack'
  if (ending === 'json') return content.includes('"instances"') ? 'older' : 'plant'
  return ending === 'yaml' || ending === 'yml' ? 'plant' : undefined
}

/** Endings of the files that can be brought, for a chooser. */
export const fileEndings = '.yaml,.yml,.json,.ignstack'

/** `plants/Bottling.yaml` is called `Bottling`. */
export const nameOfFile = (name: string): string => name.replace(/\.[^.]+$/, '')
