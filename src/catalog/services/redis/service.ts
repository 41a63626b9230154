import { defineService } from '../../model.ts'
import { keyValueServer } from '../valkey/server.ts'

export default defineService(
  keyValueServer('redis', {
    id: 'redis',
    title: 'Redis',
    summary: 'Keys, queues and sessions in memory.',
    homepage: 'https://redis.io',
    license: 'AGPL-3.0',
    image: 'redis',
    versions: ['8.10.1', '7.4.11'],
    user: { uid: 999, gid: 999, readsSecretsAsRoot: true },
    toolbox: 'bash',
  }),
)
