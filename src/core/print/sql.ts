/** An SQL identifier that keeps its case and any character. */
export const quoteSqlIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** An SQL string literal under standard_conforming_strings, PostgreSQL's default. */
export const quoteSqlLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`
