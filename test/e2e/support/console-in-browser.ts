import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest'
import { Asker, password } from './asker.ts'
import { browserProgram } from './console.ts'
import { Server, type Start } from './server.ts'
import { isRequired } from './stack.ts'

/** Scenarios that take a browser: left out where the machine has none, unless tests must run. */
export const describeInBrowser = describe.skipIf(browserProgram === undefined && !isRequired)

const desk = { width: 1440, height: 900 }

/** For what a person does and what a page then shows; a browser beside another one may be late. */
const stepTimeoutMs = 20_000

/** `ign serve` with nobody in it yet, and a Chromium to look at it. */
export class ConsoleInBrowser {
  #server: Server | undefined
  #browser: Browser | undefined

  /** Where the server listens. */
  get url(): string {
    return this.#server?.url ?? ''
  }

  /** Makes the first administrator, once. */
  get setupLink(): string {
    return this.#server?.setupLink ?? ''
  }

  async startServer(start: Start = {}): Promise<void> {
    this.#server = new Server()
    await this.#server.start(start)
  }

  async stopServer(): Promise<void> {
    await this.#server?.stop()
  }

  async openBrowser(): Promise<void> {
    this.#browser = await chromium.launch({ executablePath: browserProgram ?? 'chromium', args: ['--no-sandbox'] })
  }

  async closeBrowser(): Promise<void> {
    await this.#browser?.close()
  }

  /** Cookies and storage of one visitor, at a desk unless another screen is asked for. */
  newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    if (!this.#browser) throw new Error('the browser has not been opened')
    return this.#browser.newContext({ viewport: desk, ...options })
  }

  /** Of somebody who is signed in. */
  async newContextOf(name: string, options?: BrowserContextOptions): Promise<BrowserContext> {
    const context = await this.newContext(options)
    await this.asker(context).signIn(name)
    return context
  }

  async newPage(context: BrowserContext): Promise<Page> {
    const page = await context.newPage()
    page.setDefaultTimeout(stepTimeoutMs)
    return page
  }

  asker(context: BrowserContext): Asker {
    return new Asker(context.request, this.url)
  }

  /**
   * Makes `ada`, the first administrator, who is signed in afterwards. A server can be set up once.
   * @returns her way to ask the server
   */
  async setUp(context: BrowserContext): Promise<Asker> {
    const asker = this.asker(context)
    const token = new URL(this.setupLink).hash.replace('#token=', '')
    await asker.send('POST', '/setup', { token, name: 'ada', password })
    return asker
  }
}

interface Wanted {
  /** How the server begins; asked before each start. */
  readonly start?: () => Start | Promise<Start>
  /** Each test gets a server that nobody has set up, instead of one for all. */
  readonly isNewForEach?: boolean
}

/** For the tests of the `describe` that calls it. */
export const consoleInBrowser = (wanted?: Wanted): ConsoleInBrowser => duringTests(new ConsoleInBrowser(), wanted)

/** Starts before the tests of the `describe` that calls it, and ends after them. */
export function duringTests<Console extends ConsoleInBrowser>(
  console: Console,
  { start = () => ({}), isNewForEach = false }: Wanted = {},
): Console {
  const [before, after] = isNewForEach ? [beforeEach, afterEach] : [beforeAll, afterAll]
  before(async () => console.startServer(await start()))
  after(() => console.stopServer())
  beforeAll(() => console.openBrowser())
  // what is registered last ends first, so that no page still asks a server that is about to end
  afterAll(() => console.closeBrowser())
  return console
}
