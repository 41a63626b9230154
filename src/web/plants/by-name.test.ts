import { expect, it } from 'vitest'
import { byName } from './by-name.ts'

it('plants stand as people look for them: by letter, and numbers by their size', () => {
  const plants = ['Line 10', 'utilities', 'Line 2', 'bottling', 'Übergabe'].map((name) => ({ name }))

  expect(byName(plants).map(({ name }) => name)).toEqual(['bottling', 'Line 2', 'Line 10', 'Übergabe', 'utilities'])
})
