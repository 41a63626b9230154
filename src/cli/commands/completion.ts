import { type Command, defineCommand } from '../command.ts'

/** @param all  every command, this one among them, asked for when the script is made */
export const completion = (all: () => readonly Command[]): Command =>
  defineCommand<{ script: string }>({
    words: ['completion'],
    summary: 'Print a script that completes commands and options in your shell',
    examples: [
      'source <(ign completion bash)',
      'ign completion zsh > ~/.zfunc/_ign',
      'ign completion fish > ~/.config/fish/completions/ign.fish',
    ],
    arguments: [{ name: '<shell>', summary: 'bash, zsh or fish' }],
    run: async (input) => {
      const { completionScript } = await import('../completion.ts')
      return { data: { script: completionScript(input.arguments[0] ?? '', all()) } }
    },
    view: ({ script }, view) => view.raw(script),
  })
