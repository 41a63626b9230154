import type { BrowserContext, Page, Route } from 'playwright-core'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { unzip } from '../../support/unzip.ts'
import type { Asker } from '../support/asker.ts'
import { inEachTheme, reasonOf, seriousFaults, takePicture } from '../support/console.ts'
import { describeInBrowser } from '../support/console-in-browser.ts'
import { type Seeded, seededConsole } from '../support/seeded-console.ts'

describeInBrowser('plants that the server keeps', () => {
  const ign = seededConsole()
  let context: BrowserContext
  let page: Page
  let asker: Asker
  let seeded: Seeded

  beforeAll(async () => {
    seeded = ign.seeded
    asker = ign.asker(await ign.newContextOf('ada'))
  })

  const enter = async (name: string) => {
    const made = await ign.newContextOf(name)
    return { made, first: await ign.newPage(made) }
  }
  beforeEach(async () => {
    const { made, first } = await enter('ada')
    context = made
    page = first
  })
  afterEach(() => context.close())

  const open = (path: string, on = page) => on.goto(`${ign.url}${path}`)
  const button = (name: string, on = page) => on.getByRole('button', { name, exact: true })
  const seen = (name: string, on = page) =>
    inEachTheme(on, async (theme) => {
      await takePicture(on, `saved-plants/${name}-${theme}`)
      expect(await seriousFaults(on), `${name}, ${theme}`).toEqual([])
    })

  describe('home', () => {
    const attention = () => page.getByRole('region', { name: 'Needs attention' })

    it('names plants that nobody has verified, and wires that are made by hand, and leads to both', async () => {
      await open('/')

      await page
        .getByRole('row', { name: /^bottling/ })
        .getByText('2 by hand')
        .waitFor()
      await attention().getByText('bottling was never verified').waitFor()
      // nothing is wrong with it, so it is not counted as if something were
      expect(await attention().locator('.count').textContent()).toBe('2')
      await seen('home-calm')
      await attention().getByRole('link', { name: 'Open the wires: bottling: 2 wires to be made by hand' }).click()
      await expect.poll(() => page.getByRole('combobox', { name: 'Wires' }).inputValue()).toBe('open')
      await page.goBack()
      await attention().getByRole('link', { name: 'Verify: bottling was never verified' }).click()

      await button('Verify every wire').waitFor()
      expect(new URL(page.url()).searchParams.get('plant')).toBe(seeded.bottling)
    })

    it('is calm when nothing is left to do, and not before', async () => {
      const calm = page.getByText('Nothing needs a hand.')
      const { items } = await asker.get<{ items: readonly { id: string; version: number; summary: object }[] }>(
        '/plants',
      )
      const [plant] = items.filter(({ id }) => id === seeded.bottling)
      const answer = (one: object) => (route: Route) => route.fulfill({ json: { items: [one], nextCursor: null } })
      const whole = { ...plant, summary: { ...plant?.summary, manual: 0 } }
      const proof = { job: 'run', at: '2026-03-01T06:00:00Z', version: plant?.version, passed: 20, failed: 0 }
      await page.route(/plants\?/, answer(whole))
      await open('/')
      await page
        .getByRole('row', { name: /^bottling/ })
        .getByText('To be verified')
        .waitFor()
      expect(await calm.count()).toBe(0)

      await page.route(/plants\?/, answer({ ...whole, proof }))

      await calm.waitFor()
      await page
        .getByRole('row', { name: /^bottling/ })
        .getByText('Nothing to do')
        .waitFor()
    })
  })

  describe('a stack of an older client', () => {
    const stack = JSON.stringify({
      instances: [{ app_id: 'postgres', instance_name: 'db', config: { password: 'carried over 2024' } }],
      global_settings: { stack_name: 'older' },
    })
    const file = (name: string) => ({ name, mimeType: 'application/json', buffer: Buffer.from(stack) })

    it.each([
      ['home', '/'],
      ['the builder', '/stack'],
    ])('is brought to %s and becomes a plant with its passwords', async (where, path) => {
      await open(path)
      await button(where === 'home' ? 'Import' : 'Open').waitFor()

      // another name for another try
      await page.locator('input[accept*=ignstack]').setInputFiles(file(`older ${where} ${Date.now()}.json`))

      await expect.poll(() => new URL(page.url()).searchParams.get('plant')).toMatch(/^[0-9a-f]+$/)
      await page.locator('.node', { hasText: 'db' }).waitFor()
      const { csrf } = await ign.asker(context).get<{ csrf: string }>('/session')
      const plant = new URL(page.url()).searchParams.get('plant')
      const address = `${ign.url}/api/v1/plants/${plant}/download`
      const zip = await context.request.post(address, { data: {}, headers: { 'x-csrf-token': csrf } })
      const files = [...(await unzip(await zip.body())).values()]
      expect(files.map(({ content }) => content)).toContain('carried over 2024')
    })
  })

  describe('a version with errors', () => {
    it('is saved, and says what it is: in the bar, in the list of versions, and with the way to its problems', async () => {
      const text = 'version: 1\nname: rinsing\nservices:\n  mail: { uses: mailpit, ports: { http: 8025 } }\n'
      const { id } = await asker.send<{ id: string }>('POST', '/plants', { name: 'rinsing', text })
      await open(`/stack/file?plant=${id}`)
      const editor = page.getByRole('textbox', { name: 'Plant file' })
      await editor.click()
      await page.keyboard.press('ControlOrMeta+End')
      await page.keyboard.type('  charts: { uses: grafana, ports: { http: 8025 } }')
      await page.keyboard.press('Enter')

      await page.keyboard.press('ControlOrMeta+s')
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()

      const bar = page.getByRole('status').filter({ hasText: 'it cannot be generated' })
      await bar.waitFor()
      expect(await bar.textContent()).toMatch(/Version 2 is saved with \d problems?; it cannot be generated/)
      await page
        .getByRole('status')
        .filter({ hasText: /^Version 2, saved with \d problem/ })
        .waitFor()
      await seen('saved-with-errors')
      await button('Hide problems and files').click()
      await bar.getByRole('button', { name: 'Open the problems' }).click()
      await page.getByRole('list', { name: 'Problems' }).waitFor()

      await page.getByRole('link', { name: 'Versions' }).click()
      const line = page.getByRole('listitem').filter({ hasText: 'newest' })
      await line.getByText(/saved with \d problems?; it cannot be generated/).waitFor()
      await seen('version-with-errors')
      await page.getByRole('link', { name: 'Open the problems' }).click()
      await bar.waitFor()
    })
  })

  describe('the project name', () => {
    const warning = () => page.getByRole('status').filter({ hasText: 'they would fight over containers and volumes' })

    it('is told beside the name of the plant, and where another plant has it too', async () => {
      const { text } = await asker.get<{ text: string }>(`/plants/${seeded.utilities}`)
      const { id } = await asker.send<{ id: string }>('POST', '/plants', { name: 'cooling', text })
      await open(`/stack?plant=${id}`)
      await warning().waitFor()
      expect(await warning().textContent()).toContain('The project name monitoring is that of utilities too')
      await page.getByText('On this server the plant is called cooling.').waitFor()
      await seen('project-shared')

      await open('/')
      await page.getByText('cooling, utilities have the same project name, monitoring').waitFor()
      await page
        .getByRole('row', { name: /^utilities/ })
        .getByText('version 1, project monitoring')
        .waitFor()
      await seen('home-shared')

      await open(`/stack?plant=${id}`)
      await page.getByLabel('Project name').fill('cooling')
      await page.keyboard.press('ControlOrMeta+s')
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
      await warning().waitFor({ state: 'detached' })
      expect(await page.getByText('On this server the plant is called').count()).toBe(0)
    })

    it('cannot be emptied, nor can that of a service: the problem shows, and what was there stays', async () => {
      await open(`/stack/file?plant=${seeded.utilities}`)
      const name = page.getByLabel('Project name')
      const editor = page.getByRole('textbox', { name: 'Plant file' })
      await editor.getByText('monitoring').first().waitFor()
      const settings = page.getByRole('complementary', { name: 'Plant settings' })
      const field = settings.locator('[data-field="Project name"]')
      expect(await field.getByRole('button').count()).toBe(0)

      await name.fill('')

      await field.getByText('This is needed; until something else stands here it stays monitoring').waitFor()
      expect(await name.getAttribute('aria-invalid')).toBe('true')
      await page.getByRole('status').filter({ hasText: 'Version 1, saved' }).waitFor()
      await seen('name-needed')
      await name.fill('monitor')
      await editor.getByText('monitor', { exact: true }).waitFor()
      await page.keyboard.press('ControlOrMeta+z')

      await open(`/stack?plant=${seeded.utilities}&service=charts`)
      await page.getByRole('button', { name: 'charts', exact: true }).click()
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').filter({ hasText: 'beginning with a letter' }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('complementary', { name: 'charts' }).waitFor()
    })

    it('of a copy is its own', async () => {
      await open(`/?do=duplicate&of=${seeded.utilities}`)
      await page.getByRole('dialog').getByText('a project name and secrets of its own').waitFor()
      await page.getByLabel('New name').fill('Utilities, north')
      await page.getByRole('dialog').getByRole('button', { name: 'Duplicate' }).click()

      await page
        .getByRole('row', { name: /^Utilities, north/ })
        .getByText('project utilities-north')
        .waitFor()
    })
  })

  describe('a verification that was cut off', () => {
    const lost = (steps: { done: number; total: number }) => ({
      id: 'cut-off',
      action: 'stack.verify',
      title: 'Verify every wire of bottling',
      plant: seeded.bottling,
      state: 'lost',
      steps,
      startedAt: '2026-03-01T06:00:00.000Z',
      startedBy: 'user:ada',
      endedAt: '2026-03-01T06:00:09.000Z',
      result: null,
      error: { code: 'job.lost', message: 'the server that ran it has ended' },
    })
    const answering = async (wires: readonly string[], done: readonly string[]) => {
      const job = lost({ done: done.length, total: wires.length })
      const probe = (wire: string) => ({ wire, what: 'a login', ok: true, ms: 12, evidence: 'let in', at: job.endedAt })
      const events = [['begun', { wires }], ...done.map((wire) => ['probe', probe(wire)]), ['end', job]] as const
      const body = events.map(([kind, data], at) => `id: ${at}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`)
      await page.route(/jobs\?/, (route) => route.fulfill({ json: { items: [job], nextCursor: null } }))
      await page.route(/jobs\/cut-off$/, (route) => route.fulfill({ json: job }))
      await page.route(/jobs\/cut-off\/events/, (route) =>
        route.fulfill({ contentType: 'text/event-stream', body: body.join('') }),
      )
    }
    const banner = () => page.getByRole('status').filter({ hasText: 'The last verification was cut off on 1 Mar 2026' })

    it('says so, with what it had shown, and not that the stack does not run', async () => {
      const { wires } = await asker.send<{ wires: readonly { id: string; status: string }[] }>(
        'POST',
        '/stacks/outline',
        {
          plant: (await asker.get<{ text: string }>(`/plants/${seeded.bottling}`)).text,
        },
      )
      const tried = wires.filter(({ status }) => status === 'automatic').map(({ id }) => id)
      await answering(tried, tried.slice(0, 2))
      await open(`/stack/verify?plant=${seeded.bottling}`)

      await banner().getByText(`2 of ${tried.length} wires had answered by then`).waitFor()
      await page.getByRole('listitem').filter({ hasText: '2 proven' }).waitFor()
      expect(await page.getByText('docker compose up').count()).toBe(0)
      await seen('verify-cut-off')
      await page.unrouteAll({ behavior: 'ignoreErrors' })
      await button('Verify again').click()

      await banner().waitFor({ state: 'detached' })
    })

    it('that had shown nothing says that', async () => {
      await answering([], [])
      await open(`/stack/verify?plant=${seeded.bottling}`)

      await page.getByRole('heading', { name: 'No wire had answered yet' }).waitFor()
      expect(await page.getByText('docker compose up').count()).toBe(0)
      await seen('verify-cut-off-early')
    })
  })

  describe('while the server is away', () => {
    const away = () => page.route(/\/(api|healthz)/, (route) => route.abort())
    const back = () => page.unrouteAll({ behavior: 'ignoreErrors' })
    const card = (name: string) => page.locator('.node', { has: page.getByText(name, { exact: true }) })

    it.each(['draft', 'plant'])('saving a %s is shut and says why, and opens by itself', async (of) => {
      const isDraft = of === 'draft'
      await open(isDraft ? '/stack' : `/stack?plant=${seeded.utilities}`)
      const save = button(isDraft ? 'Save as plant' : 'Save')
      if (isDraft) await page.getByRole('button', { name: /^Mailpit/ }).click()
      else {
        await card('mail').click()
        await page.keyboard.press('d')
      }
      await card(isDraft ? 'mailpit' : 'mail-2').waitFor()
      await expect.poll(() => save.isEnabled()).toBe(true)

      await away()

      await expect.poll(() => save.isDisabled(), { timeout: 15_000 }).toBe(true)
      expect(await reasonOf(save)).toMatch(/The server does not answer. Your draft is kept in this browser/)
      await save.focus()
      await seen(`save-away-${of}`)
      await page.keyboard.press('ControlOrMeta+s')
      expect(await page.getByRole('dialog').count()).toBe(0)
      await back()
      await expect.poll(() => save.isEnabled(), { timeout: 15_000 }).toBe(true)
    })

    it('a dialog that is open already keeps what is typed, and sends it later', async () => {
      await open(`/stack?plant=${seeded.utilities}`)
      await card('mail').click()
      await page.keyboard.press('d')
      await page.keyboard.press('ControlOrMeta+s')
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('What is new').fill('a second inbox')
      await away()
      await dialog.getByText('The server does not answer').waitFor()
      expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
      await seen('save-away-dialog')

      await back()
      await dialog.getByText('The server does not answer').waitFor({ state: 'detached' })
      await dialog.getByRole('button', { name: 'Save' }).click()

      await page.getByRole('status').filter({ hasText: 'Version 2, saved' }).waitFor()
    })
  })

  describe('a link to a plant that is gone', () => {
    const make = async (name: string) => {
      const text = `version: 1\nname: ${name}\nservices:\n  mail: { uses: mailpit }\n`
      return (await asker.send<{ id: string }>('POST', '/plants', { name, text })).id
    }
    const remove = async (id: string, name: string) => {
      await open(`/?do=remove&of=${id}`)
      await page.getByRole('dialog').getByRole('textbox').fill(name)
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    const heading = (on = page) => on.getByRole('heading', { name: 'This plant is not here' })

    it('says who has removed it and when, and brings back what this browser has of it', async () => {
      const id = await make('racking')
      await open(`/stack?plant=${id}`)
      await page.getByLabel('Domain').fill('racking.example')
      await page.getByRole('status').filter({ hasText: 'Changed since version 1' }).waitFor()
      await remove(id, 'racking')
      await open(`/stack?plant=${id}`)
      await heading().waitFor()
      await page.getByText(/^ada removed it .+ \(\d+ \w+ \d{4} \d\d:\d\d\)\.$/).waitFor()
      await seen('gone-with-draft')

      await button('Open the draft of it').click()

      await expect.poll(() => page.getByLabel('Domain').inputValue()).toBe('racking.example')
      expect(new URL(page.url()).search).toBe('')
    })

    it('does not put its draft over another one', async () => {
      const id = await make('labelling')
      await open('/stack')
      await page.getByRole('button', { name: /^Mailpit/ }).click()
      await page.locator('.node', { hasText: 'mailpit' }).waitFor()
      await open(`/stack?plant=${id}`)
      await page.getByLabel('Domain').fill('labelling.example')
      await page.getByRole('status').filter({ hasText: 'Changed since version 1' }).waitFor()
      await remove(id, 'labelling')
      await open(`/stack/versions?plant=${id}`)

      expect(await reasonOf(button('Open the draft of it'))).toMatch(/The builder holds another draft/)
      const waiting = page.waitForEvent('download')
      await button('Download the draft').click()
      expect((await waiting).suggestedFilename()).toBe('plant.yaml')
    })

    it('says what may be the reason to those who may not read the audit', async () => {
      const { made, first: hers } = await enter('grace')
      await open('/stack?plant=one', hers)

      await heading(hers).waitFor()
      await hers
        .getByText('It was removed, or it never existed on this server, or your role may not read it.')
        .waitFor()
      expect(await button('Open the draft of it', hers).count()).toBe(0)
      await seen('gone', hers)
      await hers.getByRole('link', { name: 'Open the plants' }).click()
      await hers.getByRole('heading', { name: 'Plants' }).waitFor()
      await made.close()
    })

    it('says to an administrator that the audit knows nothing of it', async () => {
      await open('/stack?plant=one')

      await page
        .getByText('It never existed on this server, or it was removed longer ago than the audit remembers.')
        .waitFor()
    })
  })

  describe("a password of one's own", () => {
    it('is taken in, referred to, told in the audit, and never shown again', async () => {
      const text = 'version: 1\nname: packing\nservices:\n  charts: { uses: grafana }\n'
      const { id } = await asker.send<{ id: string }>('POST', '/plants', { name: 'packing', text })
      await open(`/stack?plant=${id}&service=charts`)
      await button('Give a value of your own: Password').click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Value', { exact: true }).fill('mine for the charts')
      expect(await dialog.getByLabel('Value', { exact: true }).getAttribute('type')).toBe('password')
      await seen('secret-value')
      await dialog.getByRole('button', { name: 'Keep it' }).click()

      await page.getByRole('status').filter({ hasText: 'kept as vault:charts.password' }).waitFor()
      expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('vault:charts.password')
      await seen('secret-kept')
      expect(await page.content()).not.toContain('mine for the charts')
      const { items } = await asker.get<{ items: readonly object[] }>('/audit?action=plant.secret-keep')
      expect(items).toMatchObject([{ actor: 'user:ada', target: `${id}, charts.password`, outcome: 'done' }])
      expect(JSON.stringify(items)).not.toContain('mine for the charts')
    })

    it('is for engineers and for plants that are kept', async () => {
      const { made, first: his } = await enter('walter')
      await open(`/stack?plant=${seeded.utilities}&service=charts`, his)
      const give = (on = page) => button('Give a value of your own: Password', on)

      expect(await reasonOf(give(his))).toBe('Secrets take the role engineer; yours is viewer.')
      await made.close()
      await open('/stack')
      await button('Grafana').click()
      await expect.poll(() => reasonOf(give())).toMatch(/Save as a plant first/)
    })
  })

  describe('what is shut', () => {
    const shut = [
      { what: 'saving', path: () => `/stack?plant=${seeded.bottling}`, name: 'Save', says: /role engineer/ },
      {
        what: 'verifying',
        path: () => `/stack/verify?plant=${seeded.utilities}`,
        name: 'Verify again',
        says: /role operator/,
      },
      { what: 'importing', path: () => '/', name: 'Import', says: /role engineer/ },
    ] as const

    it.each(shut)('$what tells a viewer why, by keyboard and by pointer', async ({ what, path, name, says }) => {
      const { made, first: his } = await enter('walter')
      await open(path(), his)
      const control = button(name, his)
      const words = his.getByRole('tooltip')
      await control.waitFor()
      expect(await words.count()).toBe(0)

      await control.focus()

      await words.waitFor()
      expect(await words.textContent()).toMatch(says)
      expect(await control.getAttribute('aria-disabled')).toBe('true')
      await seen(`shut-${what}`, his)
      await his.keyboard.press('Escape')
      await words.waitFor({ state: 'hidden' })
      await his.keyboard.press('Enter')
      expect(await his.getByRole('dialog').count()).toBe(0)

      await control.blur()
      await control.hover()
      await words.waitFor()
      await words.hover()
      expect(await words.isVisible()).toBe(true)
      await his.mouse.move(700, 880)
      await words.waitFor({ state: 'hidden' })
      await made.close()
    })

    it('an entry of a menu tells why, and the menu stays open for it', async () => {
      const { made, first: his } = await enter('walter')
      await open('/', his)
      await button('More about utilities', his).click()

      await his.keyboard.press('ArrowDown')
      await button('Duplicate', his).click({ force: true })

      await his.getByRole('tooltip').filter({ hasText: 'role engineer' }).waitFor()
      expect(await reasonOf(button('Remove', his))).toMatch(/role engineer; yours is viewer/)
      await seen('shut-menu', his)
      await made.close()
    })

    it('a finger learns it from a tap', async () => {
      const made = await ign.newContextOf('walter', { hasTouch: true })
      const his = await made.newPage()
      await open('/', his)

      await button('Import', his).tap({ force: true })

      await his.getByRole('tooltip').filter({ hasText: 'role engineer' }).waitFor()
      await made.close()
    })
  })
})
