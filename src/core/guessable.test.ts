import { describe, expect, test } from 'vitest'
import { judgePassword, longestJudged } from './guessable.ts'

const judged = async (password: string, about: readonly string[] = []) => judgePassword(password, about)

describe('a password', () => {
  test.each([
    ['', 'short'],
    ['eleven char', 'short'],
    ['x'.repeat(257), 'long'],
    ['aaaaaaaaaaaaaaaaaa', 'uniform'],
    ['password1234', 'common'],
    ['P@ssw0rd1234', 'common'],
    ['Passwort1234', 'common'],
    ['Willkommen123', 'common'],
    ['Ignition2026!', 'common'],
    ['qwertzuiopü1', 'keys'],
    ['passwordpassword', 'repeats'],
    ['Ab1!Ab1!Ab1!', 'repeats'],
    ['abcdefghijkl', 'sequence'],
    ['administrator', 'word'],
    ['company name', 'easy'],
  ])('%j is refused: %s', async (password, weakness) => {
    expect(await judged(password)).toEqual({ step: password === '' ? 0 : 1, weakness })
  })

  test.each([
    ['correct horse', 2],
    ['twelve chars', 2],
    ['sixteen letters!', 3],
    ['long enough for a plant', 4],
    ['correct horse battery staple', 4],
  ])('%j is taken and has come %d steps', async (password, step) => {
    expect(await judged(password)).toEqual({ step })
  })

  test.each([
    ['adalovelace1', ['ada.lovelace@example.org']],
    ['Lovelace-1815', ['ada', 'Ada Lovelace']],
    ['ada-password1', ['ada', 'Ada Password']],
    ['plantwright12', []],
    ['Plantwright!26', []],
  ])('%j is refused to who is called %j', async (password, about) => {
    expect(await judged(password, about)).toEqual({ step: 1, weakness: 'name' })
  })

  test('of somebody else’s name is refused to that one only', async () => {
    const password = 'tjorvenskyggevik'

    expect(await judged(password, ['ada'])).not.toHaveProperty('weakness')
    expect(await judged(password, ['tjorven.skyggevik'])).toHaveProperty('weakness', 'name')
  })

  test('is not refused for how it begins, nor for how it ends', async () => {
    const strong = 'xkq7-vbn2-mmz9'

    for (const password of ['a'.repeat(60) + strong, strong + 'a'.repeat(60)])
      expect(await judged(password)).not.toHaveProperty('weakness')
  })
})

test('a long one is judged by its beginning and its end alone, so that nobody makes the judge think for long', async () => {
  const [weak, strong] = ['a'.repeat(longestJudged), 'xkq7-vbn2-mmz9']

  expect(await judged(strong)).not.toHaveProperty('weakness')
  expect(await judged(weak + strong + weak)).toHaveProperty('weakness')
})
