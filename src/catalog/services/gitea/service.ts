import { defineService } from '../../model.ts'
import { type ForgeOptions, forge } from './forge.ts'

export default defineService<ForgeOptions>({
  id: 'gitea',
  title: 'Gitea',
  category: 'development',
  summary: 'Git repositories, reviews and packages of the plant in the browser.',
  homepage: 'https://about.gitea.com',
  license: 'MIT',
  image: 'gitea/gitea',
  versions: ['1.26.2'],
  ...forge({ program: 'gitea' }),
})
