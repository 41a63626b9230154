import { code, page, section, table } from './markdown.ts'

/** A test as it stands in its file: the title, or the part of it that does not change from case to case. */
export interface NamedTest {
  readonly file: string
  readonly title: string
}

export interface Attack {
  readonly attack: string
  readonly defence: string
  readonly tests: readonly NamedTest[]
}

const of =
  (file: string) =>
  (title: string): NamedTest => ({ file, title })

const attacks = of('test/contract/attacks.test.ts')
const outgoing = of('test/contract/outgoing.test.ts')
const identity = of('test/contract/identity.test.ts')
const fuzz = of('test/fuzz/endpoints.test.ts')
const browser = of('test/e2e/console/attacks.e2e.ts')
const accounts = of('src/api/accounts.test.ts')
const audit = of('src/api/audit.test.ts')
const headers = of('src/api/answer-headers.test.ts')
const convert = of('src/api/import.test.ts')
const injection = of('src/api/injection.test.ts')
const limits = of('src/api/limits.test.ts')
const log = of('src/api/log.test.ts')
const provider = of('src/api/provider-sign-in.test.ts')
const secondFactor = of('src/api/second-factor.test.ts')
const server = of('src/api/server.test.ts')
const signIn = of('src/api/sign-in.test.ts')
const exported = of('src/actions/stack/export.test.ts')
const userFiles = of('src/actions/stack/user-files.test.ts')
const csv = of('src/core/print/csv.test.ts')
const guessable = of('src/core/guessable.test.ts')
const fetched = of('src/platform/network/fetch.test.ts')
const archive = of('src/platform/files/archive.test.ts')
const sealed = of('src/platform/secrets/sealed.test.ts')
const parsed = of('src/stack/parse.test.ts')

