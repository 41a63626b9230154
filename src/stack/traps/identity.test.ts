import { describe, expect, it } from 'vitest'
import { codesOf, project } from '../../../test/support/project.ts'

/** Generated stacks: identity providers. What others got wrong, and what is required instead. */

describe('identity providers', () => {
  const settings = { domain: 'plant.internal', tls: 'internal-ca' }

  it('D-V7: Authelia comes with a settings file, and its keys are generated secrets', () => {
    const one = project({ settings, services: { sso: 'authelia' } })
    expect(one.service('sso').volumes).toContain('./config/sso/configuration.yml:/etc/plantwright/configuration.yml:ro')
    expect(one.file('config/sso/configuration.yml')).not.toMatch(/secret: \S/)
    expect(one.service('sso').secrets).toEqual(
      expect.arrayContaining(['sso.session-secret', 'sso.storage-key', 'sso.reset-secret']),
    )
  })

  it('D-V7: Authentik has its database and its worker, and its key is a generated secret of both', () => {
    const one = project({ settings, services: { sso: 'authentik' } })
    const { services = {} } = one.compose
    expect(Object.keys(services)).toEqual(expect.arrayContaining(['postgres', 'sso', 'sso-worker']))
    expect(Object.keys(services)).not.toContain('redis')
    expect(services.sso?.depends_on).toHaveProperty('postgres-setup.condition', 'service_completed_successfully')
    for (const name of ['sso', 'sso-worker']) {
      expect(services[name]?.environment).toMatchObject({
        AUTHENTIK_SECRET_KEY: 'file:///run/secrets/sso.secret-key',
        AUTHENTIK_POSTGRESQL__HOST: 'postgres',
        AUTHENTIK_POSTGRESQL__PASSWORD: 'file:///run/secrets/sso.database-password',
      })
      expect(services[name]?.secrets).toEqual(expect.arrayContaining(['sso.secret-key', 'sso.database-password']))
    }
    const key = one.blueprint.secrets.find(({ file }) => file === 'sso.secret-key')
    expect(key?.mount.need).toMatchObject({ kind: 'password', length: 60 })
    expect(codesOf({ settings, services: { sso: { uses: 'authentik', connect: { database: [] } } } })).not.toEqual([])
  })

  it('D-V7: a client of Authentik has the secret, the issuer and the grant that its service uses', () => {
    const one = project({ settings, services: { sso: 'authentik', charts: 'grafana' } })
    const blueprint = one.file('config/sso/identity.yaml')
    expect(blueprint).toContain('client_secret: !File /run/secrets/charts.oidc-secret')
    expect(blueprint).toMatch(/grant_types:\n +- authorization_code\n/)
    expect(one.service('sso-identity').secrets).toContain('charts.oidc-secret')
    expect(one.file('docker-compose.yml')).toContain('https://sso.plant.internal/application/o/charts/end-session/')
  })
})
