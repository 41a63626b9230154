import type { Command } from './command.ts'
import { usage } from './usage.ts'

const globals = [
  '--plant',
  '--home',
  '--json',
  '--quiet',
  '--verbose',
  '--no-color',
  '--no-input',
  '--yes',
  '--help',
  '--version',
]

/** A completion script made from the command tree. @throws action.usage for a shell that is not known */
export function completionScript(shell: string, commands: readonly Command[]): string {
  const make = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined
  if (!make) usage(`"${shell}" is not a shell that can be completed`, 'Use bash, zsh or fish.')
  return make(tree(commands))
}

interface Node {
  readonly words: readonly string[]
  readonly next: readonly string[]
  readonly options: readonly string[]
}

/** What may follow after each beginning of a command. */
function tree(commands: readonly Command[]): Node[] {
  const beginnings = commands.flatMap(({ words }) => words.map((_, count) => words.slice(0, count).join(' ')))
  const groups = [...new Set(beginnings)].map((beginning) => {
    const words = beginning === '' ? [] : beginning.split(' ')
    const inside = commands.filter((command) => words.every((word, index) => command.words[index] === word))
    const next = inside.flatMap((command) => command.words[words.length] ?? [])
    return { words, next: [...new Set(next)], options: [] }
  })
  const leaves = commands.map((command) => ({
    words: command.words,
    next: command.words[0] === 'completion' ? ['bash', 'zsh', 'fish'] : [],
    options: longFlags(command),
  }))
  return [...groups, ...leaves]
}

const longFlags = (command: Command): string[] =>
  (command.options ?? []).flatMap(({ flags }) => /--[a-z-]+/.exec(flags)?.[0] ?? [])

const scripts: Readonly<Record<string, (nodes: readonly Node[]) => string>> = {
  bash: (nodes) => `# ign completion for bash
_ign() {
  local cur=\${COMP_WORDS[COMP_CWORD]} path="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in -*) ;; *) path="$path $word" ;; esac
  done
  case "\${path# }" in
${nodes.map((node) => `    "${node.words.join(' ')}"${node.words.length > 0 && node.next.length === 0 ? '*' : ''}) words="${[...node.next, ...node.options].join(' ')}" ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words ${globals.join(' ')}" -- "$cur"))
  if [ \${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$cur")); fi
}
complete -o filenames -F _ign ign plantwright
`,
  zsh: (nodes) => `#compdef ign plantwright
# ign completion for zsh
_ign() {
  local -a typed candidates # not "path", which zsh ties to PATH
  local word
  for word in \${words[2,CURRENT-1]}; do [[ $word == -* ]] || typed+=$word; done
  case "\${(j: :)typed}" in
${nodes.map((node) => `    "${node.words.join(' ')}"${node.words.length > 0 && node.next.length === 0 ? '*' : ''}) candidates=(${[...node.next, ...node.options].join(' ')}) ;;`).join('\n')}
  esac
  candidates+=(${globals.join(' ')})
  compadd -- $candidates
  _files
}
if [ "$funcstack[1]" = "_ign" ]; then _ign "$@"; else compdef _ign ign plantwright; fi
`,
  fish: (nodes) =>
    `# ign completion for fish\n${nodes
      .flatMap((node) => {
        const seen = node.words.map((word) => `; and __fish_seen_subcommand_from ${word}`).join('')
        const none = node.words.length === 0 ? '__fish_use_subcommand' : `true${seen}`
        return [
          ...(node.next.length > 0 ? [`complete -c ign -f -n '${none}' -a '${node.next.join(' ')}'`] : []),
          ...node.options.map((option) => `complete -c ign -n '${none}' -l ${option.slice(2)}`),
        ]
      })
      .join('\n')}\n${globals.map((option) => `complete -c ign -l ${option.slice(2)}`).join('\n')}\n`,
}