/** What somebody could try against the server, what stops it, and the tests that fail without that. */
export const attackList: readonly Attack[] = [
  {
    attack: 'Asking without credentials, or with expired, revoked, made-up or too weak ones',
    defence:
      'Each route declares who may ask, and one guard enforces it; a route that declares nothing stops the start. The tests take the endpoints from the OpenAPI document, so that a new one is in them.',
    tests: [
      attacks('is closed without credentials'),
      attacks('is closed to HEAD as it is to GET'),
      attacks('is closed to %s'),
      attacks('is closed to an expired and to a revoked token'),
      attacks('is closed to %s when it needs more'),
      attacks('is closed to who makes up a credential: there is no signing key that could be known'),
      attacks('a route that does not declare who may ask stops the server from starting'),
    ],
  },
  {
    attack: 'A session from before the second factor',
    defence: 'It is of another kind and opens the second step and signing out.',
    tests: [
      attacks('D-A2: is closed before the second factor, but for the second step and signing out'),
      secondFactor('D-A2: the session before the code opens nothing but the second step'),
    ],
  },
  {
    attack: 'A code or a recovery code that was used before',
    defence: 'One statement marks it used and takes it; of two at the same time one wins.',
    tests: [
      secondFactor('takes no code twice, not even the one that confirmed it, nor at the same time'),
      secondFactor('takes each recovery code once, however it is typed'),
    ],
  },
  {
    attack: 'Guessing passwords and codes',
    defence:
      'Accounts and addresses wait longer after each wrong attempt, counted before anything is checked. Passwords that are tried first are refused wherever one is set: judged by lists of common passwords, words and names, by rows of keys, dates and repeats, by the own name and that of the program. Judging takes no longer for a long one.',
    tests: [
      accounts('get no password that everybody guesses: neither the first, nor a new one, nor their own'),
      guessable(
        'a long one is judged by its beginning and its end alone, so that nobody makes the judge think for long',
      ),
      accounts('D-A16: an account waits longer after each wrong password beyond five, whoever asks'),
      accounts('many passwords at once gets five tries, not many'),
      accounts('one password for many accounts from one address ends too'),
      secondFactor('locks the account when codes are guessed, also with a new first step each time'),
    ],
  },
  {
    attack: 'Finding out which users there are, by the answer or by its time',
    defence: 'The same answer, the same waits, and one hash of the same cost for a name that nobody has.',
    tests: [
      signIn('is the same for an unknown user, a wrong password and a disabled user'),
      signIn('does the same work for an unknown user as for a known one'),
      accounts('an account that does not exist looks the same'),
    ],
  },
  {
    attack: 'Session fixation',
    defence: 'A session gets a new id at each step up; the one before ends.',
    tests: [
      signIn('has an id that was never known before: a planted one is not taken over'),
      secondFactor('gives the session a new id'),
    ],
  },
  {
    attack: 'Cross-site requests (CSRF), also to sign somebody in as somebody else',
    defence:
      'A change needs an origin that is ours and a value that another origin cannot know. Bodies that a form can send are not taken.',
    tests: [
      attacks('takes no change with a cookie %s'),
      injection('another page signs nobody in, not even as somebody else: %j'),
      injection('a form, which needs no leave of a browser, is not taken: %s'),
      provider('is taken once, and from the browser that began only'),
    ],
  },
  {
    attack: 'Reading answers from another origin',
    defence: 'No CORS header is ever sent; `Cross-Origin-Resource-Policy` and `-Opener-Policy` are `same-origin`.',
    tests: [
      headers('cross-origin: gives no other page leave, also when a browser asks beforehand'),
      headers('is no page and not for others: %s'),
    ],
  },
  {
    attack: 'Stealing the cookie',
    defence: '`HttpOnly`, `SameSite=Strict`; over HTTPS `Secure` and `__Host-`. The database has digests only.',
    tests: [
      headers('cookie flags: every cookie of a sign-in and its end is out of reach for scripts and other sites'),
      signIn('over HTTPS the cookie is for this host and for HTTPS only'),
      signIn('is stored as a digest: the database opens nothing'),
    ],
  },
  {
    attack: 'Going back to HTTP',
    defence:
      '`Strict-Transport-Security` for a year with TLS or a proxy, except under names of this machine. Browsers remember it for the name and not for the port: other pages under the same name need TLS then, too.',
    tests: [headers('over HTTPS is remembered to be HTTPS only, by the public name and never by that of this machine')],
  },
  {
    attack: 'Host header: another name, several, one behind a user, one of a proxy that nobody declared',
    defence: 'Only names of this machine and the public address are answered; addresses are never made of the header.',
    tests: [
      server('%s is another one, and gets nothing'),
      injection('a request %s gets nothing'),
      injection('where a provider sends browsers back to is what the settings say, whatever the request says'),
      attacks('answers to its public name and to this machine, to no other'),
      attacks('without a proxy believes no header about where a request comes from'),
    ],
  },
  {
    attack: 'Stored script in names, comments, titles, messages and keys that the console shows',
    defence:
      'Texts stay texts: React escapes them, and the only HTML that is set are our own icons. Should that fail, the policy allows no script in the page.',
    tests: [
      browser('stands in the views as the text that it is'),
      browser('stands in the sign-in as the text that it is'),
      headers('stored script: no source of the console makes HTML of a text'),
      headers('runs nothing that is written in it, and nothing from elsewhere'),
    ],
  },
  {
    attack: 'Path traversal',
    defence: 'Names are looked up in lists or match a strict pattern; nothing of a request becomes a path.',
    tests: [
      injection('below %s there is no other folder'),
      server('has nothing at %s'),
      server('may define services of its own, but reads no folder here'),
      server('%s is never followed'),
      userFiles('a request from outside learns nothing of the files of this machine'),
    ],
  },
  {
    attack:
      'Archives and imports: names that lead elsewhere, ZIP bombs, endless key derivation, formulas in spreadsheets',
    defence:
      'Archives are listed and not unpacked, with limits on entries and sizes that hold whatever is claimed. Imported names match a strict pattern; all is checked before anything is kept.',
    tests: [
      archive('an archive with an entry named %j is none'),
      archive('ZIP bomb: what claims to unpack to more than any such file is none'),
      archive('ZIP bomb: a text that unpacks to more than it claims is not unpacked'),
      exported('under the name %j are refused'),
      exported('that %s are refused'),
      injection('a sealed file brings no services into the folder %j'),
      sealed('is one that asks for %j iterations'),
      convert('D-A15: are refused with every problem and its line, and nothing is echoed that looks like a password'),
      convert('becomes a plant file; its passwords go into the vault'),
      csv('a spreadsheet does not carry out %j'),
    ],
  },
  {
    attack: 'Server-side request forgery',
    defence:
      'Few parts open connections, and a test lists them. The sign-in provider is asked by a `fetch` that refuses link-local addresses and metadata services of clouds in every spelling and by every name, connects to the address that it checked, and follows no redirect. Addresses of the own network are allowed: a plant has its provider there. The plant file takes no link-local address.',
    tests: [
      outgoing('server-side request forgery: nothing but what is listed opens a connection'),
      fetched('is never an address of the machine’s own surroundings: %s'),
      fetched('is never a name that leads there: %j'),
      fetched('is no redirect: it is told and not followed'),
      provider('at %s is never asked'),
      provider('whose name leads there is never asked'),
      provider('sends the server nowhere else'),
      parsed('that lead to the machine’s own surroundings are refused: %s'),
    ],
  },
  {
    attack: 'Header injection',
    defence: 'Names in headers are ids and names of a strict pattern.',
    tests: [
      injection('a plant called %j names no file of a download'),
      injection('a kept plant called %j is in no Location and no ETag'),
      injection('nothing of a request is in a cookie, nor in where a browser is sent'),
      attacks('a header cannot be added to an answer, nor a line to the audit'),
    ],
  },
  {
    attack: 'Log injection: forged lines, signs that steer a terminal',
    defence: 'Control characters are spelled out; further lines of an entry are indented.',
    tests: [
      log('log injection: an entry has one line that begins at the margin, and nothing that steers a terminal'),
      injection('log injection: a defect that quotes a client is one entry of the server’s log'),
      injection('what somebody typed is one line of the audit, without control characters'),
    ],
  },
  {
    attack: 'Slow heads and bodies (slowloris)',
    defence: '10 s for a head, 30 s for a whole request, looked at every 5 s; then the connection ends with 408.',
    tests: [
      limits('slowloris: a client %s is told so and cut off'),
      limits('slowloris: a byte now and then keeps no %s alive'),
      limits('do not keep others from being answered'),
    ],
  },
  {
    attack: 'Oversized and packed requests',
    defence: '4 MiB of body (413), 16 KiB of head (431), no `Content-Encoding` (415).',
    tests: [
      limits('a body is refused by its announced length, before it is sent'),
      limits('a body in pieces is refused once it is too long'),
      limits('a head of more than 16 KiB is refused'),
      limits('compressed bodies are not unpacked: %s'),
    ],
  },
  {
    attack: 'Deep JSON and YAML, aliases that multiply (billion laughs)',
    defence: '64 levels of JSON, 32 of YAML, 100 aliases, 250,000 parts; the work is in proportion to the length.',
    tests: [
      server('with %s is refused, and is no fault of the server'),
      parsed('with thousands of aliases is refused'),
    ],
  },
  {
    attack: 'Prototype pollution by JSON, YAML, spreadsheet, sealed file or query',
    defence: 'Such keys are refused in JSON and unknown everywhere else; strict schemas make new objects.',
    tests: [
      injection('of a body in JSON, at any depth'),
      injection('of a plant file in YAML, as a key, a service and an option'),
      injection('of an overlay'),
      injection('of a spreadsheet, as a column and as a value'),
      injection('of a stack of an older client, whose JSON is a text in JSON'),
      injection('of a sealed file'),
      injection('of a query'),
    ],
  },
  {
    attack: 'Watching too much: event streams without end',
    defence: '20 for a person, over all sessions and tokens; each ends after ten minutes and comes again.',
    tests: [
      limits('too many event streams: a person gets so many, by whatever session or token; others are not kept out'),
    ],
  },
  {
    attack: 'Input that nobody thought of',
    defence: 'Whatever is sent, no endpoint answers with a fault of the server.',
    tests: [
      fuzz('endpoints answer whatever they are asked without a defect'),
      attacks('with every right, no endpoint of identity answers with a fault of the server'),
    ],
  },
  {
    attack: 'Hiding among many lines of the audit, or keeping a line out of it',
    defence:
      'A page that asks again and again does not fill the audit: what a session has read stands there once in five minutes on each server, with how often. Whatever changes something, is refused or fails has a line each time, as has all that tokens and commands read, and each fetch of an offline bundle or of the audit itself. Only what the guard turns away before an action is reached is cut, at 60 lines in a minute for an address.',
    tests: [
      audit('by a session has one line in five minutes, which says how often'),
      audit('is not mixed up with another thing, another session, another person'),
      audit('by a token has a line each time'),
      audit('and refused, fails or changes something has a line each time'),
      audit('and takes the whole audit along has a line each time'),
      audit('is counted before the server is gone, and where the database did not answer for a while'),
      audit('is not named by who calls a new one like the id of another'),
    ],
  },
  {
    attack: 'Ending the server in the middle of a change',
    defence: 'What was acknowledged is on the disk; the audit has each change before it begins.',
    tests: [identity('a server that is killed while it writes has lost nothing that it acknowledged')],
  },
]

/** `docs/reference/security.md`. */
export const securityPage = (): string =>
  page(
    '# Attacks and defences',
    'What somebody could try against `ign serve`, what stops it, and the tests that fail without that. How to report a hole, and what is protected besides, is in [SECURITY.md](../../SECURITY.md).',
    section(
      'By attack',
      table(
        ['Attack', 'Defence', 'Tests'],
        attackList.map(({ attack, defence, tests }) => [attack, defence, tests.map(told).join('<br>')]),
      ),
    ),
    section(
      'Limits of this list',
      'Who can write the home folder or reach the container engine is administrator anyway. Addresses in settings (`IGN_OIDC_ISSUER`, `DOCKER_HOST`, `IGN_DATABASE_URL`) are those of whoever starts the server.',
    ),
  )

const told = ({ file, title }: NamedTest): string => `${code(file.split('/').at(-1) ?? '')}: ${title}`
