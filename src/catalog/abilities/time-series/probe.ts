import type { ProbedWire, ProbeStep } from '../../model.ts'
import { httpStatus } from '../../toolbox.ts'
import type { TimeSeriesOffer } from './ability.ts'

/**
 * The consumer's login writes a point of now, the database has kept it, and a wrong password is refused. Asked with
 * bash in the provider's container; the login travels in a header that the shell builds.
 */
export function lineProtocolSteps(wire: ProbedWire<'time-series'>): ProbeStep[] {
  const { provider, consumer, offer, claim } = wire
  const write = {
    offer,
    path: `/write?db=${offer.database}`,
    user: claim.user,
    body: `ign_verify,consumer=${consumer.name} value=1i`,
  }
  return [
    {
      what: `user "${claim.user}" writes a point to "${offer.database}"`,
      in: provider.name,
      command: request(write),
      secrets: { STORE_PASSWORD: { of: consumer.name, secret: claim.password.name } },
      passes: ({ stdout }) => [200, 204].includes(httpStatus(stdout)),
      retries: 2,
      hint: ({ stdout }) =>
        httpStatus(stdout) === 401
          ? `${provider.name} does not accept the password that ${consumer.name} has (secrets/${claim.password.name}). Generate the project again and run: docker compose up --detach.`
          : `Look at the database's log: docker compose logs ${provider.name}.`,
    },
    {
      ...keptStep(wire, { measurement: 'ign_verify', tag: 'consumer', value: consumer.name }),
      what: `"${offer.database}" has kept the point`,
    },
    {
      what: 'a client with a wrong password is refused',
      in: provider.name,
      command: ['env', 'STORE_PASSWORD=wrong', ...request(write)],
      passes: ({ stdout }) => [401, 403].includes(httpStatus(stdout)),
      hint: `The database lets strangers in: does ${provider.name} run with the generated settings?`,
    },
  ]
}

interface Point {
  readonly measurement: string
  readonly tag: string
  readonly value: string
}

/** A point of the last five minutes is there, asked with the consumer's login. */
export const keptStep = (
  { provider, consumer, offer, claim }: ProbedWire<'time-series'>,
  { measurement, tag, value }: Point,
): ProbeStep => ({
  what: `"${offer.database}" holds "${measurement}" of the last minutes, with ${tag} "${value}"`,
  in: provider.name,
  command: request({ offer, path: queryPath(offer, { measurement, tag, value }), user: claim.user }),
  secrets: { STORE_PASSWORD: { of: consumer.name, secret: claim.password.name } },
  passes: ({ stdout }) => httpStatus(stdout) === 200 && stdout.includes(`"${value}"`),
  // the writer sends in batches, and the database may need a moment until what it took can be read
  retries: 20,
  hint: `Nothing arrived: look at docker compose logs ${consumer.name} ${provider.name}.`,
})

function queryPath({ kind, database }: TimeSeriesOffer, { measurement, tag, value }: Point): string {
  if (kind === 'questdb') {
    const sql = `select ${tag} from ${measurement} where ${tag} = '${value}' and timestamp > dateadd('m', -5, now()) limit 1`
    return `/exec?query=${encodeURIComponent(sql)}`
  }
  const influxql = `SELECT * FROM ${measurement} WHERE ${tag} = '${value}' AND time > now() - 5m LIMIT 1`
  return `/query?db=${database}&q=${encodeURIComponent(influxql)}`
}

interface Request {
  readonly offer: TimeSeriesOffer
  readonly path: string
  readonly user: string
  readonly body?: string
}

/** A GET, or a POST where there is a body. Reads what the head announces, because not every server hangs up. */
function request({ offer: { port }, path, user, body }: Request): string[] {
  // in the shell's single quotes and in the format of printf
  const literal = (text: string): string => text.replaceAll('%', '%%').replaceAll("'", '%%27')
  const head = [
    `${body === undefined ? 'GET' : 'POST'} ${literal(path)} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Authorization: Basic %s',
    ...(body === undefined ? [] : [`Content-Length: ${body.length}`]),
  ]
  const script = [
    `login=$(printf '%s:%s' '${user}' "$STORE_PASSWORD" | base64 | tr -d '\\n')`,
    `exec 3<>/dev/tcp/127.0.0.1/${port} || exit 1`,
    `printf '${head.join('\\r\\n')}\\r\\n\\r\\n${body ?? ''}' "$login" >&3`,
    readAnswer,
  ]
  return ['timeout', '10', 'bash', '-c', script.join('\n')]
}

const readAnswer = `length=0
while IFS= read -r line <&3; do
  line=\${line%$'\\r'}
  printf '%s\\n' "$line"
  case \${line,,} in
  content-length:*) length=\${line#*:} ;;
  transfer-encoding:*chunked*) length=chunks ;;
  '') break ;;
  esac
done
if [ "$length" = chunks ]; then
  while IFS= read -r size <&3 && size=$((16#\${size%$'\\r'})) && [ "$size" -gt 0 ]; do
    head -c "$size" <&3
    IFS= read -r _ <&3
  done
else
  head -c "$((length))" <&3
fi`
