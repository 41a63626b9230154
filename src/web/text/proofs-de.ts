import type { Patterns } from './patterns.ts'

/**
 * What probes show of a wire and what to do where they fail, in German. By the English text of the server, see
 * `patterns.ts`; `proofs-de.test.ts` names what is missing.
 */

/** What a step of a probe shows. */
export const proofs: Patterns = {
  '{first:said}; {second:said}': '{first}; {second}',
  '{passed} of {all} checks passed': '{passed} von {all} Prüfungen bestanden',
  '{from} reaches {host}:{port}': '{from} erreicht {host}:{port}',
  'the certificate for {host} is trusted and names it': 'das Zertifikat für {host} ist vertrauenswürdig und nennt ihn',
  '{url} is routed to {host}:{port}': '{url} führt zu {host}:{port}',
  '{url} is routed to {host}:{port}, after a login at {guard}':
    '{url} führt nach einer Anmeldung bei {guard} zu {host}:{port}',
  "{url} is routed to {host}:{port}, after the operator's login":
    '{url} führt nach der Anmeldung „operator“ zu {host}:{port}',
  '{name} stops a browser that nobody has logged in with': '{name} hält einen Browser ohne Anmeldung auf',

  // sign-in
  'the issuer is {url}': 'der Aussteller ist {url}',
  'client "{id}" is accepted with its secret': 'Client „{id}“ wird mit seinem Geheimnis angenommen',
  '{name} sends browsers to {url}': '{name} schickt Browser zu {url}',

  // databases and stores
  'role "{role}" logs in to database "{database}"': 'Rolle „{role}“ meldet sich an Datenbank „{database}“ an',
  'role "{role}" logs in': 'Rolle „{role}“ meldet sich an',
  'role "{role}" looks after its own logins and no other':
    'Rolle „{role}“ verwaltet ihre eigenen Logins und keine anderen',
  'role "{role}" cannot write': 'Rolle „{role}“ kann nicht schreiben',
  'login "{login}" opens database "{database}"': 'Login „{login}“ öffnet Datenbank „{database}“',
  'the registered server "{name}" opens with the password kept for it':
    'der eingetragene Server „{name}“ öffnet sich mit dem dafür hinterlegten Passwort',
  'the login page offers {name}': 'die Anmeldeseite bietet {name}',
  '{name} signs "{user}" in to {database}': '{name} meldet „{user}“ an {database} an',
  'data source "{name}" answers {query}': 'Datenquelle „{name}“ beantwortet {query}',
  'user "{user}" writes a point to "{database}"': 'Benutzer „{user}“ schreibt einen Punkt nach „{database}“',
  '"{database}" has kept the point': '„{database}“ hat den Punkt behalten',
  '"{database}" holds "{measurement}" of the last minutes, with {tag} "{value}"':
    '„{database}“ enthält „{measurement}“ der letzten Minuten, mit {tag} „{value}“',
  'a client with a wrong password is refused': 'ein Client mit falschem Passwort wird abgewiesen',
  'user "{user}" writes the key "{key}" and reads it back':
    'Benutzer „{user}“ schreibt den Schlüssel „{key}“ und liest ihn zurück',
  'user "{user}" is refused keys of others': 'Benutzer „{user}“ bekommt fremde Schlüssel nicht',
  'a client without a login is refused': 'ein Client ohne Anmeldung wird abgewiesen',
  'the AppRole of {name} logs in and reads its own {purpose}':
    'die AppRole von {name} meldet sich an und liest ihr eigenes {purpose}',
  'it is refused what belongs to others ({path})': 'Fremdes bekommt sie nicht ({path})',
  'it reads the database login {login}': 'sie liest das Datenbank-Login {login}',

  // messages
  'user "{user}" publishes a message and receives it': 'Benutzer „{user}“ sendet eine Nachricht und empfängt sie',
  'user "{user}" publishes a message and receives it, a wrong password and a stranger are refused':
    'Benutzer „{user}“ sendet eine Nachricht und empfängt sie; falsches Passwort und Fremde werden abgewiesen',
  'user "{user}" with a wrong password is refused': 'Benutzer „{user}“ wird mit falschem Passwort abgewiesen',
  'a client without a password is refused': 'ein Client ohne Passwort wird abgewiesen',
  'the bridge to {broker} is up': 'die Bridge zu {broker} steht',
  'a message published on {broker} arrives on {other}': 'eine auf {broker} gesendete Nachricht kommt auf {other} an',
  '{name} holds a connection to {host}:{port}': '{name} hält eine Verbindung zu {host}:{port}',
  '"{user}" is logged in over MQTT': '„{user}“ ist über MQTT angemeldet',
  '{name} is connected and answers on {topic}': '{name} ist verbunden und antwortet auf {topic}',
  '{name} is connected and answers on {topic}, a wrong password is refused':
    '{name} ist verbunden und antwortet auf {topic}; ein falsches Passwort wird abgewiesen',
  'a mail from {name} is accepted and kept': 'eine E-Mail von {name} wird angenommen und aufgehoben',
  'the token of "{name}" publishes a message, and it can be read back':
    'das Token von „{name}“ sendet eine Nachricht, die sich zurücklesen lässt',
  'nobody publishes to or reads "{topic}" without a login':
    'ohne Anmeldung kann niemand „{topic}“ lesen oder dorthin senden',
  '{name} hears the topic "{topic}"': '{name} hört das Topic „{topic}“',
  'nobody sends commands without a login, and who listens does not either':
    'ohne Anmeldung sendet niemand Befehle, und wer nur zuhört, auch nicht',

  // what watches
  '{name} scrapes {target}': '{name} fragt {target} ab',
  '{name} has lines that {other} sent': '{name} hat Zeilen, die {other} gesendet hat',
  '{name} has the alert by which {other} shows that its way is open':
    '{name} hat den Alarm, mit dem {other} zeigt, dass der Weg offen ist',
  '{name} has answers that {other} gathered': '{name} hat Antworten, die {other} gesammelt hat',
  '{name} has a contact point that pushes to "{topic}"': '{name} hat einen Kontaktpunkt, der an „{topic}“ sendet',
  '{name} finds containers': '{name} findet Container',
  '{proxy} passes on what {name} asks: {sections}': '{proxy} gibt weiter, was {name} fragt: {sections}',
  '{proxy} refuses what nobody asked for': '{proxy} lehnt ab, wonach niemand fragt',
  '{proxy} lets it neither make containers nor run commands in them':
    '{proxy} lässt es weder Container anlegen noch Befehle darin ausführen',
  '{gateway} answers {other} that it is running': '{gateway} antwortet {other}, dass es läuft',
}

