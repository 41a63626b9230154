/** Services that speak one protocol and understand the same SQL, by id: for `Accept.providers`. */
export const postgresFamily: readonly string[] = ['postgres', 'timescaledb']
export const mariadbFamily: readonly string[] = ['mariadb']
export const mssqlFamily: readonly string[] = ['mssql']
