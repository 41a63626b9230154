import { describe, expect, it } from 'vitest'
import { formatIssue } from '../../core/issue.ts'
import { readUserList } from './read-csv.ts'

const read = (...lines: string[]) => readUserList(lines.join('\n'), 'people.csv')
const problems = (...lines: string[]): string[] => read(...lines).issues.map((issue) => formatIssue(issue))

const ada = {
  username: 'ada',
  email: 'ada@plant.example',
  firstName: 'Ada',
  lastName: 'Lovelace',
  roles: ['grafana-admin', 'shift'],
}

describe('D-A15: a list of users', () => {
  it('is read with its columns in any order', () => {
    expect(
      read('roles,lastName,email,username,firstName', '"grafana-admin, shift",Lovelace,ada@plant.example,ada,Ada'),
    ).toMatchObject({ users: [ada], issues: [] })
  })

  it('is read as German spreadsheets write it', () => {
    const text = [
      '\uFEFFBenutzername;E-Mail;Vorname;Nachname;Rollen',
      'ada;ada@plant.example;Ada;Lovelace;grafana-admin shift',
      '',
      ';;;;',
      '"j\u00f6rg";joerg@plant.example;J\u00f6rg;"M\u00fcller; geb. ""Vogt"""',
      '',
    ].join('\r\n')

    const { users, issues } = readUserList(text.replace('"j\u00f6rg"', '"joerg"'), 'people.csv')

    expect(issues).toEqual([])
    expect(users).toEqual([
      ada,
      { username: 'joerg', email: 'joerg@plant.example', firstName: 'J\u00f6rg', lastName: 'M\u00fcller; geb. "Vogt"' },
    ])
  })

  it('leaves out what is not said', () => {
    expect(read('username\temail\troles\tgroups', 'ada\tada@plant.example\t\tshift-a').users).toEqual([
      { username: 'ada', email: 'ada@plant.example', groups: ['shift-a'] },
    ])
  })

  it('takes a password by reference alone and never repeats one', () => {
    const given = read('username,email,password', 'ada,ada@plant.example,env:ADA_PASSWORD')
    const [inClear] = problems('username,email,password', 'ada,ada@plant.example,Sommer2026!')

    expect(given.users[0]?.password).toBe('env:ADA_PASSWORD')
    expect(inClear).toContain('people.csv:2:23: error stack.invalid-value at users[0].password')
    expect(inClear).not.toContain('Sommer')
  })

  it('tells every problem at once, at its place', () => {
    expect(
      problems(
        'username,email,firstName',
        '"max",max@plant.example,"Max',
        'imilian"',
        'Eva,eva.plant.example,Eva',
        'max,eva@plant.example,,more',
        'kim,EVA@plant.example',
      ),
    ).toEqual([
      'people.csv:2:25: error stack.invalid-value at users[0].firstName: "firstName" must be one line',
      'people.csv:4:1: error stack.invalid-value at users[1].username: "username" must be lower case letters, digits, ".", "_" and "-"',
      'people.csv:4:5: error stack.invalid-value at users[1].email: "email" must be a mail address',
      'people.csv:5:1: error stack.duplicate-name at users[2].username: "max" stands in line 2 already\n    Remove one of the two lines.',
      'people.csv:5:24: error stack.unknown-key at users[2]: there are more cells than columns\n    Put a cell with separators in it into quotation marks.',
      'people.csv:6:5: error stack.duplicate-name at users[3].email: "eva@plant.example" stands in line 5 already\n    Give one of them another address.',
    ])
  })

  it('tells what is wrong with its columns', () => {
    expect(problems('usernam;e-mail;shoe size;mail', 'ada;ada@plant.example;36;')).toEqual([
      'people.csv:1:1: error stack.missing-value at users.columns: the column "username" is missing\n    Name the columns in the first line.',
      'people.csv:1:1: error stack.unknown-key at users.columns[0]: unknown column "usernam"\n    Did you mean "username"?',
      expect.stringMatching(/^people.csv:1:16: error stack.unknown-key at .*: unknown column "shoe size"/),
      'people.csv:1:26: error stack.duplicate-name at users.columns[3]: two columns are the email\n    Remove one of the two.',
    ])
  })

  it.each([
    [
      'a quotation that is never closed',
      ['username,email', 'ada,"ada@plant.example', 'max,max@plant.example'],
      'stack.unreadable',
    ],
    ['text after a quotation', ['username,email', 'ada,"ada"@plant.example'], 'stack.unreadable'],
    ['nothing', [''], 'stack.empty'],
    ['no users', ['username,email', ''], 'stack.empty'],
    [
      'more users than a plant takes',
      ['username,email', ...Array.from({ length: 1001 }, (_, n) => `u${n},u${n}@a.b`)],
      'stack.too-large',
    ],
    ['a whole disk', [`username,email\n${'x'.repeat(1_048_576)}`], 'stack.too-large'],
  ])('is refused with %s', (_, lines, code) => {
    const { users, issues } = read(...lines)

    expect(users).toEqual([])
    expect(issues[0]?.code).toBe(code)
  })

  it('ends quickly, whatever it is given', () => {
    const hostile = ['"', '",', ',"', '""', '"\n', ';', '\r', '\u0000', '__proto__,constructor\n', '=cmd()\n']
    for (const piece of hostile) expect(read(piece.repeat(20_000)).users).toEqual([])
  })
})
