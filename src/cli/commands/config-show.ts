import type { Config, Setting } from '../../platform/index.ts'
import { defineCommand, flagOption } from '../command.ts'

interface Shown {
  readonly settings: Readonly<Record<keyof Config, Setting<unknown>>>
  readonly withOrigin: boolean
}

export const configShow = defineCommand<Shown>({
  words: ['config', 'show'],
  summary: 'Show the settings of this machine and where each comes from',
  examples: ['ign config show', 'ign config show --origin'],
  options: [{ flags: '--origin', summary: 'Tell which flag or variable decided' }],
  run: async (input, cli) => {
    const { config } = await cli.context()
    return { data: { settings: { ...config }, withOrigin: flagOption(input, 'origin') } }
  },
  view: ({ settings, withOrigin }, view) =>
    view.table(
      Object.entries(settings)
        .filter(([, { value }]) => withOrigin || value !== undefined)
        .map(([name, { value, origin, source }]) => [
          name,
          value === undefined ? '-' : String(value),
          ...(withOrigin ? [`${origin} (${source})`] : []),
        ]),
    ),
})
