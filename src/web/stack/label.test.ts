import { expect, test } from 'vitest'
import { labelOf } from './label.ts'

test.each([
  ['acceptEula', 'Accept EULA'],
  ['heapMiB', 'Heap (MiB)'],
  ['adminUser', 'Admin user'],
  ['tls', 'TLS'],
  ['maxPacketBytes', 'Max packet (bytes)'],
  ['rateLimitPerS', 'Rate limit (per second)'],
  ['modules', 'Modules'],
])('%s is shown as %s', (name, label) => expect(labelOf(name)).toBe(label))
