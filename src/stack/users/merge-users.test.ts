import { describe, expect, it } from 'vitest'
import { mergeUsers } from './merge-users.ts'

const max = { username: 'max', email: 'max@plant.example', roles: ['shift'] }

describe('users of a list in a plant file', () => {
  it('are added below those that it has, and comments stay', () => {
    const text = `# my plant
version: 1
name: demo   # short
services:
  sso:   {uses: keycloak, connect: {database: [history]}}

integrations:
  oidc:
    users:
      # the boss
      - { username: ada, email: ada@plant.example } # since 1843
`

    expect(mergeUsers(text, [max]).text).toBe(
      `${text}      - { username: max, email: max@plant.example, roles: [ shift ] }\n`,
    )
  })

  it.each([
    ['nothing', ''],
    ['integrations: {}', 'integrations: {}\n'],
    ['integrations: without anything', 'integrations:\n'],
    ['an empty list', 'integrations:\n  oidc: { users: [] }\n'],
  ])('find their place where there is %s', (_, section) => {
    const { text, changes } = mergeUsers(`version: 1\nname: demo\nservices: {}\n${section}`, [max])

    expect(text).toMatch(/username: max, email: max@plant\.example/)
    expect(changes).toEqual([{ username: 'max', change: 'added' }])
    expect(mergeUsers(text, [max])).toMatchObject({ text, changes: [{ username: 'max', change: 'unchanged' }] })
  })

  it('keep what the list does not say, and their writing', () => {
    const text = `version: 1
name: demo
integrations:
  oidc:
    users:
      - username: max
        email: old@plant.example # to be changed
        password: env:MAX
`

    const merged = mergeUsers(text, [max, { username: 'eva', email: 'eva@plant.example' }])

    expect(merged.text).toBe(`version: 1
name: demo
integrations:
  oidc:
    users:
      - username: max
        email: max@plant.example # to be changed
        password: env:MAX
        roles: [ shift ]
      - username: eva
        email: eva@plant.example
`)
    expect(merged.changes.map(({ change }) => change)).toEqual(['changed', 'added'])
    expect(merged.order).toEqual(['max', 'eva'])
  })

  it('keep the line ends of the file', () => {
    expect(mergeUsers('version: 1\r\nname: demo\r\n', [max]).text).not.toMatch(/[^\r]\n/)
  })
})
