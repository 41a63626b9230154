import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modl, sha256 } from '../support/archives.ts'
import { unzip } from '../support/unzip.ts'
import { password } from './support/asker.ts'
import { browserProgram, reasonOf, seriousFaults, takePicture } from './support/console.ts'
import { ConsoleInBrowser, describeInBrowser, duringTests } from './support/console-in-browser.ts'
import { isRequired, missingEngine } from './support/stack.ts'

const program = join(import.meta.dirname, '../../bin/ign.js')
const filePassword = 'carried in a closed box'

const stores = `version: 1
name: bottling
services:
  history: { uses: postgres }
  broker: { uses: mosquitto }
`
const gateway = `version: 1
name: line
services:
  gw: { uses: ignition, options: { acceptEula: true } }
`

/** A folder with `ign` and a home of its own: another machine. */
class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), 'ign-other-'))

  ign(...words: string[]): string {
    const environment = { ...process.env, IGN_HOME: join(this.folder, 'home') }
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
      cwd: this.folder,
      encoding: 'utf8',
      env: environment,
    })
    if (status !== 0) throw new Error(stderr)
    return stdout
  }

  write(name: string, content: string | Buffer): string {
    const path = join(this.folder, name)
    writeFileSync(path, content)
    return path
  }

  async zip(name: string) {
    return contentsOf(join(this.folder, name))
  }
}

const contentsOf = async (path: string) =>
  new Map([...(await unzip(readFileSync(path)))].map(([name, { content }]) => [name, content]))

/** A server with an administrator, and the page in which she is signed in. */
class Console extends ConsoleInBrowser {
  page!: Page

  async openPage(): Promise<Page> {
    const context = await this.newContext()
    await this.setUp(context)
    this.page = await this.newPage(context)
    return this.page
  }

  /** Keeps a plant and opens it. */
  async keep(name: string, text: string): Promise<void> {
    const { page } = this
    await page.goto(this.url)
    await page.locator('input[type=file][aria-label="Import"]').setInputFiles({
      name: `${name}.yaml`,
      mimeType: 'application/yaml',
      buffer: Buffer.from(text),
    })
    await page.waitForURL(/\/stack\?plant=/)
    await page.locator('.node').first().waitFor()
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+s')
    await this.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await this.page
      .getByRole('status')
      .filter({ hasText: /Version \d+, saved/ })
      .waitFor()
  }

  async download(click: () => Promise<void>): Promise<{ path: string; name: string }> {
    const waiting = this.page.waitForEvent('download')
    await click()
    const file = await waiting
    return { path: await file.path(), name: file.suggestedFilename() }
  }

  async take(way: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name: 'Take along' }).click()
    await this.page.getByRole('button', { name: way }).click()
  }

  async setTheme(theme: 'light' | 'dark'): Promise<void> {
    await this.page.evaluate((one) => localStorage.setItem('plantwright.theme', one), theme)
    await this.page.reload()
    await this.page.locator('.node').first().waitFor()
  }

  /** A picture in each theme, and what the page breaks in them. */
  async look(name: string, open: () => Promise<void>): Promise<string[]> {
    const faults: string[] = []
    for (const theme of ['dark', 'light'] as const) {
      await this.setTheme(theme)
      await open()
      await takePicture(this.page, `${name}-${theme}`)
      faults.push(...(await seriousFaults(this.page)))
    }
    return faults
  }
}

