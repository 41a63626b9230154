import type { Command, OptionSpec } from '../../src/cli/command.ts'
import { commands } from '../../src/cli/commands.ts'
import { buildProgram } from '../../src/cli/program.ts'
import { blocks, inlineCode, type Page } from './markdown.ts'

export interface CommandLine {
  readonly text: string
  /** Words after the name of the program. */
  readonly words: readonly string[]
  /** False inside a sentence, where arguments are often left out. */
  readonly isWhole: boolean
}

/** Names under which the documentation starts the program. */
const program = /(?:^|[\s($])(?:ign|npm run --silent ign --)(?=\s|$)/

/** What a page tells a reader to type. */
export function commandLines(page: Page): CommandLine[] {
  const typed = blocks(page)
    .filter(({ language }) => language === 'sh' || language === 'console')
    .flatMap(({ language, content }) => {
      const lines = content.split('\n')
      return language === 'sh' ? lines : lines.filter((line) => line.startsWith('$ '))
    })
  return [
    ...typed.flatMap((text) => commandOf(text, true)),
    ...inlineCode(page).flatMap((text) =>
      /^(?:ign|npm run --silent ign --) \S/.test(text) ? commandOf(text, false) : [],
    ),
  ]
}

function commandOf(text: string, isWhole: boolean): CommandLine[] {
  const start = program.exec(text)
  if (!start) return []
  // pipes, redirections, closing brackets, further commands and comments are not part of it
  const [own = ''] = text.slice(start.index + start[0].length).split(/ (?:[>|;&#]|2>)|\)/)
  const words = (own.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^(["'])(.*)\1$/, '$2'))
  return words.includes('…') ? [] : [{ text, words, isWhole }]
}

interface Flag {
  readonly takesValue: boolean
  readonly choices: readonly string[]
}

/** What is wrong with a command line, or undefined. */
export function commandProblem({ words, isWhole }: CommandLine): string | undefined {
  const command = commands.find((one) => one.words.every((word, index) => words[index] === word))
  const flags = flagsOf(command)
  const given: string[] = []
  for (let index = 0; index < words.length; index++) {
    const word = words[index] as string
    if (!word.startsWith('-') || word === '-') {
      given.push(word)
      continue
    }
    const [name = '', inline] = word.split('=')
    const flag = flags.get(name)
    if (!flag) return `there is no option ${name}`
    if (!flag.takesValue) continue
    const value = inline ?? words[++index]
    if (value === undefined) return `${name} has no value`
    if (flag.choices.length > 0 && !flag.choices.includes(value)) return `${name} does not take ${value}`
  }
  if (!command) return groupProblem(given)
  const count = given.length - command.words.length
  const specs = command.arguments ?? []
  if (count > specs.length && !specs.some(({ name }) => name.includes('...'))) return 'too many arguments'
  const required = specs.filter(({ name }) => name.startsWith('<')).length
  return isWhole && count < required ? 'an argument is missing' : undefined
}

/** A noun alone stands for its commands; a program without a noun only has global options. */
function groupProblem(given: readonly string[]): string | undefined {
  const nouns = new Set(commands.map(({ words }) => words[0]))
  if (given.length === 0 || (given.length === 1 && nouns.has(given[0]))) return undefined
  return `there is no command ${given.slice(0, 2).join(' ')}`
}

const globals: readonly OptionSpec[] = [
  ...buildProgram(() => {}).options.map(({ flags, description }) => ({ flags, summary: description })),
  { flags: '-h, --help', summary: '' },
]

function flagsOf(command: Command | undefined): Map<string, Flag> {
  const flags = new Map<string, Flag>()
  for (const { flags: text, choices = [] } of [...globals, ...(command?.options ?? [])]) {
    const takesValue = /[<[]/.test(text)
    for (const name of text.match(/--?[a-zA-Z][a-zA-Z-]*/g) ?? []) flags.set(name, { takesValue, choices })
  }
  return flags
}
