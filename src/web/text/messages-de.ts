import type { Patterns } from './patterns.ts'

/**
 * What is told about plants and their wires, in German: problems with their hints, reasons of wires and of services
 * that were added. By the English text of the server, see `patterns.ts`; `messages-de.test.ts` names what is missing.
 */

/** Problems of a plant file and of the stack as a whole. */
export const stackMessages: Patterns = {
  '"{service}": {message:said}': '„{service}“: {message}',
  'Did you mean "{word}"?': 'Ist „{word}“ gemeint?',

  // reading the text
  'Check indentation, quotes and colons at this place.':
    'Einrückung, Anführungszeichen und Doppelpunkte an dieser Stelle prüfen.',
  'Remove or rename one of the two.': 'Eines von beiden entfernen oder umbenennen.',
  '{file} is larger than 1 MiB': '{file} ist größer als 1 MiB',
  'lists and mappings are nested more than {count} deep':
    'Listen und Zuordnungen sind mehr als {count} Ebenen tief verschachtelt',
  'the plant file has too many parts': 'die Anlagendatei hat zu viele Teile',
  'the text holds more than one document': 'der Text enthält mehr als ein Dokument',
  'the same key stands twice in one mapping': 'derselbe Schlüssel steht zweimal in einer Zuordnung',
  'no anchor "{name}" stands above this alias': 'über diesem Alias steht kein Anker „{name}“',
  'the text has more than {count} aliases': 'der Text hat mehr als {count} Aliase',
  '"{name}" is defined in the plant file and in the folder': '„{name}“ ist in der Anlagendatei und im Ordner definiert',
  'the overlay takes away "{name}", which is not there': 'das Overlay nimmt „{name}“ weg, das es nicht gibt',
  'Correct the name or remove the line.': 'Namen berichtigen oder Zeile entfernen.',
  'the overlay keeps the name "{name}", and with it secrets and data':
    'das Overlay behält den Namen „{name}“ und damit Geheimnisse und Daten',
  'Give the overlay a name of its own, unless it is the same stack.':
    'Dem Overlay einen eigenen Namen geben, wenn es nicht derselbe Stack ist.',

  // values
  'there are more problems than these': 'es gibt mehr Probleme als diese',
  'unknown key "{key}"': 'unbekannter Schlüssel „{key}“',
  'Known keys here: {keys}.': 'Bekannt sind hier: {keys}.',
  'No keys are expected here.': 'Hier werden keine Schlüssel erwartet.',
  'the name "{name}" {rule:rules}': 'der Name „{name}“ {rule}',
  '"{name}" is missing; it {rule:rules}': '„{name}“ fehlt; es {rule}',
  '"{name}" {rule:rules}': '„{name}“ {rule}',
  'the document {rule:rules}': 'das Dokument {rule}',

  // services, versions, ports
  'the plant has no services': 'die Anlage hat keine Dienste',
  'Add one: ign stack catalog lists them.': 'Einen hinzufügen: ign stack catalog nennt sie.',
  '"{id}" is not in the catalogue': '„{id}“ ist nicht im Katalog',
  'The catalogue has: {ids}.': 'Der Katalog hat: {ids}.',
  '"{word}" is taken as "{id}": {why:said}': '„{word}“ wird als „{id}“ genommen: {why}',
  'Write uses: {id}.': 'uses: {id} schreiben.',
  'Promtail reached its end of life on 2026-03-02 and gets no more updates; Alloy, its successor, takes its place':
    'Promtail wird seit 2026-03-02 nicht mehr gepflegt; Alloy, der Nachfolger, tritt an seine Stelle',
  'MailHog is not maintained any more; Mailpit takes its place with the same ports and API paths of its own':
    'MailHog wird nicht mehr gepflegt; Mailpit tritt an seine Stelle, mit denselben Ports und eigenen API-Pfaden',
  '{title} has no version "{version}" here': '{title} gibt es hier nicht in der Version „{version}“',
  '{title} {version} was not tried': '{title} {version} wurde nicht erprobt',
  'Listed versions: {versions}.': 'Gelistete Versionen: {versions}.',
  '{title} has no port "{port}"': '{title} hat keinen Port „{port}“',
  'Ports of {title}: {ports}.': 'Ports von {title}: {ports}.',
  'the port "{port}" of {title} is not open with these options, so nothing is published':
    'der Port „{port}“ von {title} ist mit diesen Optionen nicht offen; nichts wird veröffentlicht',
  'Change the options or remove it.': 'Die Optionen ändern oder ihn entfernen.',
  'host port {port} is already given to "{owner}"': 'Host-Port {port} ist schon an „{owner}“ vergeben',
  'Give "{name}" another port.': '„{name}“ einen anderen Port geben.',
  '"{name}" publishes {title:said} on {port}, because {wanted} is taken by "{owner}"':
    '„{name}“ veröffentlicht {title} auf {port}, weil {wanted} von „{owner}“ belegt ist',
  '"{host}" is already the host of "{owner}"': '„{host}“ ist schon der Host von „{owner}“',
  '"{name}" is also the name of a container of "{owner}"': '„{name}“ heißt auch ein Container von „{owner}“',

  // what is connected with what
  'the services would be connected in more than {count} ways': 'die Dienste wären auf mehr als {count} Wegen verbunden',
  'Choose with connect which services use which.': 'Mit connect wählen, welche Dienste welche nutzen.',
  '"{name}" was added: {why:said}': '„{name}“ ist hinzugekommen: {why}',
  '{consumer} uses {provider} for {ability:purposes}': '{consumer} nutzt {provider} {ability}',
  '"{consumer}" uses "{provider}" for {ability}; {others:list} could serve it too':
    '„{consumer}“ nutzt „{provider}“ für {ability}; möglich wären auch {others}',
  'Choose with connect: { {ability}: {provider} }.': 'Mit connect: { {ability}: {provider} } wählen.',
  '"{name}" cannot work without a {service}: {why:said}': '„{name}“ kommt ohne {service} nicht aus: {why}',
  'Name a service that uses {service}, or remove the entry.':
    'Einen Dienst mit uses: {service} nennen oder den Eintrag entfernen.',
  '"{name}" can use only one service for {ability}': '„{name}“ kann für {ability} nur einen Dienst nutzen',
  'Keep one of {names}.': 'Einen behalten von: {names}.',
  '"{ability}" is not something "{name}" accepts': '„{ability}“ kann „{name}“ nicht nutzen',
  '{title} accepts: {abilities:list}.': '{title} nutzt: {abilities}.',
  '"{name}" does not offer {ability}': '„{name}“ bietet {ability} nicht',
  'there is no service "{name}"': 'es gibt keinen Dienst „{name}“',
  'Services that offer it: {names}.': 'Dienste, die es bieten: {names}.',
  'No service of the plant offers it.': 'Kein Dienst der Anlage bietet es.',
  '{title} can be in a stack only once, but there are {count}: {names}':
    '{title} kann nur einmal in einem Stack sein, da sind aber {count}: {names}',
  'only one {kind:kinds} can be in a stack, but there are {count}: {names}':
    'nur {kind} kann in einem Stack sein, da sind aber {count}: {names}',
  'Services of the plant: {names}.': 'Dienste der Anlage: {names}.',
  'services wait for each other: {circle}': 'Dienste warten aufeinander: {circle}',

  // host names and TLS
  'no reverse proxy routes to "{name}", so its route is not used':
    'kein Reverse-Proxy führt zu „{name}“; seine Route gilt daher nicht',
  'Add a service that uses traefik, or remove the route.':
    'Einen Dienst mit uses: traefik hinzufügen oder die Route entfernen.',
  'no reverse proxy routes to "{name}", so its host is not used':
    'kein Reverse-Proxy führt zu „{name}“; sein Host gilt daher nicht',
  'Add a service that uses traefik, or remove the host.':
    'Einen Dienst mit uses: traefik hinzufügen oder den Host entfernen.',
  'the host name of "{name}" has {count} characters with the domain, but DNS allows 253':
    'der Hostname von „{name}“ hat mit der Domäne {count} Zeichen, DNS erlaubt 253',
  'Give "{name}" a shorter host, or shorten the domain.': '„{name}“ einen kürzeren Host geben oder die Domäne kürzen.',
  'Give it a public host name, or use tls: internal-ca.':
    'Einen öffentlichen Hostnamen geben oder tls: internal-ca verwenden.',
  'no public authority issues certificates for "{host}"':
    'keine öffentliche Zertifizierungsstelle stellt Zertifikate für „{host}“ aus',
  'tls: acme needs the mail address of the account': 'tls: acme braucht die E-Mail-Adresse des Kontos',
  'Add settings.acme.email.': 'settings.acme.email hinzufügen.',
  'Use tls: internal-ca for names that the public does not know.':
    'Für nicht öffentliche Namen tls: internal-ca verwenden.',
  'tls: own needs your certificate and its key': 'tls: own braucht ein eigenes Zertifikat und dessen Schlüssel',
  'Add settings.certificate with certificate: file:… and key: file:….':
    'settings.certificate mit certificate: file:… und key: file:… hinzufügen.',
  'TLS is set, but no reverse proxy is in the stack to use it':
    'TLS ist gesetzt, aber kein Reverse-Proxy im Stack nutzt es',
  'Add a service that uses traefik.': 'Einen Dienst mit uses: traefik hinzufügen.',

  // services of one's own
  'there is no folder "{name}" beside the plant file': 'neben der Anlagendatei gibt es keinen Ordner „{name}“',
  'Correct the path; it is relative to the plant file.': 'Den Pfad berichtigen; er gilt relativ zur Anlagendatei.',
  'a folder cannot be read from here': 'ein Ordner lässt sich von hier aus nicht lesen',
  'Write the definitions below catalog.services.': 'Die Definitionen unter catalog.services schreiben.',
  '"{name}" is already a name of {title} in the catalogue': '„{name}“ ist im Katalog schon ein Name von {title}',
  'Give the service another name.': 'Dem Dienst einen anderen Namen geben.',
  'Ports: {ports}.': 'Ports: {ports}.',
  'Add it under ports.': 'Unter ports hinzufügen.',
  'the service has no port "{port}"': 'der Dienst hat keinen Port „{port}“',
  'an image with nothing but the program cannot be asked over the network from inside':
    'ein Image, das nur das Programm enthält, lässt sich nicht von innen über das Netz abfragen',
  'Name its toolbox (bash, busybox or node), or give health a command that the program itself knows.':
    'Seine toolbox nennen (bash, busybox oder node) oder unter health einen Befehl angeben, den das Programm selbst kennt.',
  '"{name}" is also the name of a secret': '„{name}“ heißt auch ein Geheimnis',
  'Rename one of the two.': 'Eines von beiden umbenennen.',
  'the variable "{name}" is set at another place too': 'die Variable „{name}“ ist auch an anderer Stelle gesetzt',
  'Set it once.': 'Nur einmal setzen.',
  'two volumes have the same path': 'zwei Volumes haben denselben Pfad',
  'Change one of them.': 'Eines davon ändern.',
  '"default" is none of the values': '„default“ ist keiner der Werte',
  'Choose one of: {values}.': 'Einen wählen von: {values}.',
  '"max" is less than "min"': '„max“ ist kleiner als „min“',
  'Swap them.': 'Vertauschen.',
  '"default" is not between {min} and {max}': '„default“ liegt nicht zwischen {min} und {max}',
  'Choose a value within the limits.': 'Einen Wert innerhalb der Grenzen wählen.',
  'two files have the path "{path}"': 'zwei Dateien haben den Pfad „{path}“',
  'something else is mounted on "{path}"': 'auf „{path}“ ist schon etwas anderes eingehängt',
  '"{path}" would be a file and a folder': '„{path}“ wäre zugleich Datei und Ordner',
  'Change one of the paths.': 'Einen der Pfade ändern.',
  '"{id}" is no service of the catalogue that offers {ability}':
    '„{id}“ ist kein Dienst des Katalogs, der {ability} bietet',
  'a "${" has no end': 'ein „${“ hat kein Ende',
  'Close it with "}", or write "$${" for the characters.':
    'Mit „}“ schließen, oder für die Zeichen selbst „$${“ schreiben.',
  'there is no placeholder "{name}" here': 'hier gibt es keinen Platzhalter „{name}“',
  'Placeholders here: {names}.': 'Platzhalter hier: {names}.',

  // requests of older clients
  '"{name}" is the name of two instances': 'zwei Instanzen heißen „{name}“',
  'Known are: {names}.': 'Bekannt sind: {names}.',
  'push messages go to a server of the stack, where nobody else reads them':
    'Push-Nachrichten gehen an einen Server des Stacks, wo niemand sonst sie liest',
  '"latest" is not a version': '„latest“ ist keine Version',
  '{version} is used.': 'Verwendet wird {version}.',
  '"{key}" has no counterpart in {title}': '„{key}“ hat in {title} keine Entsprechung',
  'choosing {title} is taken as accepting its licence': 'die Wahl von {title} gilt als Annahme seiner Lizenz',
  'Read it: {url}': 'Zu lesen unter: {url}',

  // lists of users
  'Name the right file, or make it several.': 'Die richtige Datei nennen oder sie teilen.',
  'a quotation mark does not fit': 'ein Anführungszeichen passt nicht',
  'Close the quotation, and write "" for one within it.':
    'Das Anführungszeichen schließen; innerhalb als "" schreiben.',
  '{file} has no users': '{file} hat keine Benutzer',
  'Begin with a line that names the columns.': 'Mit einer Zeile beginnen, die die Spalten nennt.',
  '{file} has {count} users; a plant takes {most}': '{file} hat {count} Benutzer; eine Anlage nimmt {most}',
  'Keep the others in the identity provider itself.': 'Die übrigen im Identitätsanbieter selbst führen.',
  '"{value}" stands in line {line} already': '„{value}“ steht schon in Zeile {line}',
  'Remove one of the two lines.': 'Eine der beiden Zeilen entfernen.',
  'Give one of them another address.': 'Einem davon eine andere Adresse geben.',
  'Add a line for each.': 'Für jeden eine Zeile hinzufügen.',
  'Known columns: {columns}.': 'Bekannte Spalten: {columns}.',
  'unknown column "{name}"': 'unbekannte Spalte „{name}“',
  'two columns are the {field}': 'zwei Spalten sind {field}',
  'Remove one of the two.': 'Eines von beiden entfernen.',
  'the column "{field}" is missing': 'die Spalte „{field}“ fehlt',
  'Name the columns in the first line.': 'Die Spalten in der ersten Zeile nennen.',
  'there are more cells than columns': 'es gibt mehr Zellen als Spalten',
  'Put a cell with separators in it into quotation marks.': 'Eine Zelle mit Trennzeichen in Anführungszeichen setzen.',
  'Empty the cell: each user gets a temporary password. Or name your own as env:NAME or file:PATH.':
    'Die Zelle leeren: Jeder Benutzer bekommt ein vorläufiges Passwort. Oder ein eigenes als env:NAME oder file:PFAD nennen.',
  'a password in clear is not taken': 'ein Passwort im Klartext wird nicht angenommen',

  // what a stack usually gains from
  'The gateways have no database for history and alarms.': 'Die Gateways haben keine Datenbank für Verlauf und Alarme.',
  'Several web pages share the machine: a reverse proxy gives them host names and TLS.':
    'Mehrere Webseiten teilen sich den Rechner: Ein Reverse-Proxy gibt ihnen Hostnamen und TLS.',
  'Services can send mail, but nothing in the stack takes it.':
    'Dienste können E-Mails senden, aber nichts im Stack nimmt sie an.',
  'Services export metrics, but nothing collects them.': 'Dienste liefern Messwerte, aber nichts sammelt sie.',
  'Metrics are collected, but nothing shows them.': 'Messwerte werden gesammelt, aber nichts zeigt sie.',
  'Each service has users of its own; single sign-on would give them one login.':
    'Jeder Dienst hat eigene Benutzer; ein Single Sign-on gäbe ihnen eine gemeinsame Anmeldung.',
}

