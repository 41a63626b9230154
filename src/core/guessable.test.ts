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

test('what takes long to judge is judged in parts: the longest takes as long as two of them', async () => {
  const costly = "4@8({[</369&#!1/|0$5+7%2/4'"
  const timeOf = async (password: string) => {
    const began = performance.now()
    await judged(password)
    return performance.now() - began
  }
  const fastest = async (password: string) => Math.min(...(await timesOf(3, () => timeOf(password))))
  await judged(costly)

  const part = await fastest(costly.repeat(10).slice(0, longestJudged))
  const whole = await fastest(costly.repeat(10).slice(0, 256))

  expect(whole).toBeLessThan(part * 4)
})

async function timesOf(count: number, run: () => Promise<number>): Promise<number[]> {
  const times: number[] = []
  for (let index = 0; index < count; index++) times.push(await run())
  return times
}
