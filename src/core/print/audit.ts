import { printCsv } from './csv.ts'

const columns = [
  'at',
  'actor',
  'action',
  'target',
  'outcome',
  'code',
  'address',
  'requestId',
  'changed',
  'id',
  'times',
  'plant',
] as const

/** A line of the audit; what is missing becomes an empty cell. */
export type PrintedLine = Readonly<
  Record<Exclude<(typeof columns)[number], 'plant'>, string | number | boolean | null> & {
    plant: { readonly name: string } | null
  }
>

/** The audit as CSV with a head, for a spreadsheet; the same whoever writes it. */
export const printAudit = (lines: readonly PrintedLine[]): string => printCsv([columns, ...lines.map(cellsOf)])

function cellsOf({ plant, ...line }: PrintedLine): string[] {
  const values = { ...line, plant: plant?.name }
  return columns.map((column) => String(values[column] ?? ''))
}
