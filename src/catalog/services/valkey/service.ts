import { defineService } from '../../model.ts'
import { keyValueServer } from './server.ts'

export default defineService(
  keyValueServer('valkey', {
    id: 'valkey',
    title: 'Valkey',
    summary: 'Keys, queues and sessions in memory; the free continuation of Redis.',
    homepage: 'https://valkey.io',
    license: 'BSD-3-Clause',
    image: 'valkey/valkey',
    versions: ['9.1.1-alpine'],
    user: { uid: 999, gid: 1000, readsSecretsAsRoot: true },
    toolbox: 'busybox',
  }),
)