describeInBrowser('what travels in the console', () => {
  const settings = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' }
  const console = duringTests(new Console(), { start: () => ({ settings }) })
  const other = new Machine()
  let page: Page

  beforeAll(async () => {
    page = await console.openPage()
  })

  afterAll(() => rmSync(other.folder, { recursive: true, force: true }))

  const projectNow = async () => {
    const { path, name } = await console.download(() => page.getByRole('button', { name: 'Download' }).click())
    return { name, files: await contentsOf(path) }
  }

  it('downloads a saved plant with the same secrets every time, and says why it does not', async () => {
    await console.keep('Bottling', stores)

    const first = await projectNow()
    const second = await projectNow()

    expect(first.name).toBe('bottling.zip')
    expect(second.files).toEqual(first.files)
    await page.locator('.node', { hasText: 'broker' }).click()
    await page.keyboard.press('d')
    const download = page.getByRole('button', { name: 'Download' })
    await expect.poll(() => download.isDisabled()).toBe(true)
    expect(await reasonOf(download)).toContain('Save first')
    await page.keyboard.press('ControlOrMeta+z')
    await expect.poll(() => download.isEnabled()).toBe(true)

    const { path } = await console.download(() => console.take(/^Project with new secrets/))
    const secret = 'secrets/history.superuser-password'
    expect((await contentsOf(path)).get(secret)).not.toBe(first.files.get(secret))
    const faults = await console.look('take-along', () => page.getByRole('button', { name: 'Take along' }).click())
    expect(faults).toEqual([])
  })

  it('closes a plant into a file that the command line opens, and makes the same project of', async () => {
    const here = (await projectNow()).files
    const open = () => console.take(/^Stack file/)
    expect(await console.look('export', open)).toEqual([])
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Password of the file').fill(filePassword)
    await dialog.getByLabel('The same once more').fill('something else')
    await dialog.getByText('The two passwords differ').waitFor()
    expect(await dialog.getByRole('button', { name: 'Download the file' }).isDisabled()).toBe(true)
    await dialog.getByLabel('The same once more').fill(filePassword)

    const { path, name } = await console.download(() =>
      dialog.getByRole('button', { name: 'Download the file' }).click(),
    )

    expect(name).toBe('bottling.ignstack')
    other.write('bottling.ignstack', readFileSync(path))
    other.write('password.txt', filePassword)
    other.ign('stack', 'import', 'bottling.ignstack', '--password-file', 'password.txt', '-o', 'plant.yaml')
    other.ign('stack', 'bundle', 'plant.yaml', '-o', 'there.zip')
    expect(await other.zip('there.zip')).toEqual(here)
  })

  it('opens what the command line has closed, after a wrong password was told as that', async () => {
    const data = await modl('com.example.demo')
    mkdirSync(join(other.folder, 'modules'), { recursive: true })
    other.write('modules/demo.modl', data)
    const withModule = gateway.replace(
      'acceptEula: true',
      `acceptEula: true, thirdPartyModules: [{ id: com.example.demo, file: modules/demo.modl, sha256: ${sha256(data)}, acceptLicense: true, acceptCertificate: true }]`,
    )
    other.write('line.yaml', withModule)
    other.ign('stack', 'export', 'line.ignstack', '--plant', 'line.yaml', '--password-file', 'password.txt')
    other.ign('stack', 'bundle', 'line.yaml', '-o', 'line.zip')
    await page.goto(console.url)
    const choose = () =>
      page.locator('input[type=file][aria-label="Import"]').setInputFiles(join(other.folder, 'line.ignstack'))
    await choose()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name of the plant').fill('Line 1')
    await dialog.getByLabel('Password of the file').fill('not this one')
    await dialog.getByRole('button', { name: 'Import' }).click()

    const told = dialog.getByRole('alert')
    await told.filter({ hasText: 'The password does not open the file' }).waitFor()
    expect(await told.textContent()).toContain('Try again')
    await takePicture(page, 'import-wrong-password')
    expect(await seriousFaults(page)).toEqual([])
    await dialog.getByLabel('Password of the file').fill(filePassword)
    await dialog.getByRole('button', { name: 'Import' }).click()
    await page.waitForURL(/\/stack\?plant=/)
    await page.locator('.node', { hasText: 'gw' }).waitFor()

    expect((await projectNow()).files).toEqual(await other.zip('line.zip'))
  })

  it('takes a module by reference with its checksum, and has it in the project', async () => {
    await console.keep('Gateway', gateway)
    const data = await modl('com.example.demo')
    await page.locator('.node', { hasText: 'gw' }).click()
    const choose = page.locator('input[type=file][aria-label="Choose a .modl file"]')
    await choose.setInputFiles({
      name: 'broken.modl',
      mimeType: '',
      buffer: Buffer.from('no module at all, but a text'),
    })
    await page.getByRole('alert').filter({ hasText: 'broken.modl was not taken' }).waitFor()
    await page.getByText('is no ZIP archive').scrollIntoViewIfNeeded()
    await takePicture(page, 'module-refused')
    expect(await seriousFaults(page)).toEqual([])

    await choose.setInputFiles({ name: 'demo.modl', mimeType: '', buffer: data })
    const module = page.getByRole('list', { name: 'Modules of the plant' }).getByRole('listitem')
    await module.getByText('kept here').waitFor()
    expect(await module.textContent()).toContain(sha256(data).slice(0, 12))
    await module.getByRole('switch', { name: 'Licence accepted' }).click()
    await module.getByRole('switch', { name: 'Certificate trusted' }).click()
    await console.save()
    await expect.poll(() => page.getByRole('button', { name: 'Download' }).isEnabled()).toBe(true)

    expect((await projectNow()).files.get('config/gw/modules/com.example.demo.modl')).toBe(data.toString('utf8'))
    const faults = await console.look('module-kept', async () => {
      await page.locator('.node', { hasText: 'gw' }).click()
      await module.getByText('kept here').scrollIntoViewIfNeeded()
    })
    expect(faults).toEqual([])
  })

  it('says what a draft has to be before it can have files, secrets or bundles', async () => {
    await page.goto(`${console.url}/stack`)
    await page.locator('input[type=file][aria-label="Open"]').setInputFiles({
      name: 'plant.yaml',
      mimeType: 'application/yaml',
      buffer: Buffer.from(gateway),
    })
    await page.locator('.node', { hasText: 'gw' }).click()

    await page.getByText('Save as a plant first: the server keeps the file with it.').first().waitFor()
    await page.getByRole('button', { name: 'Take along' }).click()
    expect(await page.getByRole('button', { name: /^Stack file/ }).isDisabled()).toBe(true)
    expect(await page.getByRole('button', { name: /^Offline bundle/ }).textContent()).toContain('Save as a plant first')
    await takePicture(page, 'draft-take-along')
  })

  it('says that the server has no engine, and which command does the same', async () => {
    await console.keep('Without engine', stores)

    const faults = await console.look('bundle-no-engine', async () => {
      await console.take(/^Offline bundle/)
      await page.getByText('This server has no container engine').waitFor()
    })

    expect(await page.getByRole('dialog').textContent()).toContain(
      'ign stack bundle plant.yaml -o bottling.zip --offline',
    )
    expect(faults).toEqual([])
  })

  it('gives secrets to engineers only: a viewer is told what it takes', async () => {
    await page.goto(`${console.url}/settings/users`)
    await page.getByRole('button', { name: 'Add user' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('User name').fill('vic')
    await dialog
      .getByLabel(/password/i)
      .first()
      .fill(password)
    await dialog.getByLabel('Role').selectOption('viewer')
    await dialog.getByRole('button', { name: 'Add user' }).click()
    await page.getByText('vic').first().waitFor()
    await console.keep('For all', stores)
    const address = page.url()
    const context = await console.newContext()
    const vic = await console.newPage(context)
    await vic.goto(`${console.url}/sign-in`)
    await vic.getByLabel('User name').fill('vic')
    await vic.getByLabel('Password', { exact: true }).fill(password)
    await vic.getByRole('button', { name: 'Sign in', exact: true }).click()
    await vic.waitForURL((url) => url.pathname === '/')
    await vic.goto(address)
    await vic.locator('.node').first().waitFor()

    const download = vic.getByRole('button', { name: 'Download' })
    await expect.poll(() => reasonOf(download)).toBe('Secrets take the role engineer; yours is viewer.')
    expect(await download.isDisabled()).toBe(true)
    await vic.getByRole('button', { name: 'Take along' }).click()
    expect(await vic.getByRole('button', { name: /^Stack file/ }).textContent()).toContain('engineer')
    await takePicture(vic, 'take-along-viewer')
    expect(await seriousFaults(vic)).toEqual([])
    await context.close()
  })

  it('says what becomes of secrets when a plant is copied or removed', async () => {
    await page.goto(console.url)
    await page.getByRole('button', { name: 'More about Bottling' }).click()
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('Its secrets, modules and backups go with it for good').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'More about Bottling' }).click()
    await page.getByRole('button', { name: 'Duplicate' }).click()

    await page.getByText('The copy gets a project name and secrets of its own').waitFor()
  })
})

