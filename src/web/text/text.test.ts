import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import * as access from './access.ts'
import * as audit from './audit.ts'
import * as canvas from './canvas.ts'
import { de } from './de.ts'
import * as docs from './docs.ts'
import { en, type TextKey } from './en.ts'
import * as settings from './settings.ts'
import * as shell from './shell.ts'
import * as transfer from './transfer.ts'

const placesOf = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort()

it.each(Object.keys(en) as TextKey[])('%s has the same places in both languages', (key) => {
  expect(placesOf(de[key])).toEqual(placesOf(en[key]))
})

it('no two rooms use one key for different texts', () => {
  const rooms = [shell, access, audit, canvas, settings, docs, transfer].flatMap((room) => Object.entries(room.en))
  const clashes = rooms.filter(([key, text]) => en[key as TextKey] !== text).map(([key]) => key)

  expect(clashes).toEqual([])
})

it('every text is said somewhere', () => {
  const room = join(import.meta.dirname, '..')
  const code = readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('text') && !path.endsWith('.test.ts'))
    .map((path) => readFileSync(join(room, path), 'utf8'))
    .join('\n')

  expect(Object.keys(en).filter((key) => !code.includes(`'${key}'`))).toEqual([])
})
