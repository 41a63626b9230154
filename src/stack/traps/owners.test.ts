import { describe, expect, it } from 'vitest'
import { project } from '../../../test/support/project.ts'

/** Generated stacks: programs whose first visitor becomes the owner. What others got wrong, and what is required. */

describe('traps of programs without an owner', () => {
  it('D-V8: n8n starts with an owner, and with none of the variables of its old basic login', () => {
    const one = project({ services: { flows: { uses: 'n8n', options: { ownerEmail: 'plant@example.com' } } } })
    const { environment, entrypoint, secrets } = one.service('flows')

    expect(environment).toMatchObject({
      N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
      N8N_INSTANCE_OWNER_EMAIL: 'plant@example.com',
    })
    expect(Object.keys(environment ?? {}).filter((name) => name.startsWith('N8N_BASIC_AUTH'))).toEqual([])
    expect(entrypoint).toEqual(['/bin/sh', '/etc/plantwright/start.sh'])
    expect(secrets).toContain('flows.owner')
    expect(one.file('config/flows/start.sh')).toContain('N8N_INSTANCE_OWNER_PASSWORD_HASH="${owner#*:}"')
    expect(one.blueprint.secrets.find(({ file }) => file === 'flows.owner')?.mount.need).toMatchObject({
      kind: 'password-file',
      format: 'bcrypt',
      users: [{ name: 'owner', password: { user: 'plant@example.com' } }],
    })
  })

  it('D-V8: Uptime Kuma gets its administrator by a job, before anybody opens the page', () => {
    const one = project({ services: { watch: { uses: 'uptime-kuma' } } })

    expect(one.service('watch-setup')).toMatchObject({
      entrypoint: ['node', '/etc/plantwright/setup.js'],
      depends_on: { watch: { condition: 'service_healthy' } },
      secrets: ['watch.admin-password'],
    })
    expect(one.file('config/watch/setup.js')).toContain("ask('needSetup')")
  })
})
