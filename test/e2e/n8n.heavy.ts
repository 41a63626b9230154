import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Browser } from './support/browser.ts'
import { isRequired, missingEngine, RunningStack } from './support/stack.ts'

// its packages need some GB: `test/e2e/images/build.sh --only n8n` makes the image, `npm run test:heavy` starts this
const missing = missingEngine('n8nio/n8n:2.41.3')

describe.skipIf(missing !== undefined && !isRequired)('n8n with queues on a real engine', () => {
  const stack = new RunningStack(join(import.meta.dirname, 'plants', 'n8n.yaml'))
  const instances = ['flows', 'other-flows']

  beforeAll(() => {
    stack.generate()
    stack.up()
  })

  afterAll(() => stack.destroy())

  const address = (instance: string, path: string): string => `https://${instance}.flows.internal:25443${path}`
  const visitor = () => new Browser(stack.secret('stack-ca.crt'))
  const signIn = (browser: Browser, instance: string, password = stack.secret(`${instance}.owner-password`)) =>
    browser.send(address(instance, '/rest/login'), { emailOrLdapLoginId: 'owner@flows.internal', password })

  /** What the owner's browser sends; the data of the answer. */
  const asOwner = async (instance: string) => {
    const browser = visitor()
    await signIn(browser, instance)
    return async (path: string, value: unknown): Promise<Record<string, string>> => {
      const { status, body } = await browser.send(address(instance, path), value)
      expect(status, body).toBe(200)
      return (JSON.parse(body) as { data: Record<string, string> }).data
    }
  }

  it('carries current on every wire', () => {
    const { exitCode, probes } = stack.verify()

    expect(probes.filter((probe) => !probe.ok)).toEqual([])
    expect(probes.map(({ wire }) => wire)).toEqual(
      expect.arrayContaining([
        'flows.cache.jobs',
        'other-flows.cache.other-jobs',
        ...instances.flatMap((name) => [
          `${name}.database.history`,
          `${name}.mail.post`,
          `${name}.metrics.metrics`,
          `${name}.reverse-proxy.proxy`,
        ]),
      ]),
    )
    expect(exitCode).toBe(0)
  })

  it.each(instances)('lets in the owner of the plant file and nobody else: %s', async (instance) => {
    const settings = await visitor().open(address(instance, '/rest/settings'))

    await expect(signIn(visitor(), instance)).resolves.toMatchObject({ status: 200 })
    await expect(signIn(visitor(), instance, 'wrong-password')).resolves.toMatchObject({ status: 401 })
    await expect(visitor().open(address(instance, '/rest/workflows'))).resolves.toMatchObject({ status: 401 })
    // a visitor cannot become the owner
    expect(settings.body).toContain('"showSetupOnFirstLoad":false')
  })

  it.each(instances)('has a worker carry out what a webhook starts: %s', async (instance) => {
    const ask = await asOwner(instance)
    const { id, versionId } = await ask('/rest/workflows', {
      name: 'echo',
      nodes: [
        {
          id: 'webhook',
          name: 'Webhook',
          type: 'n8n-nodes-base.webhook',
          typeVersion: 2,
          position: [0, 0],
          webhookId: 'line',
          parameters: { path: 'line', responseMode: 'lastNode' },
        },
      ],
      connections: {},
      settings: {},
    })
    await ask(`/rest/workflows/${id}/activate`, { versionId })

    // the webhook is there a moment after the workflow
    const answer = await vi.waitUntil(
      async () => {
        const page = await visitor().open(address(instance, '/webhook/line?speed=4711'))
        return page.status !== 404 && page
      },
      { timeout: 30_000, interval: 500 },
    )

    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('"speed":"4711"') })
    await vi.waitFor(() => {
      const { stdout } = stack.compose('logs')
      expect(stdout).toMatch(new RegExp(`^${instance}-worker-\\d.* Worker finished execution`, 'm'))
    })
  })

  it('sends an invitation by the mail server of the stack', async () => {
    const ask = await asOwner('flows')

    const [invited] = Object.values(
      await ask('/rest/invitations', [{ email: 'ada@flows.internal', role: 'global:member' }]),
    )

    expect(invited).toMatchObject({ user: { email: 'ada@flows.internal', emailSent: true } })
    const inbox = `http://operator:${stack.secret('operator-password')}@127.0.0.1:8025/api/v1/messages`
    const { messages } = JSON.parse(stack.exec('post', 'wget', '-q', '-O', '-', inbox).stdout) as {
      messages: { To: { Address: string }[]; From: { Address: string } }[]
    }
    expect(messages).toContainEqual(
      expect.objectContaining({
        To: [expect.objectContaining({ Address: 'ada@flows.internal' })],
        From: expect.objectContaining({ Address: 'noreply@flows.internal' }),
      }),
    )
  })

  it('shows that the queue is gone, and nothing else', () => {
    stack.compose('stop', 'jobs')

    // n8n gives up after 10 s without its queue, and would then be missing itself
    const { exitCode, probes } = stack.verify()

    expect(probes.filter((probe) => !probe.ok).map(({ wire }) => wire)).toEqual(['flows.cache.jobs'])
    expect(exitCode).toBe(8)
  })
})
