import type { ProbedWire, ProbeStep } from '../../model.ts'

/** Topics on which the flows of a new installation answer: what arrives at `request` is published to `reply`. */
export const echoTopics = (user: string) => ({
  request: `ign/verify/${user}/ping`,
  reply: `ign/verify/${user}/pong`,
})

/** Asked with Node-RED's own MQTT library, out of its container: the running flows answer, a wrong password is refused. */
export function echoSteps({ provider, consumer, offer, claim }: ProbedWire<'mqtt-broker'>): ProbeStep[] {
  const { request, reply } = echoTopics(claim.user)
  return [
    {
      what: `${consumer.name} is connected and answers on ${reply}${offer.isOpen ? '' : ', a wrong password is refused'}`,
      in: consumer.name,
      command: [
        'node',
        '-e',
        script,
        `${offer.authorityPath === undefined ? 'mqtt' : 'mqtts'}://${offer.host}:${offer.port}`,
        offer.authorityPath ?? '',
        offer.protocolVersion === '5' ? '5' : '4',
        claim.user,
        request,
        reply,
        offer.isOpen ? 'open' : 'closed',
      ],
      secrets: { MQTT_PASSWORD: { of: consumer.name, secret: claim.password.name } },
      retries: 2,
      hint: ({ stderr }) =>
        /Connection refused/.test(stderr)
          ? `The broker does not accept the password that ${consumer.name} has (secrets/${claim.password.name}). Generate the project again and run: docker compose up -d ${provider.name} ${consumer.name}.`
          : /let in/.test(stderr)
            ? `The broker takes any password: does ${provider.name} run with the generated settings?`
            : `${consumer.name} did not answer: is its tab "${offer.host}" deployed, and does its log (docker compose logs ${consumer.name}) show a connection?`,
    },
  ]
}

/** The password comes from the environment, where only this process has it. */
const script = `
const mqtt = require(require.resolve('mqtt', { paths: ['/usr/src/node-red/node_modules/@node-red/nodes', '/usr/src/node-red'] }))
const [url, ca, version, username, request, reply, access] = process.argv.slice(1)
const end = (code, text) => { console[code ? 'error' : 'log'](text); process.exit(code) }
const connect = (password) => mqtt.connect(url, {
  username, password, protocolVersion: Number(version), connectTimeout: 5000, reconnectPeriod: 0,
  clientId: 'verify' + require('crypto').randomBytes(7).toString('hex'),
  ...(ca ? { ca: require('fs').readFileSync(ca) } : {}),
})
const open = new Set(['answer', ...(access === 'open' ? [] : ['stranger'])])
const done = (part) => { open.delete(part); if (open.size === 0) end(0, 'answered') }
const text = String(process.hrtime.bigint())
const client = connect(process.env.MQTT_PASSWORD)
client.on('error', (error) => end(1, error.message || error.code))
client.on('close', () => end(1, 'the broker closed the connection'))
client.on('connect', () => client.subscribe(reply, { qos: 1 }, (error, [granted] = []) => {
  if (error || !granted || granted.qos > 2) end(1, 'not allowed to read ' + reply)
  const ask = () => client.publish(request, text, { qos: 1 })
  ask()
  setInterval(ask, 700)
}))
client.on('message', (_, message) => String(message) === text && done('answer'))
if (open.has('stranger')) {
  const stranger = connect('wrong')
  stranger.on('connect', () => end(1, 'a wrong password was let in'))
  stranger.on('error', () => {})
  stranger.on('close', () => done('stranger'))
}
setTimeout(() => end(1, 'no answer'), 8000)
`
