import { defineService } from '../../model.ts'
import { type ForgeOptions, forge } from '../gitea/forge.ts'

export default defineService<ForgeOptions>({
  id: 'forgejo',
  title: 'Forgejo',
  category: 'development',
  summary: 'Git repositories, reviews and packages of the plant in the browser, by a community.',
  homepage: 'https://forgejo.org',
  license: 'GPL-3.0-or-later',
  image: 'codeberg.org/forgejo/forgejo',
  versions: ['15.0.9', '16.0.3'],
  ...forge({ program: 'forgejo' }),
})
