import { expect, it } from 'vitest'
import { translationOf } from './patterns.ts'

const german = translationOf(
  {
    'keep it': 'behalten',
    '"{name}" is missing': '„{name}“ fehlt',
    '"{name}" was added: {why:said}': '„{name}“ kam hinzu: {why}',
    '{consumer} uses {provider} for {purpose:purposes}': '{consumer} nutzt {provider} {purpose}',
    '{consumer} uses {provider}': '{consumer} nutzt {provider}',
    'Remove it.': 'Entfernen.',
    'Add {names}.': '{names} hinzufügen.',
  },
  { purposes: (english) => (english === 'alerts' ? 'für Alarme' : undefined) },
)

it('values are taken over', () => {
  expect(german('"charts" is missing')).toBe('„charts“ fehlt')
  expect(german('Grafana uses PostgreSQL 17.2 (main)')).toBe('Grafana nutzt PostgreSQL 17.2 (main)')
})

it('a text inside a text is translated with it, or nothing is', () => {
  expect(german('"db" was added: keep it')).toBe('„db“ kam hinzu: behalten')
  expect(german('"db" was added: it had to be')).toBeUndefined()
  expect(german('Grafana uses Loki for alerts')).toBe('Grafana nutzt Loki für Alarme')
})

it('a value in quotation marks ends where they do', () => {
  expect(german('"charts" is here and "db" is missing')).toBeUndefined()
})

it('the sentence with more words of its own is the one that is meant', () => {
  expect(german('Grafana uses Loki for alerts')).not.toContain('for')
})

it('two texts that stand behind each other are both found, or none', () => {
  expect(german('Remove it. Remove it.')).toBe('Entfernen. Entfernen.')
  expect(german('Remove it. Think again.')).toBeUndefined()
  expect(german('Add a, b. Think again.')).toBeUndefined()
})

it('a message that stands alone as a sentence is found, too', () => {
  expect(german('Keep it.')).toBe('Behalten.')
  expect(german('"charts" is missing. Remove it.')).toBe('„charts“ fehlt. Entfernen.')
})

it('what nobody has translated is not guessed', () => {
  expect(german('something else')).toBeUndefined()
})

it('signs of regular expressions and of replacing mean nothing', () => {
  const odd = translationOf({ 'a.b ({x})? $1': 'c ({x})? $1' })

  expect([odd('a.b ($&)? $1'), odd('acb (y)? $1')]).toEqual(['c ($&)? $1', undefined])
})
