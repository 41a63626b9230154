import { describe, expect, test } from 'vitest'
import { makeSite } from '../../test/support/site.ts'

const plant = `# with a sign-in
version: 1
name: demo
services:
  login: { uses: keycloak }
  charts: { uses: grafana }
`

describe('users of a spreadsheet', () => {
  test('come into the plant file, whose comments stay', async () => {
    const { browser } = await makeSite()
    const users = 'username;email;roles\nada;ada@plant.example;grafana-admin\n'

    const { status, body } = await browser().post('/stacks/users', { plant, users })

    expect(status).toBe(200)
    expect(body.changes).toEqual([{ username: 'ada', change: 'added' }])
    expect(body.plant).toContain('# with a sign-in')
    expect(body.plant).toContain('ada@plant.example')
  })

  test('D-A15: are refused with every problem and its line, and nothing is echoed that looks like a password', async () => {
    const { browser } = await makeSite()
    const users = 'username,email,password\n"Ada, the first",not-an-address,hunter2\n,x@plant.example,\n'

    const { status, body } = await browser().post('/stacks/users', { plant, users })

    expect(status).toBe(422)
    expect(body.code).toBe('stack.users-invalid')
    expect(body.issues.map(({ line }: { line: number }) => line)).toEqual(expect.arrayContaining([2, 3]))
    expect(JSON.stringify(body)).not.toContain('hunter2')
  })

  test.each([{}, { plant }, { plant, users: 5 }, { plant: 5, users: '' }])(
    'need a body of the form: %j',
    async (body) => {
      const { browser } = await makeSite()

      expect((await browser().post('/stacks/users', body)).status).toBe(400)
    },
  )
})

describe('a stack of an older client', () => {
  const text = JSON.stringify({
    instances: [{ app_id: 'postgres', instance_name: 'db', config: { password: 'hunter2-hunter2' } }],
    global_settings: { stack_name: 'older' },
  })

  test('becomes a plant file; its passwords go into the vault', async () => {
    const { signedIn } = await makeSite()
    const ada = await signedIn('ada', 'engineer')

    const { status, body } = await ada.post('/stacks/convert', { text })

    expect(status).toBe(200)
    expect(body.plant).toContain('name: older')
    expect(body.plant).not.toContain('hunter2')
    expect(body.vault).toHaveLength(1)
  })

  test('needs an engineer, because the vault is written', async () => {
    const { browser, signedIn } = await makeSite()

    expect((await browser().post('/stacks/convert', { text })).status).toBe(401)
    expect((await (await signedIn('vic', 'viewer')).post('/stacks/convert', { text })).status).toBe(403)
  })
})
