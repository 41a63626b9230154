import { describe, expect, it } from 'vitest'
import { project } from '../../../test/support/project.ts'

/** Generated stacks: secret stores, Git servers and tools. What others got wrong, and what is required instead. */

describe('traps of operations', () => {
  it.each(['openbao', 'vault'])(
    'D-V1: %s keeps its data, makes and opens itself, and gives each consumer its own',
    (uses) => {
      const one = project({ services: { secrets: uses, images: 'registry' } })
      const secrets = one.service('secrets')

      expect(secrets.command).toEqual(['server'])
      expect(JSON.stringify(secrets)).not.toMatch(/-dev|DEV_ROOT_TOKEN/)
      expect(one.file('config/secrets/server.hcl')).toMatch(
        /storage "raft" \{\n {2}path {4}= "\/(openbao|vault)\/file"/,
      )
      expect(secrets.volumes).toContainEqual(expect.stringMatching(/^secrets-data:\/(openbao|vault)\/file$/))
      expect(one.file('config/secrets/setup/policy-images.hcl')).toContain('path "stack/data/images/*"')
      const opens = uses === 'vault' ? one.file('config/secrets/unseal.sh') : one.file('config/secrets/server.hcl')
      expect(opens).toMatch(/sys\/unseal|seal "static"/)
    },
  )

  it('D-V2: Guacamole has its guacd, a database that is there, and its tables before it starts', () => {
    const one = project({ services: { desktops: 'guacamole' } })
    const desktops = one.service('desktops')

    expect(desktops.environment).toMatchObject({ GUACD_HOSTNAME: 'desktops-guacd', POSTGRESQL_HOSTNAME: 'postgres' })
    expect(one.service('desktops-guacd').image).toMatch(/^guacamole\/guacd:/)
    expect(desktops.depends_on).toMatchObject({
      'desktops-guacd': { condition: 'service_healthy' },
      'desktops-setup': { condition: 'service_completed_successfully' },
      'postgres-setup': { condition: 'service_completed_successfully' },
    })
    expect(one.file('config/desktops/admin.sql')).not.toMatch(/SET name = 'guacadmin'/)
  })

  it('D-V3: the web server of GitLab listens on the port that is published, whatever the public address is', () => {
    const one = project({ services: { code: { uses: 'gitlab', ports: { http: 8930, ssh: 2230 } } } })

    expect(one.service('code').ports).toContainEqual(expect.stringMatching(/:8930:80$/))
    const settings = one.file('config/code/gitlab.rb')
    expect(settings).toContain("external_url 'http://localhost:8930'")
    expect(settings).toContain("nginx['listen_port'] = 80")
    expect(settings).toContain("gitlab_rails['gitlab_shell_ssh_port'] = 2230")
  })

  it.each(['gitea', 'forgejo'])('D-V4: %s takes the time zone from a variable and no file of the host', (uses) => {
    const one = project({ settings: { timezone: 'Europe/Vienna' }, services: { forge: uses } })
    const forge = one.service('forge')

    expect(forge.environment).toMatchObject({ TZ: 'Europe/Vienna' })
    expect(forge.volumes).toEqual(['forge-data:/data'])
  })
})