const missing = browserProgram === undefined ? 'there is no browser' : missingEngine()

describe.skipIf(missing !== undefined && !isRequired)('an offline bundle in the console, with an engine', () => {
  const console = duringTests(new Console())
  let page: Page

  beforeAll(async () => {
    page = await console.openPage()
  })

  it('is made with progress, fetched, and holds every image', async () => {
    await console.keep('Broker', 'version: 1\nname: broker\nservices: { broker: { uses: mosquitto } }\n')
    await console.take(/^Offline bundle/)
    const dialog = page.getByRole('dialog')
    await takePicture(page, 'bundle-before')
    expect(await seriousFaults(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Make the bundle' }).click()
    const fetch = dialog.getByRole('link', { name: /^Fetch/ })
    await fetch.waitFor({ timeout: 120_000 })
    await takePicture(page, 'bundle-done')
    expect(await seriousFaults(page)).toEqual([])

    const { path, name } = await console.download(() => fetch.click())

    expect(name).toBe('broker-offline.zip')
    const folder = mkdtempSync(join(tmpdir(), 'ign-bundle-'))
    try {
      expect(spawnSync('unzip', ['-q', path, '-d', folder]).status).toBe(0)
      const verified = spawnSync('sh', ['verify.sh'], { cwd: folder, encoding: 'utf8' })
      expect({ status: verified.status, said: verified.stderr }).toEqual({ status: 0, said: '' })
      const loaded = spawnSync('sh', ['images/load.sh'], { cwd: folder, encoding: 'utf8' })
      expect({ status: loaded.status, said: loaded.stderr }).toEqual({ status: 0, said: '' })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('stands under Jobs, which leads back to it', async () => {
    await page.goto(`${console.url}/jobs`)
    await page.getByText(/MiB packed/).waitFor()
    await takePicture(page, 'jobs-bundle')
    await page.getByRole('link', { name: 'Offline bundle of Broker' }).click()
    await page.getByRole('complementary', { name: 'Job' }).getByRole('link', { name: 'Open' }).click()

    await page
      .getByRole('dialog')
      .getByRole('link', { name: /^Fetch/ })
      .waitFor()
  })
})
