import type { ProbedWire, ProbeStep } from '../../model.ts'

/** The page offers the server; that its login works is shown by the database. */
export function loginSteps({ consumer, provider }: ProbedWire<'database'>): ProbeStep[] {
  return [
    {
      what: `the login page offers ${provider.name}`,
      in: consumer.name,
      command: ['wget', '-q', '-T', '5', '-O', '-', 'http://127.0.0.1:8080/'],
      passes: ({ exitCode, stdout }) => exitCode === 0 && stdout.includes(`<option>${provider.name}`),
      hint: `The list of servers is not the generated one: run docker compose up -d ${consumer.name}.`,
    },
  ]
}