/** What services say about their options and neighbours, and why a wire is not automatic. */
export const catalogMessages: Patterns = {
  // why a service was added
  'Guacamole keeps its users and connections in a database':
    'Guacamole führt Benutzer und Verbindungen in einer Datenbank',
  'OAuth2 Proxy asks an identity provider who somebody is':
    'OAuth2 Proxy fragt einen Identitätsanbieter, wer jemand ist',
  'OAuth2 Proxy answers a reverse proxy': 'OAuth2 Proxy antwortet einem Reverse-Proxy',
  'commands that arrive as messages ask the Docker Engine for status and logs and stop services':
    'Befehle, die als Nachrichten kommen, fragen die Docker Engine nach Zustand und Protokollen und halten Dienste an',
  'Authelia answers a reverse proxy': 'Authelia antwortet einem Reverse-Proxy',
  'Authentik keeps its users and sessions in a database': 'Authentik führt Benutzer und Sitzungen in einer Datenbank',
  'Authentik learns its public address from a reverse proxy':
    'Authentik erfährt seine öffentliche Adresse von einem Reverse-Proxy',
  'cAdvisor asks the Docker Engine for the names of containers':
    'cAdvisor fragt die Docker Engine nach den Namen der Container',
  'Dozzle asks the Docker Engine for containers and their logs':
    'Dozzle fragt die Docker Engine nach Containern und ihren Protokollen',
  'Alloy asks the Docker Engine for containers and their logs':
    'Alloy fragt die Docker Engine nach Containern und ihren Protokollen',
  'Alloy collects logs and needs a store to send them to': 'Alloy sammelt Protokolle und braucht einen Speicher dafür',
  "What's Up Docker asks the Docker Engine for containers": "What's Up Docker fragt die Docker Engine nach Containern",
  'Portainer shows what the Docker Engine has': 'Portainer zeigt, was die Docker Engine hat',
  'Keycloak keeps its users in a database': 'Keycloak führt seine Benutzer in einer Datenbank',

  // names
  'Rename "{name}".': '„{name}“ umbenennen.',
  'Choose another name for the login.': 'Für das Login einen anderen Namen wählen.',
  'Choose another name.': 'Einen anderen Namen wählen.',
  'Choose another username.': 'Einen anderen Benutzernamen wählen.',
  'Choose another user name.': 'Einen anderen Benutzernamen wählen.',
  '"{service}" would get the {kind:kinds} "{name}", which is {whose:said}':
    '„{service}“ bekäme {kind} „{name}“, {whose}',
  'kept by {program} for itself': 'die {program} für sich behält',
  'that of {owner:owners}': 'die schon {owner} gehört',
  '"{user}" is already the user of {owner:owners}': 'der Benutzer „{user}“ gehört schon {owner}',
  'no user "{user}" is known to the broker': 'der Broker kennt keinen Benutzer „{user}“',
  'Add it under integrations.mqtt.users; known are: {names:list}.':
    'Unter integrations.mqtt.users hinzufügen; bekannt sind: {names}.',
  'two users have the username "{name}"': 'zwei Benutzer haben den Benutzernamen „{name}“',
  'two users have the {field:kinds} "{name}"': 'zwei Benutzer haben {field} „{name}“',
  'Give one of them another {field:kinds}.': 'Bei einem davon {field} ändern.',
  'Authentik has the user "{name}" itself': 'den Benutzer „{name}“ hat Authentik selbst',
  'Keycloak has the realm role "{role}" itself': 'die Realm-Rolle „{role}“ hat Keycloak selbst',
  'two groups have the name "{name}"': 'zwei Gruppen heißen „{name}“',
  'Give one of them another name.': 'Einer davon einen anderen Namen geben.',
  'group "{group}" has the role "{role}", which nothing defines':
    'Gruppe „{group}“ hat die nirgends definierte Rolle „{role}“',
  'Add it to integrations.oidc.roles; known are: {names:list}.':
    'Zu integrations.oidc.roles hinzufügen; bekannt sind: {names}.',
  'user "{user}" is in the group "{group}", which nothing defines':
    'Benutzer „{user}“ ist in der nirgends definierten Gruppe „{group}“',
  'Add it to integrations.oidc.groups; known are: {names:list}.':
    'Zu integrations.oidc.groups hinzufügen; bekannt sind: {names}.',
  'user "{user}" has the role "{role}", which nothing defines':
    'Benutzer „{user}“ hat die nirgends definierte Rolle „{role}“',
  'the login "{name}" is there twice': 'das Login „{name}“ gibt es zweimal',
  '"reader" is the login that may only read': '„reader“ ist das Login, das nur lesen darf',
  '"{service}" would get the user "{name}", which the server has for itself':
    '„{service}“ bekäme den Benutzer „{name}“, den der Server selbst hat',

  // pages, reverse proxies and sign-in
  'browsers keep no login for all hosts below "{domain}", because it has no dot':
    'Browser behalten keine Anmeldung für alle Hosts unter „{domain}“, weil kein Punkt darin ist',
  'Set settings.domain, such as plant.internal, or remove "{name}".':
    'settings.domain setzen, etwa plant.internal, oder „{name}“ entfernen.',
  '{title} has no login of its own that "{name}" could ask for':
    '{title} hat keine eigene Anmeldung, nach der „{name}“ fragen könnte',
  'Write login: operator, or login: none to open the page to everybody.':
    'login: operator schreiben, oder login: none, um die Seite für alle zu öffnen.',
  'the page of "{name}" is open to everybody who reaches the proxy':
    'die Seite von „{name}“ ist für alle offen, die den Proxy erreichen',
  'Remove login: none, unless that is what you want.': 'login: none entfernen, wenn das nicht gewollt ist.',
  '"{guard}" cannot guard "{host}", because its login is for hosts below "{domain}"':
    '„{guard}“ kann „{host}“ nicht schützen, weil die Anmeldung für Hosts unter „{domain}“ gilt',
  'Give "{name}" a host below {domain}, or switch the login off with connect: { forward-auth: [] } at the proxy.':
    '„{name}“ einen Host unter {domain} geben oder die Anmeldung am Proxy mit connect: { forward-auth: [] } abschalten.',
  'Authelia works with TLS only': 'Authelia arbeitet nur mit TLS',
  'Set settings.tls to internal-ca, acme or own.': 'settings.tls auf internal-ca, acme oder own setzen.',
  'services cannot ask "{name}" for tokens while browsers find it at port {port}':
    'Dienste können „{name}“ nicht nach Token fragen, solange Browser es auf Port {port} finden',
  'Publish the proxy on port 443, or switch the clients off with connect: { oidc-login: [] }.':
    'Den Proxy auf Port 443 veröffentlichen oder die Clients mit connect: { oidc-login: [] } abschalten.',
  'Publish the proxy on port {port}, or switch the clients off with connect: { oidc-login: [] }.':
    'Den Proxy auf Port {port} veröffentlichen oder die Clients mit connect: { oidc-login: [] } abschalten.',
  'passwords and tokens of the single sign-on travel unencrypted':
    'Passwörter und Token des Single Sign-on gehen unverschlüsselt durchs Netz',
  'Caddy limits no rates: that is an extension, which its image does not have':
    'Caddy begrenzt keine Anfragen: Das kann nur eine Erweiterung, die sein Image nicht hat',
  'Nginx Proxy Manager limits no rates: nginx wants a zone outside of all hosts, which its API does not write':
    'Nginx Proxy Manager begrenzt keine Anfragen: nginx verlangt dafür eine Zone außerhalb der Hosts, die seine API nicht schreibt',
  'Remove rateLimitPerS, or use traefik.': 'rateLimitPerS entfernen oder traefik verwenden.',
  'Nginx Proxy Manager proves a host to a public authority on port 80 only':
    'Nginx Proxy Manager weist einen Host gegenüber einer öffentlichen Zertifizierungsstelle nur auf Port 80 nach',
  'Write settings.acme.challenge: http, or use traefik or caddy.':
    'settings.acme.challenge: http schreiben oder traefik oder caddy verwenden.',
  '"{host}" is already the host of the own page of "{name}"':
    '„{host}“ ist schon der Host der eigenen Seite von „{name}“',
  'Give "{name}" another host.': '„{name}“ einen anderen Host geben.',
  'Own page': 'Eigene Seite',
  'It asks the provider at its public address and nowhere else. The client is there; the README of the project has the commands.':
    'Es fragt den Anbieter nur unter seiner öffentlichen Adresse. Der Client ist angelegt; die Befehle stehen in der README des Projekts.',
  'Single sign-on is part of the paid editions of n8n; the free one has its own users only.':
    'Single Sign-on gehört zu den kostenpflichtigen Editionen von n8n; die freie hat nur eigene Benutzer.',
  'Node-RED needs the passport-openidconnect package in its /data folder; the editor keeps its own login.':
    'Node-RED braucht das Paket passport-openidconnect im Ordner /data; der Editor behält seine eigene Anmeldung.',
  "Nginx Proxy Manager has no field for a single sign-on: guarded pages ask for the operator's login. An auth_request can be written by hand into a host of your own on its page.":
    'Nginx Proxy Manager hat kein Feld für ein Single Sign-on: Geschützte Seiten fragen nach dem Login „operator“. Ein auth_request lässt sich auf seiner Seite von Hand in einen eigenen Host schreiben.',

  // brokers and messages
  '"{user}" may subscribe with a wildcard, and {broker} then delivers what lies below "{topic}" too':
    '„{user}“ darf mit Platzhalter abonnieren, und {broker} liefert dann auch, was unter „{topic}“ liegt',
  'Allow reading by narrower topics instead of denying one, or use Mosquitto.':
    'Lesen über engere Topics erlauben, statt eines zu verbieten, oder Mosquitto verwenden.',
  'the broker has neither a plain nor a TLS listener':
    'der Broker hat weder einen unverschlüsselten noch einen TLS-Listener',
  'Set tls: true or remove plain: false.': 'tls: true setzen oder plain: false entfernen.',
  'Its user on "{provider}" is ready (see Passwords in README.md). Bridges of EMQX are made on its dashboard, under Integration, with a connector, a rule and an action. A bridge of a Mosquitto to this broker is set up unattended.':
    'Der Benutzer auf „{provider}“ ist angelegt (siehe Passwords in README.md). Bridges von EMQX entstehen auf seinem Dashboard unter Integration, aus Connector, Regel und Aktion. Eine Bridge von Mosquitto zu diesem Broker richtet sich von selbst ein.',
  'everybody who reaches the broker may read and write every topic':
    'wer den Broker erreicht, darf alle Topics lesen und schreiben',
  'Use mosquitto, emqx or rabbitmq where clients have to log in.':
    'mosquitto, emqx oder rabbitmq verwenden, wo Clients sich anmelden müssen.',
  'HiveMQ Community Edition has no users of its own and refuses every client until an extension that checks passwords is mounted below /opt/hivemq/extensions, such as the File RBAC Extension of its makers. Enter the client there, or set allowAnonymous: true.':
    'HiveMQ Community Edition hat keine eigenen Benutzer und weist jeden Client ab, bis unter /opt/hivemq/extensions eine Erweiterung eingehängt ist, die Passwörter prüft, etwa die File RBAC Extension des Herstellers. Dort den Client eintragen oder allowAnonymous: true setzen.',
  'a broker cannot be bridged to itself': 'ein Broker kann keine Bridge zu sich selbst haben',
  'Name another broker of the plant.': 'Einen anderen Broker der Anlage nennen.',
  '"{broker}" speaks MQTT 3.1.1, so that messages on "{topic}" would go round between the brokers for ever':
    '„{broker}“ spricht MQTT 3.1.1; Nachrichten auf „{topic}“ liefen endlos zwischen den Brokern um',
  'Use direction: out or in, or different prefixes.': 'direction: out oder in verwenden oder verschiedene Präfixe.',
  '"{topic}" is the topic for commands; messages of the stack need another one':
    '„{topic}“ ist das Topic für Befehle; Nachrichten des Stacks brauchen ein anderes',
  'Choose another topic, or leave commands out.': 'Ein anderes Topic wählen oder commands weglassen.',
  '"{user}" is already the user who {does:said} "{name}"': '„{user}“ ist schon der Benutzer, der {does} „{name}“',
  'reads the messages of': 'Nachrichten liest von',
  'sends commands to': 'Befehle sendet an',

  // mail and alerts
  '"{name}" gathers alerts, but has nothing to tell people with':
    '„{name}“ sammelt Alarme, kann sie aber niemandem melden',
  'Add a mail server (mailpit) or a push server (ntfy).':
    'Einen Mailserver (mailpit) oder Push-Server (ntfy) hinzufügen.',
  '"{name}" has rules, but no alertmanager to tell': '„{name}“ hat Regeln, aber keinen alertmanager, dem es sie meldet',
  'Add an alertmanager, or remove the rules.': 'Einen alertmanager hinzufügen oder die Regeln entfernen.',
  'the relay has a username but no password': 'die Weitergabe hat einen Benutzernamen, aber kein Passwort',
  'Add password with a reference such as env:SMTP_PASSWORD.':
    'password mit einem Verweis wie env:SMTP_PASSWORD hinzufügen.',
  'mail goes to {host} in the clear': 'E-Mails gehen im Klartext an {host}',
  'Use starttls or tls, unless the way there is closed to others.':
    'starttls oder tls verwenden, wenn der Weg dorthin nicht abgeschlossen ist.',
  'Mailpit gives no password to a server whose connection is open to others':
    'Mailpit gibt einem Server über eine unverschlüsselte Verbindung kein Passwort',
  'Use starttls or tls, or remove username and password.':
    'starttls oder tls verwenden oder username und password entfernen.',
  'Uptime Kuma keeps its ways of notification in its database: add one of the type SMTP on its page.':
    'Uptime Kuma führt seine Benachrichtigungen in der eigenen Datenbank: auf seiner Seite eine vom Typ SMTP anlegen.',
  'Nobody is named who gets the mails: set the option mailTo.':
    'Es ist niemand genannt, der die E-Mails bekommt: die Option mailTo setzen.',

  // containers and what may change them
  'the Docker API would be open to everybody who reaches the port':
    'die Docker-API wäre für alle offen, die den Port erreichen',
  'Remove the port: programs of the stack reach the proxy without it.':
    'Den Port entfernen: Programme des Stacks erreichen den Proxy ohne ihn.',
  '"{name}" may change or stop containers, and through the same proxy so may {others:list}':
    '„{name}“ darf Container ändern oder anhalten, und über denselben Proxy auch {others}',
  'Add a second docker-socket-proxy and give it to "{name}" with connect: { docker-api: NAME }.':
    'Einen zweiten docker-socket-proxy hinzufügen und „{name}“ mit connect: { docker-api: NAME } zuweisen.',
  'whoever logs in can do everything that root of the machine can':
    'wer sich anmeldet, kann alles, was root auf dem Rechner kann',
  'Remove mayChange: true where looking is enough.': 'mayChange: true entfernen, wo Ansehen genügt.',
  'dashboards are open to everybody who reaches the page': 'Dashboards sind für alle offen, die die Seite erreichen',
  'Remove anonymous: true, or keep the stack on localhost.':
    'anonymous: true entfernen oder den Stack auf localhost lassen.',

  // databases
  'the server has no exporter whose metrics could be collected':
    'der Server hat keinen Exporter, dessen Messwerte sich sammeln ließen',
  'Set options: { metrics: true }.': 'options: { metrics: true } setzen.',
  'the licence of SQL Server is not accepted': 'die Lizenz von SQL Server ist nicht angenommen',
  'Read https://go.microsoft.com/fwlink/?LinkId=746388 and set acceptEula: true.':
    'https://go.microsoft.com/fwlink/?LinkId=746388 lesen und acceptEula: true setzen.',
  'SQL Server does not start with less than {size} MiB of memory':
    'SQL Server startet nicht mit weniger als {size} MiB Speicher',
  'Set memory: 3GiB or more.': 'memory: 3GiB oder mehr setzen.',
  'queue mode needs a PostgreSQL database, which main process and workers share':
    'der Queue-Modus braucht eine PostgreSQL-Datenbank, die sich Hauptprozess und Worker teilen',
  'Add a service that uses postgres, or remove connect.cache.':
    'Einen Dienst mit uses: postgres hinzufügen oder connect.cache entfernen.',
  'data may take {size}, but the container has only {memory}':
    'Daten dürfen {size} belegen, der Container hat aber nur {memory}',
  'Lower maxMemory or raise memory.': 'maxMemory senken oder memory erhöhen.',

  // secret stores
  '"{one}" is not a service that keeps its secrets in "{store}"':
    '„{one}“ ist kein Dienst, der seine Geheimnisse in „{store}“ hat',
  'Services that do: {names}.': 'Dienste, die das tun: {names}.',
  'No service does yet.': 'Bisher tut das kein Dienst.',
  'a leased login would own the tables that it makes and could not be removed':
    'einem geliehenen Login gehörten die Tabellen, die es anlegt; es ließe sich nicht entfernen',
  'Use kind: rotated for a writer, or access: reader.': 'Zum Schreiben kind: rotated verwenden, oder access: reader.',
  'Name it: connect: { database: [<service>] } of "{name}".': 'Bei „{name}“ nennen: connect: { database: [<Dienst>] }.',
  '"{name}" is connected to no database': '„{name}“ ist mit keiner Datenbank verbunden',

  // Ignition
  'the Ignition licence is not accepted': 'die Ignition-Lizenz ist nicht angenommen',
  'Read https://inductiveautomation.com/ignition/license and set acceptEula: true.':
    'https://inductiveautomation.com/ignition/license lesen und acceptEula: true setzen.',
  'the Maker edition does not start without a licence key and an activation token':
    'die Maker-Edition startet nicht ohne Lizenzschlüssel und Aktivierungstoken',
  'Set licenseKey and activationToken to references such as file:./maker-key.txt.':
    'licenseKey und activationToken auf Verweise wie file:./maker-key.txt setzen.',
  '"{module}" is not a module of Ignition {version} that ign knows; the list allows only what it names':
    '„{module}“ ist kein Modul von Ignition {version}, das ign kennt; die Liste erlaubt nur, was sie nennt',
  'Identifiers of this version look like {id}.': 'Kennungen dieser Version sehen aus wie {id}.',
  'the list of allowed modules of 8.1 takes short names, and none is known for modules of other makers, so they would not start':
    'die Liste erlaubter Module von 8.1 verlangt Kurznamen, und für Module anderer Hersteller ist keiner bekannt; sie würden nicht starten',
  'Set modules: all, or use Ignition 8.3.': 'modules: all setzen oder Ignition 8.3 verwenden.',
  'the module "{id}" is named twice': 'das Modul „{id}“ ist zweimal genannt',
  'the {kind:kinds} of the module "{id}" is not accepted, so the gateway would wait for somebody who accepts it':
    '{kind} des Moduls „{id}“ ist nicht angenommen; das Gateway würde warten, bis es jemand annimmt',
  'Read it, and set {key}: true.': 'Lesen und {key}: true setzen.',
  'the heap begins with {size} MiB, which is more than its most, {most} MiB':
    'der Heap beginnt mit {size} MiB, mehr als sein Höchstwert von {most} MiB',
  'Lower initialHeapMiB or raise heapMiB.': 'initialHeapMiB senken oder heapMiB erhöhen.',
  'the list of allowed modules leaves out the driver for the database "{name}"':
    'in der Liste erlaubter Module fehlt der Treiber für die Datenbank „{name}“',
  'Add {id}.': '{id} hinzufügen.',
  '{file:quoted} has the SHA-256 {sum}': '{file} hat den SHA-256 {sum}',
  'Get the file again, or correct the checksum.': 'Die Datei neu holen oder die Prüfsumme berichtigen.',
  '{file:quoted} is no Ignition module: {why:said}': '{file} ist kein Ignition-Modul: {why}',
  'it has no module.xml': 'die module.xml fehlt',
  'its module.xml names none': 'die module.xml nennt keines',
  'Name a .modl file.': 'Eine .modl-Datei nennen.',
  '{file:quoted} holds the module "{id}"': '{file} enthält das Modul „{id}“',
  'Correct the identifier or the path.': 'Kennung oder Pfad berichtigen.',
  '{file:quoted} needs Ignition {version} or newer, the gateway is {own}':
    '{file} braucht Ignition {version} oder neuer, das Gateway hat {own}',
  'Get the file for this version of Ignition.': 'Die Datei für diese Version von Ignition holen.',
  '{file:quoted} is not signed, so the gateway would not load it':
    '{file} ist nicht signiert; das Gateway würde es nicht laden',
  'Get a signed file, or set allowUnsignedModules: true for development.':
    'Eine signierte Datei holen oder für die Entwicklung allowUnsignedModules: true setzen.',
  '{file:quoted} is no gateway backup': '{file} ist keine Gateway-Sicherung',
  'Name a .gwbk file that a gateway has made.': 'Eine .gwbk-Datei nennen, die ein Gateway erstellt hat.',
  '{file:quoted} was made by Ignition {version}, the gateway is {own}':
    '{file} stammt von Ignition {version}, das Gateway hat {own}',
  'Use a gateway of that version or newer.': 'Ein Gateway dieser Version oder neuer verwenden.',
  'The Edge edition has no database connections: it keeps a short history of its own and hands data on over the Gateway Network or MQTT.':
    'Die Edge-Edition hat keine Datenbankverbindungen: Sie führt einen kurzen eigenen Verlauf und gibt Daten über das Gateway Network oder MQTT weiter.',
  "Database, role and password are ready (see Passwords in README.md). Ignition 8.1 keeps its connections in an internal database and has no interface for them: add the connection on the gateway's page under Config > Databases, or restore a .gwbk that holds it.":
    'Datenbank, Rolle und Passwort sind angelegt (siehe Passwords in README.md). Ignition 8.1 führt seine Verbindungen in einer internen Datenbank ohne Schnittstelle: die Verbindung auf der Seite des Gateways unter Config > Databases anlegen oder eine .gwbk mit ihr wiederherstellen.',
  'Ignition 8.1 has no file or interface for mail servers: add an SMTP profile under Config > Networking > Email Settings.':
    'Ignition 8.1 hat weder Datei noch Schnittstelle für Mailserver: unter Config > Networking > Email Settings ein SMTP-Profil anlegen.',
  'User and password are ready (see Passwords in README.md). Ignition speaks MQTT through the MQTT Engine and MQTT Transmission modules of Cirrus Link, which are not part of Ignition: name their .modl files under thirdPartyModules, or install them on the gateway and enter the broker there.':
    'Benutzer und Passwort sind angelegt (siehe Passwords in README.md). Ignition spricht MQTT über die Module MQTT Engine und MQTT Transmission von Cirrus Link, die nicht zu Ignition gehören: ihre .modl-Dateien unter thirdPartyModules nennen, oder sie auf dem Gateway installieren und dort den Broker eintragen.',
  'User and password are ready (see Passwords in README.md). On 8.1 the MQTT modules keep their settings in an internal database: enter the broker under Config > MQTT Engine or MQTT Transmission > Servers.':
    'Benutzer und Passwort sind angelegt (siehe Passwords in README.md). Bei 8.1 führen die MQTT-Module ihre Einstellungen in einer internen Datenbank: den Broker unter Config > MQTT Engine oder MQTT Transmission > Servers eintragen.',
  'The client and its secret are ready (see Passwords in README.md). Ignition 8.1 keeps identity providers in an internal database: add it under Config > Security > Identity Providers (OpenID Connect) with the address of the provider.':
    'Client und Geheimnis sind angelegt (siehe Passwords in README.md). Ignition 8.1 führt Identitätsanbieter in einer internen Datenbank: unter Config > Security > Identity Providers (OpenID Connect) mit der Adresse des Anbieters anlegen.',
  'The outgoing connection is set up. It is encrypted, so a person approves it once: on this gateway the certificate of {provider}, on {same} the certificate and the incoming connection (Network > Gateway Network). incomingGateways: open on {again} needs no approval and is not encrypted.':
    'Die ausgehende Verbindung ist eingerichtet. Sie ist verschlüsselt und wird daher einmal von Hand bestätigt: auf diesem Gateway das Zertifikat von {provider}, auf {same} das Zertifikat und die eingehende Verbindung (Network > Gateway Network). incomingGateways: open auf {again} braucht keine Bestätigung und ist nicht verschlüsselt.',
}

