import { expect, it } from 'vitest'
import { type PrintedLine, printAudit } from './audit.ts'

const line: PrintedLine = {
  id: '1',
  at: '2026-11-20T14:06:21.000Z',
  actor: 'user:ada',
  action: 'user.add',
  target: 'grace',
  outcome: 'done',
  code: null,
  address: '127.0.0.1',
  requestId: null,
  changed: true,
  times: 1,
  plant: null,
}

it('has a head and a row for each line', () => {
  expect(printAudit([line])).toBe(
    'at,actor,action,target,outcome,code,address,requestId,changed,id,times,plant\r\n' +
      '2026-11-20T14:06:21.000Z,user:ada,user.add,grace,done,,127.0.0.1,,true,1,1,\r\n',
  )
})

it('has the name of the plant beside its id', () => {
  expect(printAudit([{ ...line, target: '0a1b2c, version 3', plant: { name: 'bottling' } }])).toMatch(
    /,"0a1b2c, version 3",.*,bottling\r\n$/,
  )
})
