import { type Instance, password } from '../../model.ts'
import { type DatabaseClaim, roleName } from './ability.ts'

/** Login of a dashboard service on the shared database, SELECT only; asked for when the database becomes its data source. */
export const readerOf = (database: Instance, sharedDatabase: string, dashboards: string): DatabaseClaim => ({
  database: sharedDatabase,
  role: `${roleName(dashboards)}_reader`,
  password: password(`${database.name}.${dashboards}.reader-password`),
  access: 'reader',
})