/** What a value must be, as the end of a sentence that begins with its name. */
export const rules: Patterns = {
  'is not valid: expected {type:types}, received {other:types}': 'muss {type} sein, da steht {other}',
  'is not valid: expected {type:types}, received undefined': 'muss {type} sein',
  'is not valid: {reason:reasons}': 'ist nicht gültig: {reason}',
  'is not allowed as a name': 'ist als Name nicht erlaubt',
  'is a name that the program keeps for itself': 'ist ein Name, den das Programm für sich behält',
  'is a role that PostgreSQL keeps for itself': 'ist eine Rolle, die PostgreSQL für sich behält',
  'is a template of PostgreSQL itself': 'ist eine Vorlage von PostgreSQL selbst',
  'is a database of SQL Server itself': 'ist eine Datenbank von SQL Server selbst',
  'is a database of MariaDB itself': 'ist eine Datenbank von MariaDB selbst',

  // names
  'must be lower case letters, digits and hyphens, at most 40, beginning with a letter':
    'muss aus Kleinbuchstaben, Ziffern und Bindestrichen bestehen, höchstens 40, am Anfang ein Buchstabe',
  'must be lower case letters, digits and hyphens': 'muss aus Kleinbuchstaben, Ziffern und Bindestrichen bestehen',
  'must be lower case letters, digits, "_" and "-"': 'muss aus Kleinbuchstaben, Ziffern, „_“ und „-“ bestehen',
  'must be lower case letters, digits, ".", "_" and "-"':
    'muss aus Kleinbuchstaben, Ziffern, „.“, „_“ und „-“ bestehen',
  'must be letters, digits, "_" and "-"': 'muss aus Buchstaben, Ziffern, „_“ und „-“ bestehen',
  'must hold only letters, digits, "_" and "-"': 'darf nur Buchstaben, Ziffern, „_“ und „-“ enthalten',
  'must begin with a letter and hold only letters, digits, "_", "-" and "."':
    'muss mit einem Buchstaben beginnen und darf nur Buchstaben, Ziffern, „_“, „-“ und „.“ enthalten',
  'must begin with a letter and hold only letters, digits and "_"':
    'muss mit einem Buchstaben beginnen und darf nur Buchstaben, Ziffern und „_“ enthalten',
  'must begin with a lower case letter and hold only lower case letters, digits and "_"':
    'muss mit einem Kleinbuchstaben beginnen und darf nur Kleinbuchstaben, Ziffern und „_“ enthalten',
  'must begin with a lower case letter and hold lower case letters, digits, "_"':
    'muss mit einem Kleinbuchstaben beginnen und darf Kleinbuchstaben, Ziffern und „_“ enthalten',
  'must begin with a lower case letter and hold only lower case letters, digits, "_" and "-"':
    'muss mit einem Kleinbuchstaben beginnen und darf nur Kleinbuchstaben, Ziffern, „_“ und „-“ enthalten',
  'must begin with a lower case letter and hold only letters, digits and "-"':
    'muss mit einem Kleinbuchstaben beginnen und darf nur Buchstaben, Ziffern und „-“ enthalten',
  'must not begin with "verify-"': 'darf nicht mit „verify-“ beginnen',
  'must be a name of an environment variable: letters, digits and "_"':
    'muss der Name einer Umgebungsvariablen sein: Buchstaben, Ziffern und „_“',
  'must be the name of a service of the plant': 'muss der Name eines Dienstes der Anlage sein',
  'must be the name of a service or a list of them': 'muss der Name eines Dienstes oder eine Liste davon sein',
  'must be a module identifier': 'muss die Kennung eines Moduls sein',
  'must be the name of an image in lower case, without a tag':
    'muss der Name eines Images in Kleinbuchstaben sein, ohne Tag',
  'must be a tag of the image': 'muss ein Tag des Images sein',
  'must be a tag of the image that stays the same, not "latest"':
    'muss ein gleichbleibendes Tag des Images sein, nicht „latest“',
  'must be the numbers of a user and a group: "1000:1000"':
    'muss die Nummern eines Benutzers und einer Gruppe nennen: „1000:1000“',

  // addresses
  'must be a host name in lower case': 'muss ein Hostname in Kleinbuchstaben sein',
  'must be a host name or an IPv4 address': 'muss ein Hostname oder eine IPv4-Adresse sein',
  'must be an IPv4 or IPv6 address': 'muss eine IPv4- oder IPv6-Adresse sein',
  'must not be a link-local address': 'darf keine link-lokale Adresse sein',
  'must be a mail address': 'muss eine E-Mail-Adresse sein',
  'must be a mail address in lower case': 'muss eine E-Mail-Adresse in Kleinbuchstaben sein',
  'must be a mail address whose domain has a dot': 'muss eine E-Mail-Adresse sein, deren Domäne einen Punkt hat',
  'must be an origin such as https://pages.example.com': 'muss ein Ursprung wie https://pages.example.com sein',
  'must be an address such as https://registry-1.docker.io': 'muss eine Adresse wie https://registry-1.docker.io sein',
  'must be HOST:PORT': 'muss HOST:PORT sein',
  'must be a port, false, or a mapping with port and address':
    'muss ein Port, false oder eine Zuordnung mit port und address sein',

  // paths
  'must be an absolute path': 'muss ein absoluter Pfad sein',
  'must be an absolute path in the container': 'muss ein absoluter Pfad im Container sein',
  'must be a relative path of plain names': 'muss ein relativer Pfad aus einfachen Namen sein',
  'must be a path': 'muss ein Pfad sein',
  'must be a path such as {example}': 'muss ein Pfad wie {example} sein',
  'must be a folder beside the plant file': 'muss ein Ordner neben der Anlagendatei sein',
  'must be a file name of letters, digits, "_", "-" and "."':
    'muss ein Dateiname aus Buchstaben, Ziffern, „_“, „-“ und „.“ sein',
  'must be the path of a .{ending} file whose name holds only letters, digits, blanks and . _ + - ( )':
    'muss der Pfad einer .{ending}-Datei sein, deren Name nur Buchstaben, Ziffern, Leerzeichen und . _ + - ( ) enthält',
  'must not hide /run/secrets': 'darf /run/secrets nicht verdecken',
  'must not hold ".."': 'darf kein „..“ enthalten',

  // topics
  'must be a topic filter such as {example} or {other}': 'muss ein Topic-Filter wie {example} oder {other} sein',
  'must be a topic filter without spaces, such as {example} or {other}':
    'muss ein Topic-Filter ohne Leerzeichen sein, etwa {example} oder {other}',
  'must be a topic filter without spaces, such as {example}':
    'muss ein Topic-Filter ohne Leerzeichen sein, etwa {example}',
  'must be a topic that ends with "/" and holds no space, "+" or "#"':
    'muss ein Topic sein, das mit „/“ endet und weder Leerzeichen noch „+“ oder „#“ enthält',

  // times, sizes and numbers
  'must be a time zone of the IANA list, such as Europe/Berlin':
    'muss eine Zeitzone der IANA-Liste sein, etwa Europe/Berlin',
  'must be in seconds, minutes or hours, such as 8h': 'muss in Sekunden, Minuten oder Stunden stehen, etwa 8h',
  'must be a duration such as 72h, 30d or 52w, or 0 for ever':
    'muss eine Dauer wie 72h, 30d oder 52w sein, oder 0 für unbegrenzt',
  'must be a duration such as 10s, 5m or 1h': 'muss eine Dauer wie 10s, 5m oder 1h sein',
  'must be a duration such as 15s, 5m or 30d': 'muss eine Dauer wie 15s, 5m oder 30d sein',
  'must be a duration of 10s at least, such as 30m, 24h or 7d':
    'muss eine Dauer von mindestens 10s sein, etwa 30m, 24h oder 7d',
  'must be a number of hours such as 12h': 'muss eine Zahl von Stunden sein, etwa 12h',
  'must be at least a day: 24h, 14d': 'muss mindestens ein Tag sein: 24h, 14d',
  'must be a size such as 512MiB or 2g': 'muss eine Größe wie 512MiB oder 2g sein',
  'must be at least 6MiB': 'muss mindestens 6MiB sein',
  'must be a version': 'muss eine Version sein',
  'must be 64 hexadecimal digits in lower case': 'muss aus 64 hexadezimalen Ziffern in Kleinbuchstaben bestehen',
  'must have at most {most} entries': 'darf höchstens {most} Einträge haben',

  // texts
  'must be env:NAME, file:PATH or vault:NAME': 'muss env:NAME, file:PFAD oder vault:NAME sein',
  'must be one line': 'muss eine Zeile sein',
  'must be one line of ASCII': 'muss eine Zeile ASCII sein',
  'must be ASCII without spaces': 'muss ASCII ohne Leerzeichen sein',
  'must be well-formed text': 'muss wohlgeformter Text sein',
  'must be plain text without "${"': 'muss einfacher Text ohne „${“ sein',
  'must not hold control characters': 'darf keine Steuerzeichen enthalten',
  'must not hold any of {signs}': 'darf keines der Zeichen {signs} enthalten',
  'must be a header name of letters, digits and hyphens':
    'muss ein Header-Name aus Buchstaben, Ziffern und Bindestrichen sein',
  'must not be a header that the program or the connection decides':
    'darf kein Header sein, über den das Programm oder die Verbindung entscheidet',
  'must be a mapping with http, tcp or command': 'muss eine Zuordnung mit http, tcp oder command sein',
}

