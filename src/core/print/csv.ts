/** Spreadsheets take what begins with these for a formula and would carry it out. */
const formula = /^[=+\-@\t\r]/

/** Rows as CSV (RFC 4180). */
export const printCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')

function cell(value: string): string {
  const safe = formula.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