const again = 'Das Projekt neu erzeugen und ausführen: docker compose up'

/** What to do where a step failed. */
export const remedies: Patterns = {
  "{name} does not answer on the stack's network: is it running (docker compose ps)?":
    '{name} antwortet im Netz des Stacks nicht: Läuft es (docker compose ps)?',
  'Look at its log: docker compose logs {name}.': 'Das Protokoll ansehen: docker compose logs {name}.',
  'Look at the log: docker compose logs {name}.': 'Das Protokoll ansehen: docker compose logs {name}.',
  "Look at the database's log: docker compose logs {name}.":
    'Das Protokoll der Datenbank ansehen: docker compose logs {name}.',
  "Look at the broker's log: docker compose logs {name}.":
    'Das Protokoll des Brokers ansehen: docker compose logs {name}.',
  "Look at the server's log: docker compose logs {name}.":
    'Das Protokoll des Servers ansehen: docker compose logs {name}.',
  "Look at the proxy's log: docker compose logs {name}.":
    'Das Protokoll des Proxys ansehen: docker compose logs {name}.',
  "Look at the mail server's log: docker compose logs {name}.":
    'Das Protokoll des Mailservers ansehen: docker compose logs {name}.',
  "Look at the gateway's log: docker compose logs {name}.":
    'Das Protokoll des Gateways ansehen: docker compose logs {name}.',
  'Generate the project again and run: docker compose up --detach {name}': `${again} --detach {name}`,
  'Generate again and run docker compose up -d {name}.': 'Neu erzeugen und docker compose up -d {name} ausführen.',
  'Run docker compose up --detach {name} and look at its log.':
    'docker compose up --detach {name} ausführen und das Protokoll ansehen.',

  // pages and sign-in
  'The proxy has no route for {host}: look for errors in its log (docker compose logs {name}).':
    'Der Proxy hat keine Route für {host}: in seinem Protokoll nach Fehlern suchen (docker compose logs {name}).',
  'The proxy cannot reach {target}: is the service healthy?':
    'Der Proxy erreicht {target} nicht: Ist der Dienst gesund?',
  'The proxy cannot reach {guard} or {target}: is the service healthy?':
    'Der Proxy erreicht {guard} oder {target} nicht: Ist der Dienst gesund?',
  'The digest that {name} has is not of the secret that {other} has (secrets/{secret}): generate again and run docker compose up -d.':
    'Der Hashwert von {name} gehört nicht zum Geheimnis von {other} (secrets/{secret}): neu erzeugen und docker compose up -d ausführen.',
  'Single sign-on is off or set differently in {name}: run docker compose up -d {same}.':
    'Single Sign-on ist in {name} aus oder anders eingestellt: docker compose up -d {same} ausführen.',
  'The job that makes clients failed: look at docker compose logs {name}-identity.':
    'Der Job, der Clients anlegt, ist gescheitert: docker compose logs {name}-identity ansehen.',
  'The secret that {name} has is not that of {other} (secrets/{secret}): run docker compose up -d.':
    'Das Geheimnis von {name} ist nicht das von {other} (secrets/{secret}): docker compose up -d ausführen.',
  'The public address and the generated settings disagree: generate again and run docker compose up -d {name}.':
    'Öffentliche Adresse und erzeugte Einstellungen passen nicht zusammen: neu erzeugen und docker compose up -d {name} ausführen.',
  'The secret that {name} has (secrets/{secret}) is not the one {other} knows for client "{id}". Set it there under Clients > {same} > Credentials.':
    'Das Geheimnis von {name} (secrets/{secret}) ist nicht das, was {other} für Client „{id}“ kennt. Dort unter Clients > {same} > Credentials setzen.',

  // databases and stores
  "The administrator's password was changed in {name}. Give ign the new one: options: { password: file:./NAME } of {same} in the plant file, then generate again.":
    'Das Passwort des Administrators wurde in {name} geändert. Das neue in der Anlagendatei bei {same} angeben, options: { password: file:./NAME }, und neu erzeugen.',
  'The data source is not provisioned: run docker compose up -d {name} and look at its log.':
    'Die Datenquelle ist nicht angelegt: docker compose up -d {name} ausführen und das Protokoll ansehen.',
  '{name} cannot query {source}: docker compose logs {same}.':
    '{name} kann {source} nicht abfragen: docker compose logs {same}.',
  '{name} cannot query {source} as "{user}": docker compose logs {same}.':
    '{name} kann {source} nicht als „{user}“ abfragen: docker compose logs {same}.',
  '{store} does not accept the password that {name} has (secrets/{secret}). Generate the project again and run: docker compose up --detach.': `{store} nimmt das Passwort von {name} nicht an (secrets/{secret}). ${again} --detach.`,
  'The database lets strangers in: does {name} run with the generated settings?':
    'Die Datenbank lässt Fremde ein: Läuft {name} mit den erzeugten Einstellungen?',
  'Nothing arrived: look at docker compose logs {name} {other}.':
    'Nichts kam an: docker compose logs {name} {other} ansehen.',
  'The list of servers is not the generated one: run docker compose up -d {name}.':
    'Die Liste der Server ist nicht die erzeugte: docker compose up -d {name} ausführen.',
  "Role \"{role}\" has more rights than it needs: look at SHOW GRANTS FOR '{same}'@'%'.":
    "Rolle „{role}“ hat mehr Rechte als nötig: SHOW GRANTS FOR '{same}'@'%' ansehen.",
  'Role "{role}" has more rights than it needs: take them away (\\du and \\dn+ in psql show them).':
    'Rolle „{role}“ hat mehr Rechte als nötig: entziehen (\\du und \\dn+ in psql zeigen sie).',
  'The password that {name} has (secrets/{secret}) is not the one {other} knows for role "{role}". Run: docker compose up -d {setup}-setup, which sets it again.':
    'Das Passwort von {name} (secrets/{secret}) ist nicht das, was {other} für Rolle „{role}“ kennt. docker compose up -d {setup}-setup ausführen; das setzt es neu.',
  'The password that {name} has (secrets/{secret}) is not the one {other} knows for login "{login}". Run: docker compose up -d {setup}-setup, which sets it again.':
    'Das Passwort von {name} (secrets/{secret}) ist nicht das, was {other} für Login „{login}“ kennt. docker compose up -d {setup}-setup ausführen; das setzt es neu.',
  'Run: docker compose up -d {setup}-setup, which creates what is missing.':
    'docker compose up -d {setup}-setup ausführen; das legt an, was fehlt.',
  'Role "{role}" lacks a right. Run: docker compose up -d {setup}-setup, which grants it again.':
    'Rolle „{role}“ fehlt ein Recht. docker compose up -d {setup}-setup ausführen; das erteilt es neu.',
  '"{login}" lacks a right. Run: docker compose up -d {setup}-setup, which grants it again.':
    '„{login}“ fehlt ein Recht. docker compose up -d {setup}-setup ausführen; das erteilt es neu.',
  'Role "{role}" lost a right: docker compose up -d {setup}-setup grants it again.':
    'Rolle „{role}“ hat ein Recht verloren: docker compose up -d {setup}-setup erteilt es neu.',
  'Somebody gave "{login}" more rights than it needs: take them away.':
    'Jemand gab „{login}“ mehr Rechte als nötig: entziehen.',
  'Run: docker compose restart {name}, which registers the servers again.':
    'docker compose restart {name} ausführen; das trägt die Server neu ein.',
  'The password that {name} has is not the one {other} knows. Run: docker compose up -d {setup}-setup {same}.':
    'Das Passwort von {name} ist nicht das, was {other} kennt. docker compose up -d {setup}-setup {same} ausführen.',
  'Open {name} in a browser: its login page says what is wrong. See also docker compose logs {same}.':
    '{name} im Browser öffnen: Die Anmeldeseite sagt, was nicht stimmt. Siehe auch docker compose logs {same}.',
  'The server does not accept the password that {name} has (secrets/{secret}). Generate the project again and run: docker compose up -d {server} {same}.': `Der Server nimmt das Passwort von {name} nicht an (secrets/{secret}). ${again} -d {server} {same}.`,
  'Its rights are too wide: generate the project again and run docker compose up -d {name}.':
    'Seine Rechte reichen zu weit: das Projekt neu erzeugen und docker compose up -d {name} ausführen.',
  'The server lets strangers in: does {name} run with the generated start.sh?':
    'Der Server lässt Fremde ein: Läuft {name} mit der erzeugten start.sh?',
  'Run: docker compose up --detach {setup}-setup, which gives {name} its login and secrets again.':
    'docker compose up --detach {setup}-setup ausführen; das gibt {name} Login und Geheimnisse neu.',
  'The policy {policy} lets too much through, or nothing at all. {again:said}':
    'Die Richtlinie {policy} lässt zu viel durch oder gar nichts. {again}',
  'Does {name} run? {again:said}': 'Läuft {name}? {again}',

  // messages
  'The broker does not accept the password that {name} has (secrets/{secret}). Generate the project again and run: docker compose up -d {broker} {same}.': `Der Broker nimmt das Passwort von {name} nicht an (secrets/{secret}). ${again} -d {broker} {same}.`,
  'The broker does not accept the password that {name} has (secrets/{secret}) for user "{user}". Generate the project again and run: docker compose up -d {broker} {same}.': `Der Broker nimmt das Passwort von {name} (secrets/{secret}) für Benutzer „{user}“ nicht an. ${again} -d {broker} {same}.`,
  "The broker's certificate does not fit: generate the project again and restart {name}.":
    'Das Zertifikat des Brokers passt nicht: das Projekt neu erzeugen und {name} neu starten.',
  'The broker lets strangers in: does {name} run with the generated settings?':
    'Der Broker lässt Fremde ein: Läuft {name} mit den erzeugten Einstellungen?',
  'The broker lets strangers in: does {name} run with the generated mosquitto.conf?':
    'Der Broker lässt Fremde ein: Läuft {name} mit der erzeugten mosquitto.conf?',
  'The broker does not ask for passwords: does {name} run with the generated mosquitto.conf?':
    'Der Broker fragt nicht nach Passwörtern: Läuft {name} mit der erzeugten mosquitto.conf?',
  'The broker takes any password: does {name} run with the generated nats.conf?':
    'Der Broker nimmt jedes Passwort: Läuft {name} mit der erzeugten nats.conf?',
  'The broker takes any password: does {name} run with the generated settings?':
    'Der Broker nimmt jedes Passwort: Läuft {name} mit den erzeugten Einstellungen?',
  'See why in the log: docker compose logs {name}. Does {other} run?':
    'Den Grund nennt das Protokoll: docker compose logs {name}. Läuft {other}?',
  'See the bridge in the log: docker compose logs {name}.':
    'Die Bridge steht im Protokoll: docker compose logs {name}.',
  '{name} is not connected: see why in its log (docker compose logs {same}) and in that of {other}.':
    '{name} ist nicht verbunden: den Grund nennen sein Protokoll (docker compose logs {same}) und das von {other}.',
  'Telegraf is not connected: look at docker compose logs {name} {other}.':
    'Telegraf ist nicht verbunden: docker compose logs {name} {other} ansehen.',
  '{name} did not answer: is its tab "{tab}" deployed, and does its log (docker compose logs {same}) show a connection?':
    '{name} antwortete nicht: Ist sein Tab „{tab}“ übernommen, und zeigt sein Protokoll (docker compose logs {same}) eine Verbindung?',
  '{server} does not know the token that {name} has: generate again and run docker compose up --detach {again} {same}.':
    '{server} kennt das Token von {name} nicht: neu erzeugen und docker compose up --detach {again} {same} ausführen.',
  'Strangers get through: does {name} run with the generated server.yml?':
    'Fremde kommen durch: Läuft {name} mit der erzeugten server.yml?',

  // what watches
  '{name} sends nothing: run docker compose up --detach {same}, then look at docker compose logs {again}.':
    '{name} sendet nichts: docker compose up --detach {same} ausführen, dann docker compose logs {again} ansehen.',
  '{name} answers but has no line of {other}: docker compose logs {log}.':
    '{name} antwortet, hat aber keine Zeile von {other}: docker compose logs {log}.',
  '{name} does not answer {other}: docker compose logs {log}.':
    '{name} antwortet {other} nicht: docker compose logs {log}.',
  '{name} has no job for {other}: generate again and run docker compose up -d {same}.':
    '{name} hat keinen Job für {other}: neu erzeugen und docker compose up -d {same} ausführen.',
  'The last scrape failed; see why with: docker compose exec {name} wget -qO- http://{target}{path}':
    'Die letzte Abfrage ist gescheitert; warum, zeigt: docker compose exec {name} wget -qO- http://{target}{path}',
  '{name} has nothing to ask {other} for: a stack of exporters alone has no pages, databases or brokers.':
    '{name} hat {other} nichts zu fragen: Ein Stack nur aus Exportern hat keine Seiten, Datenbanken oder Broker.',
  'The proxy refuses it: docker compose up --detach {name}.':
    'Der Proxy lehnt es ab: docker compose up --detach {name}.',
  '{proxy} refuses it: generate again and run docker compose up --detach {same}.':
    '{proxy} lehnt es ab: neu erzeugen und docker compose up --detach {same} ausführen.',
  "The Docker Engine does not answer {proxy}: is its option socket the path of the engine's socket?":
    'Die Docker Engine antwortet {proxy} nicht: Nennt seine Option socket den Pfad ihres Sockets?',
  'The proxy lets everything through: does {name} run with the generated haproxy.cfg?':
    'Der Proxy lässt alles durch: Läuft {name} mit der erzeugten haproxy.cfg?',
  'The proxy lets more through: give {name} a docker-socket-proxy of its own.':
    'Der Proxy lässt mehr durch: {name} einen eigenen docker-socket-proxy geben.',
}