/** What a schema says by itself, from zod. */
export const reasons: Patterns = {
  'expected {type:types}, received {other:types}': 'erwartet ist {type}, da steht {other}',
  'expected {type:types}, received undefined': 'erwartet ist {type}',
  'expected one of {words}': 'möglich sind {words}',
  'invalid input': 'die Eingabe passt nicht',
  'invalid URL': 'das ist keine URL',
  'invalid key in record': 'ein Schlüssel passt nicht',
  'too small: expected number to be >={least}': 'mindestens {least}',
  'too big: expected number to be <={most}': 'höchstens {most}',
  'too small: expected string to have >={least} characters': 'mindestens {least} Zeichen',
  'too big: expected string to have <={most} characters': 'höchstens {most} Zeichen',
  'too small: expected array to have >={least} items': 'Anzahl mindestens {least}',
  'too big: expected array to have <={most} items': 'Anzahl höchstens {most}',
  '"Watchdog" is the alert that shows that alerts arrive': '„Watchdog“ ist der Alarm, der zeigt, dass Alarme ankommen',
}

export const types: Readonly<Record<string, string>> = {
  string: 'Text',
  number: 'eine Zahl',
  int: 'eine ganze Zahl',
  boolean: 'true oder false',
  array: 'eine Liste',
  object: 'eine Zuordnung',
  record: 'eine Zuordnung',
  null: 'nichts',
}

