import type { MqttOffer } from './ability.ts'

/**
 * Three clients at once, for brokers whose image brings Erlang and no MQTT client: with the right password, with a wrong
 * one, and without. The value of the expression is what became of each. `password` is an Erlang term.
 */
export function erlangSessions(offer: MqttOffer, name: string, password: string): string {
  const topic = `ign/verify/${name}/session`
  const user = `"${name}"`
  const logins = [{ user, password }, { user, password: '"wrong"' }, undefined]
  const clients = logins.map((login) => `fun() -> ${erlangSession(offer, topic, login)} end`)
  return [
    'Self = self()',
    'Start = fun(Client) -> Name = make_ref(), spawn(fun() -> Self ! {Name, catch Client()} end), Name end',
    `Names = [Start(Client) || Client <- [${clients.join(', ')}]]`,
    '[receive {Name, Answer} -> Answer after 15000 -> timeout end || Name <- Names]',
  ].join(', ')
}

/** The first was let in and heard itself, the others were refused. */
export const sessionsPassed = (answer: string): boolean =>
  /^\[ok,\{refused,\w+\},\{refused,\w+\}\]$/.test(answer.replace(/\s/g, ''))

/**
 * A client of a few lines in Erlang. It logs in,
 * subscribes, publishes and waits for its own message. The value is `ok`, `{refused, Code}` or what went wrong. User and
 * password are Erlang terms; without them the client comes as a stranger.
 */
function erlangSession(
  { host, port, authorityPath }: MqttOffer,
  topic: string,
  login?: { readonly user: string; readonly password: string },
): string {
  const connect =
    authorityPath === undefined
      ? `{Module, Opened} = {gen_tcp, gen_tcp:connect(Host, ${port}, Options, 5000)}`
      : `{ok, _} = application:ensure_all_started(ssl), {Module, Opened} = {ssl, ssl:connect(Host, ${port}, [{verify, verify_peer}, {cacertfile, "${authorityPath}"}, {server_name_indication, Host} | Options], 5000)}`
  return [
    `Host = "${host}"`,
    'Options = [binary, {active, false}]',
    `Topic = "${topic}"`,
    'Text = integer_to_list(erlang:system_time())',
    // a word is a string of MQTT: its length in two bytes and itself
    'Word = fun(Value) -> Bytes = iolist_to_binary(Value), [<<(byte_size(Bytes)):16>>, Bytes] end',
    // bodies of 16384 bytes and more do not occur
    'Packet = fun(Kind, Body) -> Bytes = iolist_to_binary(Body), Size = byte_size(Bytes), iolist_to_binary([Kind, if Size < 128 -> Size; true -> [128 + Size rem 128, Size div 128] end, Bytes]) end',
    `Login = ${login ? `[Word(${login.user}), Word(${login.password})]` : '[]'}`,
    `Hello = Packet(16#10, [Word("MQTT"), 4, ${login ? '16#c2' : '2'}, 0, 20, Word(["verify" | lists:nthtail(9, Text)]), Login])`,
    'Message = Packet(16#30, [Word(Topic), Text])',
    connect,
    `case Opened of {ok, Socket} -> Read = fun(Size) -> Module:recv(Socket, Size, 5000) end, Send = fun(Data) -> ok = Module:send(Socket, Data) end, Send(Hello), case Read(4) of ${answers} end; Failed -> {no_connection, Failed} end`,
  ].join(', ')
}

const answers = [
  '{ok, <<16#20, 2, _, 0>>} -> Send(Packet(16#82, [0, 1, Word(Topic), 0])), Granted = Read(5), Send(Message), case {Granted, Read(byte_size(Message))} of {{ok, <<16#90, 3, 0, 1, 0>>}, {ok, Message}} -> ok; Else -> {no_message, Else} end',
  '{ok, <<16#20, 2, _, Code>>} -> {refused, Code}',
  '{error, closed} -> {refused, closed}',
  'Else -> {no_answer, Else}',
].join('; ')
