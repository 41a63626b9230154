import { defineCommand } from '../command.ts'

export const completion = defineCommand<{ script: string }>({
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
    // imported when it runs, because the list holds this command too
    const { commands } = await import('../commands.ts')
    return { data: { script: completionScript(input.arguments[0] ?? '', commands) } }
  },
  view: ({ script }, view) => view.raw(script),
})