/** What one service uses another for, by the ability's title in lower case. */
export const purposes: Readonly<Record<string, string>> = {
  alerts: 'für Alarme',
  'cache and queue': 'als Cache und Queue',
  dashboards: 'für Dashboards',
  database: 'als Datenbank',
  'docker api': 'für die Docker-API',
  'forward auth': 'zum Schutz von Seiten',
  'gateway network': 'für das Gateway Network',
  logs: 'für Protokolle',
  mail: 'für E-Mails',
  metrics: 'für Messwerte',
  'mqtt broker': 'als MQTT-Broker',
  'single sign-on': 'für Single Sign-on',
  'push messages': 'für Push-Nachrichten',
  'reverse proxy': 'als Reverse-Proxy',
  'secret store': 'als Speicher für Geheimnisse',
  'time series': 'für Zeitreihen',
}

/** Kinds of things that are named in a sentence. */
export const kinds: Readonly<Record<string, string>> = {
  role: 'die Rolle',
  database: 'die Datenbank',
  licence: 'die Lizenz',
  certificate: 'das Zertifikat',
  username: 'den Benutzernamen',
  email: 'die E-Mail-Adresse',
  'identity provider': 'ein Identitätsanbieter',
  'reverse proxy': 'ein Reverse-Proxy',
}

/** To whom a name belongs already. */
export const owners: Readonly<Record<string, string>> = {
  'the shared database': 'der gemeinsamen Datenbank',
  'the superuser': 'dem Superuser',
  'the owner of the shared database': 'dem Besitzer der gemeinsamen Datenbank',
  'the exporter': 'dem Exporter',
  'the health check': 'der Zustandsprüfung',
}
