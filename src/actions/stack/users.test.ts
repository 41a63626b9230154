import { expect, it } from 'vitest'
import type { IgnError } from '../../core/error.ts'
import { formatIssue } from '../../core/issue.ts'
import type { Context } from '../action.ts'
import { stackUsers } from './users.ts'

const text = `version: 1
name: demo
services:
  sso: { uses: keycloak }
integrations:
  oidc:
    users:
      - { username: ada, email: ada@plant.example }
`
const run = (list: string, plant = text) =>
  stackUsers.run(
    { plant: { text: plant, file: 'plant.yaml' }, list: { text: list, file: 'people.csv' } },
    {} as Context,
  )
const problems = async (list: string, plant?: string): Promise<string[]> => {
  const error = await run(list, plant).then(
    () => expect.fail('the list is taken'),
    (thrown: IgnError) => thrown,
  )
  return error.issues
    .filter(({ severity }) => severity === 'error')
    .map((issue) => formatIssue(issue).split('\n', 1)[0] ?? '')
}

it('puts the users of a list into the plant file', async () => {
  const { data, next } = await run('email,username\nmax@plant.example,max\nada@works.example,ada\n')

  expect(data.changes).toEqual([
    { username: 'max', change: 'added' },
    { username: 'ada', change: 'changed' },
  ])
  expect(data.plant).toContain('{ username: ada, email: ada@works.example }')
  expect(next).toEqual(['ign stack generate plant.yaml -o DIR'])
})

it('tells what the plant does not take where the list has it', async () => {
  const list = 'username;email;roles\nmax;ADA@plant.example;\neva;eva@plant.example;queen\n'

  expect(await problems(list)).toEqual([
    'people.csv:2:5: error stack.duplicate-name at integrations.oidc.users[1].email: two users have the email "ADA@plant.example"',
    expect.stringMatching(/^people\.csv:3:23: error stack\.unknown-role at integrations\.oidc\.users\[2\]\.roles/),
  ])
})

it('changes no plant that has errors already', async () => {
  expect(await problems('username,email\nmax,max@plant.example\n', text.replace('keycloak', 'keycload'))).toEqual([
    expect.stringContaining('plant.yaml:4:16: error stack.unknown-service'),
  ])
})
