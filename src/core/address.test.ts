import { describe, expect, test } from 'vitest'
import { isOwnSurroundings } from './address.ts'

describe('an address of the machine’s own surroundings', () => {
  test.each([
    '169.254.169.254',
    '169.254.0.1',
    '2852039166',
    '0xa9fea9fe',
    '0xa9.0xfe.0xa9.0xfe',
    '0251.0376.0251.0376',
    '169.254.43518',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '0:0:0:0:0:ffff:a9fe:a9fe',
    '0000:0000:0000:0000:0000:FFFF:169.254.169.254',
    '::169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    'fe80::1',
    'FEBF::1',
    'fe80::1%eth0',
    '[fe80::1]',
    'fd00:ec2::254',
    'fd00:0ec2:0:0:0:0:0:0254',
    'fd20:ce::254',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
  ])('%s', (address) => {
    expect(isOwnSurroundings(address)).toBe(true)
  })

  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '192.168.169.254',
    '169.253.1.1',
    '::1',
    'fd00::254',
    '::ffff:10.0.0.1',
    '8.8.8.8',
  ])('is not %s', (address) => {
    expect(isOwnSurroundings(address)).toBe(false)
  })
})
