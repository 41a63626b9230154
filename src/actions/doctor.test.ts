import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type TestContext, testContext } from '../../test/support/context.ts'
import { startFakeEngine } from '../../test/support/fake-engine.ts'
import { temporaryFolder } from '../../test/support/temporary.ts'
import { doctor } from './doctor.ts'

const examine = (context = testContext()) => doctor.run({}, context)

const checkOf = async (what: RegExp, context?: TestContext) =>
  (await examine(context)).data.checks.find((check) => what.test(check.what))

describe('the doctor', () => {
  test('finds this Node', async () => {
    expect(await checkOf(/Node/)).toMatchObject({ ok: true, found: process.versions.node })
  })

  test('finds an engine that answers', async () => {
    const { dockerHost } = await startFakeEngine()

    expect(await checkOf(/engine/, testContext({ dockerHost }))).toEqual({
      what: 'container engine',
      ok: true,
      found: '20.10.24',
    })
  })

  test.each(['unix:///nonexistent/docker.sock', 'ssh://somewhere'])(
    'says what is wrong with an engine at %s, and what to do',
    async (dockerHost) => {
      const { exitCode, data } = await examine(testContext({ dockerHost }))

      expect(data.checks.find(({ what }) => what === 'container engine')).toMatchObject({
        ok: false,
        found: expect.stringContaining(dockerHost),
        hint: expect.stringMatching(/DOCKER_HOST|unix:/),
      })
      expect(exitCode).toBe(3)
    },
  )

  test('does not make the home to look at it', async () => {
    const home = join(temporaryFolder(), 'a', 'b', 'home')

    expect(await checkOf(/vault/, testContext({ home }))).toMatchObject({
      ok: true,
      found: `${home} (made when it is needed)`,
    })
  })

  test.skipIf(process.platform === 'win32')('finds a home that others can look into', async () => {
    const home = join(temporaryFolder(), 'home')
    mkdirSync(home)
    chmodSync(home, 0o755)
    expect(await checkOf(/vault/, testContext({ home }))).toMatchObject({
      ok: false,
      hint: `Close it: chmod 700 ${home}`,
    })

    chmodSync(home, 0o700)
    expect(await checkOf(/vault/, testContext({ home }))).toMatchObject({ ok: true })
  })

  test('finds a home that cannot be', async () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')

    expect(await checkOf(/vault/, testContext({ home: join(file, 'home') }))).toMatchObject({ ok: false })
  })
})
