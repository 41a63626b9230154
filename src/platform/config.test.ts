import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

describe('a setting', () => {
  test('comes from its flag before its variable before its default, and says so', () => {
    const environment = { IGN_HOME: '/env', IGN_PORT: '8700' }

    expect(readConfig({ home: '/flag' }, environment).home).toEqual({
      value: '/flag',
      origin: 'flag',
      source: '--home',
    })
    expect(readConfig({}, environment).home).toEqual({ value: '/env', origin: 'environment', source: 'IGN_HOME' })
    expect(readConfig({}, environment).port).toEqual({ value: 8700, origin: 'environment', source: 'IGN_PORT' })
    expect(readConfig({}, {}).host).toEqual({ value: '127.0.0.1', origin: 'default', source: '--host or IGN_HOST' })
    expect(readConfig({}, {}).port.value).toBe(8600)
    expect(readConfig({}, {}).dockerHost).toEqual({
      value: 'unix:///var/run/docker.sock',
      origin: 'default',
      source: 'DOCKER_HOST',
    })
  })

  test('counts as not set when its variable is empty', () => {
    expect(readConfig({}, { IGN_PORT: '', DOCKER_HOST: '' })).toMatchObject({
      port: { value: 8600, origin: 'default' },
      dockerHost: { origin: 'default' },
    })
  })
})

describe('the home', () => {
  test.skipIf(process.platform === 'win32')('is in the XDG data folder, or where that is by default', () => {
    expect(readConfig({}, { XDG_DATA_HOME: '/data' }).home.value).toBe('/data/plantwright')
    expect(readConfig({}, { XDG_DATA_HOME: '' }).home.value).toMatch(/\/\.local\/share\/plantwright$/)
  })
})

describe('a port', () => {
  test.each(['0', '1', '65535'])('may be %s', (port) => {
    expect(readConfig({ port }, {}).port.value).toBe(Number(port))
  })

  test.each(['65536', '-1', '8600x', ' 8600', '1e3', '0x1F', '86.5', '123456', ''])('may not be %j', (port) => {
    expect(() => readConfig({ port }, {})).toThrow(
      expect.objectContaining({
        code: 'platform.setting-invalid',
        exitCode: 3,
        message: expect.stringMatching(/^--port/),
      }),
    )
  })

  test('that is wrong in the environment is told with the name of the variable', () => {
    expect(() => readConfig({}, { IGN_PORT: 'http' })).toThrow('IGN_PORT: "http" is not a port')
  })
})

describe('settings of the server', () => {
  test.each([
    [{ IGN_DATABASE_URL: 'mysql://root:geheim@db/ign' }, 'IGN_DATABASE_URL'],
    [{ IGN_TRUST_PROXY: 'yes' }, 'IGN_TRUST_PROXY'],
    [{ IGN_PUBLIC_URL: 'http://plants.example.com' }, 'IGN_PUBLIC_URL'],
    [{ IGN_PUBLIC_URL: 'https://plants.example.com/ign' }, 'IGN_PUBLIC_URL'],
    [{ IGN_PUBLIC_URL: 'plants' }, 'IGN_PUBLIC_URL'],
    [{ IGN_AUDIT_DAYS: '0' }, 'IGN_AUDIT_DAYS'],
    [{ IGN_AUDIT_DAYS: '36501' }, 'IGN_AUDIT_DAYS'],
    [{ IGN_AUDIT_DAYS: '1.5' }, 'IGN_AUDIT_DAYS'],
    [{ IGN_AUDIT_DAYS: 'a year' }, 'IGN_AUDIT_DAYS'],
  ])('%j are refused by name, without a password', (environment, name) => {
    expect(() => readConfig({}, environment)).toThrow(
      expect.objectContaining({ code: 'platform.setting-invalid', message: expect.stringContaining(name) }),
    )
    expect(() => readConfig({}, environment)).not.toThrow('geheim')
  })

  test('have a public address without a slash at its end', () => {
    expect(readConfig({}, { IGN_PUBLIC_URL: 'https://Plants.example.com/' }).publicUrl.value).toBe(
      'https://plants.example.com',
    )
  })

  test('keep the audit for a year, or for as many days as are set', () => {
    expect(readConfig({}, {}).auditDays.value).toBe(365)
    expect(readConfig({}, { IGN_AUDIT_DAYS: '36500' }).auditDays.value).toBe(36_500)
  })

  test('show no password of the database', () => {
    const { databaseUrl } = readConfig({}, { IGN_DATABASE_URL: 'postgres://ign:geheim@db/ign' })

    expect(JSON.stringify(databaseUrl)).not.toContain('geheim')
    expect(databaseUrl.value?.reveal()).toContain('geheim')
  })
})
