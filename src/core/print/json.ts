/** JSON with two spaces and a final newline, keys in the order given. */
export const printJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
