import type { Instance, ProbedWire, ProbeStep } from '../../model.ts'
import { storageOf } from './files.ts'

/** Opens the registered server with the password file that pgAdmin itself uses. */
export function loginSteps({ consumer, offer, claim }: ProbedWire<'database'>): ProbeStep[] {
  const { email } = (consumer as Instance<{ readonly email: string }>).options
  return [
    {
      what: `the registered server "${offer.host}" opens with the password kept for it`,
      in: consumer.name,
      command: ['/venv/bin/python3', '-c', openServer, email, offer.host, claim.role, `${storageOf(email)}/.pgpass`],
      hint: ({ stderr }) =>
        /not registered/.test(stderr)
          ? `Run: docker compose restart ${consumer.name}, which registers the servers again.`
          : /password/.test(stderr)
            ? `The password that ${consumer.name} has is not the one ${offer.host} knows. Run: docker compose up -d ${offer.host}-setup ${consumer.name}.`
            : `Look at the log: docker compose logs ${consumer.name}.`,
    },
  ]
}

const openServer = `
import sqlite3, sys, psycopg
email, host, role, passfile = sys.argv[1:]
store = sqlite3.connect('file:/var/lib/pgadmin/pgadmin4.db?mode=ro', uri=True)
row = store.execute('SELECT s.port, s.maintenance_db FROM server s JOIN user u ON u.id = s.user_id WHERE u.email = ? AND s.host = ? AND s.username = ?', (email, host, role)).fetchone()
if row is None: sys.exit('not registered')
with psycopg.connect(host=host, port=row[0], dbname=row[1], user=role, passfile=passfile, connect_timeout=5) as connection:
    connection.execute('SELECT 1')
`
