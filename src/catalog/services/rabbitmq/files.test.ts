import { describe, expect, it } from 'vitest'
import { topicExpression } from './files.ts'

type Rule = Parameters<typeof topicExpression>[0][number]

/** Whether RabbitMQ would let a client use a topic or filter, which it translates first. */
function may(rules: readonly Rule[], access: 'write' | 'read', topic: string): boolean {
  const key = topic
    .split('/')
    .map((level) => (level === '+' ? '*' : level.replaceAll('.', '/')))
    .join('.')
  return new RegExp(topicExpression(rules, access)).test(key)
}

describe('rights on topics for RabbitMQ', () => {
  const rules: readonly Rule[] = [
    { access: 'write', topic: 'plant/press/#' },
    { access: 'read', topic: 'plant/+/order' },
    { access: 'readwrite', topic: 'own/v1.2' },
  ]

  it('let a client write below what it may write, and the level above', () => {
    for (const topic of ['plant/press', 'plant/press/1', 'plant/press/1/temp', 'own/v1.2'])
      expect(may(rules, 'write', topic), topic).toBe(true)
    for (const topic of ['plant', 'plant/pressure', 'plant/press2/1', 'x/plant/press', 'own/v1/2', 'own/v102'])
      expect(may(rules, 'write', topic), topic).toBe(false)
  })

  it('let a client subscribe within what it may read, and to nothing wider', () => {
    for (const filter of ['plant/1/order', 'plant/+/order', 'own/v1.2'])
      expect(may(rules, 'read', filter), filter).toBe(true)
    for (const filter of ['#', 'plant/#', 'plant/+/+', 'plant/1/order/#', 'plant/a/b/order', '+/1/order', 'own/+'])
      expect(may(rules, 'read', filter), filter).toBe(false)
  })

  it('do not take one level for all', () => {
    const one: readonly Rule[] = [{ access: 'read', topic: 'plant/+' }]

    expect(may(one, 'read', 'plant/+')).toBe(true)
    expect(may(one, 'read', 'plant/#')).toBe(false)
    expect(may(one, 'read', 'plant/1/2')).toBe(false)
  })

  it('refuse every filter that would reach a denied topic', () => {
    const denying: readonly Rule[] = [
      { access: 'read', topic: '#' },
      { access: 'deny', topic: 'plant/+/secret/#' },
    ]

    for (const filter of [
      '#',
      'plant/#',
      '+/#',
      'plant/1/#',
      'plant/+/+',
      'plant/1/secret',
      'plant/1/secret/key',
      '+/1/secret/#',
      'plant/+/+/#',
    ])
      expect(may(denying, 'read', filter), filter).toBe(false)
    for (const filter of ['plant/1/open', 'plant/1', 'plant/+/open/#', 'hall/#', 'plant'])
      expect(may(denying, 'read', filter), filter).toBe(true)
  })

  it('take signs of expressions for what they are', () => {
    const odd: readonly Rule[] = [{ access: 'readwrite', topic: 'a(b|c)*/$x{username}/[1]^' }]

    expect(may(odd, 'write', 'a(b|c)*/$x{username}/[1]^')).toBe(true)
    expect(may(odd, 'write', 'ab/$x{username}/1')).toBe(false)
    expect(topicExpression(odd, 'write')).not.toContain('{username}')
  })

  it('allow nothing where no rule does', () => {
    for (const topic of ['', 'a', '#']) expect(may([{ access: 'read', topic: 'b' }], 'write', topic)).toBe(false)
  })
})
