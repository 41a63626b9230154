import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isRequired, missingEngine, RunningStack } from './support/stack.ts'

const missing = missingEngine()

/** Everything that shells, Compose, SQL, JSON and INI files would trip over. */
const awkward = `it's $HOME "\${X}" #1 \\n %s & ; \`id\``

const plant = `version: 1
name: chosen-values
settings:
  domain: plant.internal
  tls: own
  certificate: { certificate: "file:./own.crt", key: "file:./own.key" }
services:
  proxy: { uses: traefik, options: { dashboard: true }, ports: { web: 8080, websecure: 8443 } }
  login: { uses: keycloak, options: { password: "env:AWKWARD" } }
  history: { uses: postgres, options: { database: line_data, superuser: dba, password: "env:AWKWARD" } }
  broker: { uses: mosquitto, options: { tls: true, plain: true, username: legacy, password: "env:AWKWARD" } }
  flows: { uses: node-red, options: { password: "env:AWKWARD" } }
  charts: { uses: grafana, options: { password: "env:AWKWARD" } }
integrations:
  oidc:
    users: [{ username: ada, email: ada@plant.internal, firstName: "A'da", lastName: 'O"Neil', password: "env:AWKWARD" }]
`

describe.skipIf(missing !== undefined && !isRequired)(
  'awkward passwords and an own certificate on a real engine',
  () => {
    const base = mkdtempSync(join(tmpdir(), 'ign-chosen-'))
    const file = join(base, 'plant.yaml')
    let stack: RunningStack

    beforeAll(() => {
      process.env.AWKWARD = awkward
      writeFileSync(file, plant)
      const subject = ['-subj', '/CN=*.plant.internal', '-addext', 'subjectAltName=DNS:*.plant.internal']
      const made = spawnSync('openssl', [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-days',
        '2',
        '-keyout',
        join(base, 'own.key'),
        '-out',
        join(base, 'own.crt'),
        ...subject,
      ])
      if (made.status !== 0) throw new Error(String(made.stderr))
      stack = new RunningStack(file)
      stack.generate()
      stack.up()
    })

    afterAll(() => {
      delete process.env.AWKWARD
      stack?.destroy()
      rmSync(base, { recursive: true, force: true })
    })

    const get = (host: string, path: string, authorization: string) =>
      new Promise<number>((resolve, reject) => {
        const options = {
          host: '127.0.0.1',
          port: 8443,
          servername: host,
          rejectUnauthorized: false,
          path,
          headers: { Host: `${host}:8443`, Authorization: authorization },
        }
        request(options, (response) => {
          response.resume()
          resolve(response.statusCode ?? 0)
        })
          .on('error', reject)
          .end()
      })
    const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

    it('carries current on every wire', () => {
      const { exitCode, probes } = stack.verify()

      expect(probes.filter((probe) => !probe.ok)).toEqual([])
      expect(exitCode).toBe(0)
    })

    it('lets the administrator in to Grafana with exactly that password', async () => {
      await expect(get('charts.plant.internal', '/api/org', basic('admin', awkward))).resolves.toBe(200)
      await expect(get('charts.plant.internal', '/api/org', basic('admin', 'other'))).resolves.toBe(401)
    })

    it('opens the proxy’s own page to the operator only', async () => {
      await expect(
        get('proxy.plant.internal', '/api/overview', basic('operator', stack.secret('operator-password'))),
      ).resolves.toBe(200)
      await expect(get('proxy.plant.internal', '/api/overview', basic('operator', 'other'))).resolves.toBe(401)
    })

    it('lets the database superuser in with exactly that password', () => {
      const answer = stack.compose(
        'exec',
        '-T',
        '--env',
        `PGPASSWORD=${awkward}`,
        'history',
        'psql',
        '-XAtw',
        '-h',
        'history',
        '-U',
        'dba',
        '-d',
        'line_data',
        '-c',
        'SELECT 1',
      )

      expect(answer.stdout.trim()).toBe('1')
    })

    it('lets the broker’s user in with exactly that password', () => {
      const publish = (password: string) =>
        stack.exec(
          'broker',
          'mosquitto_pub',
          '-h',
          'broker',
          '-u',
          'legacy',
          '-P',
          password,
          '-t',
          'any/topic',
          '-m',
          '1',
        )

      expect(publish(awkward).exitCode).toBe(0)
      expect(publish('other').exitCode).not.toBe(0)
    })

    it('lets the user in to Node-RED with exactly that password', () => {
      const login = (password: string) => {
        const script = `fetch('http://127.0.0.1:1880/auth/token',{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({client_id:'node-red-admin',grant_type:'password',scope:'*',username:'admin',password:process.env.P})}).then(r=>console.log(r.status))`
        return stack.compose('exec', '-T', '--env', `P=${password}`, 'flows', 'node', '-e', script).stdout.trim()
      }

      expect(login(awkward)).toBe('200')
      expect(login('other')).toBe('403')
    })

    it('gives Keycloak’s administrator and its first user exactly that password', () => {
      const script = `export HOME=/tmp KC_CLI_PASSWORD="$P"; /opt/keycloak/bin/kcadm.sh config credentials --server http://login:8080 --realm master --user admin && /opt/keycloak/bin/kcadm.sh get users -r plant -q username=ada --fields firstName,lastName`
      const answer = stack.compose('exec', '-T', '--env', `P=${awkward}`, 'login', 'bash', '-c', script)

      expect(JSON.parse(answer.stdout.slice(answer.stdout.indexOf('[')))).toEqual([
        { firstName: "A'da", lastName: 'O"Neil' },
      ])
    })
  },
)
