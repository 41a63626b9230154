import { expect, it } from 'vitest'
import { secretNameOf } from './secret-name.ts'

it('is the one that the setting refers to, where it refers to one that is kept', () => {
  expect(secretNameOf('vault:line/charts', ['charts', 'adminPassword'])).toBe('line/charts')
})

it('is made of service and setting, where the setting refers to none that is kept', () => {
  for (const value of [undefined, 'env:CHARTS', 'file:./password', 'vault:', 'vault:Upper case'])
    expect(secretNameOf(value, ['charts', 'adminPassword'])).toBe('charts.admin-password')
})
