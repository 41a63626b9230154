/**
 * The catalogue's texts in German, by the English text that the server sends. Loaded when German is chosen;
 * `catalog-de.test.ts` names what the catalogue says and this file does not.
 */

/** Summaries of services, titles of ports, descriptions of options. */
export const catalogTexts: Readonly<Record<string, string>> = {
  // summaries
  'Small web page for every database of the stack: tables, queries, import and export.':
    'Kleine Webseite für alle Datenbanken des Stacks: Tabellen, Abfragen, Import und Export.',
  'Sorts alerts and tells people by mail and push, once when something begins and once when it ends.':
    'Sortiert Alarme und meldet sie per E-Mail und Push: einmal am Anfang, einmal am Ende.',
  'Collects the logs of all containers of the stack and sends them to Loki.':
    'Sammelt die Protokolle aller Container des Stacks und sendet sie an Loki.',
  'Small single sign-on: guards pages for the reverse proxy and logs people in by OpenID Connect.':
    'Kleines Single Sign-on: schützt Seiten hinter dem Reverse-Proxy und meldet Benutzer per OpenID Connect an.',
  'Single sign-on with users, groups and an administration in the browser: OpenID Connect and guarded pages.':
    'Single Sign-on mit Benutzern, Gruppen und Verwaltung im Browser: OpenID Connect und geschützte Seiten.',
  'Asks every page, database, broker and gateway from the outside, and how long certificates still last.':
    'Fragt jede Seite, jede Datenbank, jeden Broker und jedes Gateway von außen ab, auch die Restlaufzeit der Zertifikate.',
  'Reverse proxy with few settings: one address with TLS for all web pages of the stack.':
    'Reverse-Proxy mit wenigen Einstellungen: eine Adresse mit TLS für alle Webseiten des Stacks.',
  'Metrics of every container of the machine: processor, memory, network, disk.':
    'Messwerte aller Container des Rechners: Prozessor, Arbeitsspeicher, Netz, Platte.',
  'The only container with the Docker socket; lets through just what the other programs of the stack need.':
    'Der einzige Container mit dem Docker-Socket; lässt nur durch, was die anderen Programme des Stacks brauchen.',
  "Shows containers' logs in the browser as they are written; keeps nothing.":
    'Zeigt die Protokolle der Container laufend im Browser; speichert nichts.',
  'MQTT broker for many clients, with users, access lists, TLS, WebSocket, metrics and a dashboard.':
    'MQTT-Broker für viele Clients, mit Benutzern, Zugriffslisten, TLS, WebSocket, Messwerten und Dashboard.',
  'Git repositories, reviews and packages of the plant in the browser, by a community.':
    'Git-Repositorys, Reviews und Pakete der Anlage im Browser, von einer Gemeinschaft entwickelt.',
  'Git repositories, reviews and packages of the plant in the browser.':
    'Git-Repositorys, Reviews und Pakete der Anlage im Browser.',
  'Git repositories with reviews, pipelines and packages; needs several gigabytes of memory.':
    'Git-Repositorys mit Reviews, Pipelines und Paketen; braucht mehrere Gigabyte Arbeitsspeicher.',
  "Dashboards over the stack's databases and metrics.": 'Dashboards über die Datenbanken und Messwerte des Stacks.',
  'Remote desktops and terminals of the plant in the browser: RDP, VNC and SSH.':
    'Entfernte Desktops und Terminals der Anlage im Browser: RDP, VNC und SSH.',
  'MQTT broker that extensions are written for; without one it knows no users.':
    'MQTT-Broker, für den Erweiterungen geschrieben werden; ohne eine solche kennt er keine Benutzer.',
  'SCADA platform by Inductive Automation: tags, alarms, history and screens.':
    'SCADA-Plattform von Inductive Automation: Tags, Alarme, Verlauf und Bedienbilder.',
  'Time-series database with a web page, buckets and retention.':
    'Zeitreihen-Datenbank mit Webseite, Buckets und Aufbewahrungsfristen.',
  'Time-series database on Parquet files, asked in SQL and InfluxQL.':
    'Zeitreihen-Datenbank auf Parquet-Dateien, abgefragt mit SQL und InfluxQL.',
  'Log of messages that many programs write to and read again at their own pace.':
    'Nachrichtenlog, in das viele Programme schreiben und das jedes in seinem Takt liest.',
  'Single sign-on: users, roles and OpenID Connect clients for the services of the stack.':
    'Single Sign-on: Benutzer, Rollen und OpenID-Connect-Clients für die Dienste des Stacks.',
  'Keeps the log lines of all containers and finds them again by label.':
    'Speichert die Protokollzeilen aller Container und findet sie anhand von Labels wieder.',
  'Catches every mail of the stack and shows it in the browser; nothing leaves the machine.':
    'Fängt jede E-Mail des Stacks ab und zeigt sie im Browser; nichts verlässt den Rechner.',
  'Relational database that speaks the protocol of MySQL.': 'Relationale Datenbank mit dem Protokoll von MySQL.',
  'MQTT broker: small, quick, with users, access lists, TLS and WebSocket.':
    'MQTT-Broker: klein, schnell, mit Benutzern, Zugriffslisten, TLS und WebSocket.',
  'Relational database of Microsoft, for plants whose tools ask for it.':
    'Relationale Datenbank von Microsoft, für Anlagen, deren Werkzeuge sie verlangen.',
  'Workflows between web services, databases and mail, drawn in the browser.':
    'Abläufe zwischen Webdiensten, Datenbanken und E-Mail, im Browser gezeichnet.',
  'Quick messaging system with streams that also speaks MQTT 3.1.1.':
    'Schnelles Nachrichtensystem mit Streams, das auch MQTT 3.1.1 spricht.',
  'Reverse proxy with a page of its own, on which people can add hosts beside those of the stack.':
    'Reverse-Proxy mit eigener Seite, auf der sich neben den Hosts des Stacks weitere eintragen lassen.',
  'Metrics of the machine under the stack: processors, memory, disks.':
    'Messwerte des Rechners unter dem Stack: Prozessoren, Arbeitsspeicher, Platten.',
  'Flows between devices, brokers and services, drawn in the browser.':
    'Abläufe zwischen Geräten, Brokern und Diensten, im Browser gezeichnet.',
  'Push messages to phones and browsers, from a server of your own.':
    'Push-Nachrichten an Telefone und Browser, von einem eigenen Server.',
  'Single sign-on in front of pages that have no login of their own: the reverse proxy asks it before each page.':
    'Single Sign-on vor Seiten ohne eigene Anmeldung: Der Reverse-Proxy fragt es vor jeder Seite.',
  'Secrets of the stack in one place: a policy and a login for each service, an audit log, database logins that change.':
    'Geheimnisse des Stacks an einem Ort: Richtlinie und Anmeldung je Dienst, Audit-Protokoll, wechselnde Datenbank-Logins.',
  'Web page for PostgreSQL and TimescaleDB, with the servers of the stack already registered.':
    'Webseite für PostgreSQL und TimescaleDB; die Server des Stacks sind schon eingetragen.',
  'Web page for MariaDB: tables, queries, users, import and export.':
    'Webseite für MariaDB: Tabellen, Abfragen, Benutzer, Import und Export.',
  'Containers, images and volumes of the machine in the browser.':
    'Container, Images und Volumes des Rechners im Browser.',
  'Relational database for history, configuration and identity.':
    'Relationale Datenbank für Verlauf, Konfiguration und Identitäten.',
  'Collects metrics of everything in the stack and evaluates alert rules.':
    'Sammelt Messwerte von allem im Stack und wertet Alarmregeln aus.',
  'Time-series database with SQL: takes line protocol, speaks the PostgreSQL protocol, has a console.':
    'Zeitreihen-Datenbank mit SQL: nimmt Line Protocol, spricht das PostgreSQL-Protokoll, hat eine Konsole.',
  'Message broker with queues: MQTT and AMQP side by side, with users, rights and a management page.':
    'Message-Broker mit Queues: MQTT und AMQP nebeneinander, mit Benutzern, Rechten und Verwaltungsseite.',
  'Keys, queues and sessions in memory.': 'Schlüssel, Queues und Sitzungen im Arbeitsspeicher.',
  'Log of messages that speaks the protocol of Kafka, without a Java machine.':
    'Nachrichtenlog mit dem Protokoll von Kafka, ohne Java.',
  'Keeps container images of the plant, or copies of those of another registry, behind a login.':
    'Bewahrt Container-Images der Anlage oder Kopien einer anderen Registry hinter einer Anmeldung auf.',
  'Web page for one SQLite file: tables, rows and queries.':
    'Webseite für eine SQLite-Datei: Tabellen, Zeilen und Abfragen.',
  'Collects values, above all from MQTT topics, and writes them to time-series databases.':
    'Sammelt Werte, vor allem aus MQTT-Topics, und schreibt sie in Zeitreihen-Datenbanken.',
  'PostgreSQL with tables made for time series: history that stays quick when it grows.':
    'PostgreSQL mit Tabellen für Zeitreihen: ein Verlauf, der auch bei großer Menge schnell bleibt.',
  'Reverse proxy: one address with TLS for all web pages of the stack.':
    'Reverse-Proxy: eine Adresse mit TLS für alle Webseiten des Stacks.',
  'Asks pages and ports whether they are there, keeps a history and shows status pages.':
    'Fragt Seiten und Ports ab, führt einen Verlauf und zeigt Statusseiten.',
  'Keys, queues and sessions in memory; the free continuation of Redis.':
    'Schlüssel, Queues und Sitzungen im Arbeitsspeicher; die freie Fortführung von Redis.',
  'Secrets of the stack in one place, by HashiCorp; opened by a helper that keeps the key in a volume.':
    'Geheimnisse des Stacks an einem Ort, von HashiCorp; geöffnet von einem Helfer, der den Schlüssel in einem Volume hält.',
  'Tells which containers of this machine have a newer version.':
    'Meldet, für welche Container dieses Rechners es eine neuere Version gibt.',

  // titles of ports
  Databases: 'Datenbanken',
  'Web page and API': 'Webseite und API',
  'State of the collector': 'Zustand des Sammlers',
  Login: 'Anmeldung',
  'Prometheus metrics': 'Prometheus-Messwerte',
  'Login and administration': 'Anmeldung und Verwaltung',
  'Web page and metrics': 'Webseite und Messwerte',
  HTTP: 'HTTP',
  HTTPS: 'HTTPS',
  'Docker API': 'Docker-API',
  Logs: 'Protokolle',
  Dashboard: 'Dashboard',
  MQTT: 'MQTT',
  'MQTT over TLS': 'MQTT über TLS',
  'MQTT over WebSocket': 'MQTT über WebSocket',
  'MQTT over WebSocket and TLS': 'MQTT über WebSocket und TLS',
  Repositories: 'Repositorys',
  'Git over SSH': 'Git über SSH',
  Dashboards: 'Dashboards',
  Desktops: 'Desktops',
  'Gateway web page': 'Webseite des Gateways',
  'Gateway web page over TLS': 'Webseite des Gateways über TLS',
  'Gateway Network': 'Gateway Network',
  'OPC UA server': 'OPC-UA-Server',
  API: 'API',
  'Kafka, for services of the stack': 'Kafka, für Dienste des Stacks',
  'Kafka, for programs outside the stack': 'Kafka, für Programme außerhalb des Stacks',
  'Health and metrics': 'Zustand und Messwerte',
  Inbox: 'Posteingang',
  SMTP: 'SMTP',
  SQL: 'SQL',
  'Editor and webhooks': 'Editor und Webhooks',
  NATS: 'NATS',
  Administration: 'Verwaltung',
  Editor: 'Editor',
  Messages: 'Nachrichten',
  'API and pages': 'API und Seiten',
  'PostgreSQL databases': 'PostgreSQL-Datenbanken',
  'MariaDB databases': 'MariaDB-Datenbanken',
  Containers: 'Container',
  'Console, REST and line protocol': 'Konsole, REST und Line Protocol',
  'SQL by the PostgreSQL protocol': 'SQL über das PostgreSQL-Protokoll',
  Management: 'Verwaltung',
  AMQP: 'AMQP',
  'AMQP over TLS': 'AMQP über TLS',
  'Keys and queues': 'Schlüssel und Queues',
  'Kafka protocol, for services of the stack': 'Kafka-Protokoll, für Dienste des Stacks',
  'Kafka protocol, for programs outside the stack': 'Kafka-Protokoll, für Programme außerhalb des Stacks',
  'Administration and Prometheus metrics': 'Verwaltung und Prometheus-Messwerte',
  Images: 'Images',
  'SQLite file': 'SQLite-Datei',
  'Status and monitors': 'Status und Überwachung',
  Versions: 'Versionen',

  // options: logins and passwords
  'Reference to your own password (env:NAME, file:PATH, vault:NAME); generated when absent':
    'Verweis auf ein eigenes Passwort (env:NAME, file:PFAD, vault:NAME); ohne Angabe erzeugt',
  'Password of "admin" on the dashboard; generated when absent':
    'Passwort von „admin“ auf dem Dashboard; ohne Angabe erzeugt',
  'Reference to its password (env:NAME, file:PATH, vault:NAME)':
    'Verweis auf sein Passwort (env:NAME, file:PFAD, vault:NAME)',
  'Name of the first administrator': 'Name des ersten Administrators',
  'Name of the administrator': 'Name des Administrators',
  'First administrator': 'Erster Administrator',
  'First administrator of the master realm': 'Erster Administrator des Realms „master“',
  'First user, who may do everything; its password is generated':
    'Erster Benutzer, darf alles; sein Passwort wird erzeugt',
  'Administrator of the web page': 'Administrator der Webseite',
  'Administrator, who may also read and write every topic':
    'Administrator, der auch alle Topics lesen und schreiben darf',
  'A user that may read and write every topic': 'Ein Benutzer, der alle Topics lesen und schreiben darf',
  'Login of whoever administers the broker': 'Anmeldename für die Verwaltung des Brokers',
  'Login of the owner, who may do everything': 'Anmeldename des Besitzers, der alles darf',
  'Login of the administrator; settings.acme.email when absent, or admin@example.com':
    'Anmeldename des Administrators; ohne Angabe settings.acme.email oder admin@example.com',
  'Login of the editor': 'Anmeldename für den Editor',
  'Login of the web console, of writers and of SQL clients':
    'Anmeldename für die Webkonsole, für schreibende Programme und SQL-Clients',
  'Login for people; it may do everything': 'Anmeldename für Personen; darf alles',
  'Login for docker login': 'Anmeldename für docker login',
  'Mail address that the administrator logs in with': 'E-Mail-Adresse, mit der sich der Administrator anmeldet',
  'Further logins; each gets a generated password': 'Weitere Logins; jedes bekommt ein erzeugtes Passwort',
  'Name of the superuser; only the setup job uses it': 'Name des Superusers; nur der Einrichtungsjob verwendet ihn',
  'Who may open guarded pages: users with one of these roles; an empty list lets in every user':
    'Wer geschützte Seiten öffnen darf: Benutzer mit einer dieser Rollen; eine leere Liste lässt alle Benutzer zu',
  'Ask for a second factor too; people register it at their first login':
    'Auch einen zweiten Faktor verlangen; er wird bei der ersten Anmeldung eingerichtet',
  'How long a login lasts': 'Wie lange eine Anmeldung gilt',
  'How long a login to guarded pages lasts': 'Wie lange eine Anmeldung an geschützten Seiten gilt',
  'Let everybody who reaches the page look at public repositories':
    'Wer die Seite erreicht, darf öffentliche Repositorys ohne Anmeldung ansehen',
  'Let everybody who reaches the page look at dashboards':
    'Wer die Seite erreicht, darf Dashboards ohne Anmeldung ansehen',
  'Let everybody in and allow everything; without it nobody gets in until an extension checks passwords':
    'Alle zulassen und alles erlauben; sonst kommt niemand hinein, bis eine Erweiterung Passwörter prüft',

  // options: encryption and listeners
  "Encrypted listeners, with a certificate of the stack's own authority":
    'Verschlüsselte Listener, mit einem Zertifikat der eigenen Zertifizierungsstelle des Stacks',
  "Encrypts both listeners, with a certificate of the stack's own authority":
    'Verschlüsselt beide Listener, mit einem Zertifikat der eigenen Zertifizierungsstelle des Stacks',
  "Encrypts all listeners, with a certificate of the stack's own authority; MQTT is then on 8883":
    'Verschlüsselt alle Listener, mit einem Zertifikat der eigenen Zertifizierungsstelle des Stacks; MQTT ist dann auf 8883',
  "Encrypted listener on 8883, with a certificate of the stack's own authority":
    'Verschlüsselter Listener auf 8883, mit einem Zertifikat der eigenen Zertifizierungsstelle des Stacks',
  'Unencrypted listeners; by default only where TLS is off': 'Unverschlüsselte Listener; Vorgabe: nur wo TLS aus ist',
  'Unencrypted listener on 1883; by default only where TLS is off':
    'Unverschlüsselter Listener auf 1883; Vorgabe: nur wo TLS aus ist',
  'MQTT over WebSocket on 8083 or, with TLS, 8084': 'MQTT über WebSocket auf 8083, mit TLS auf 8084',
  'MQTT over WebSocket on 8000': 'MQTT über WebSocket auf 8000',
  'MQTT over WebSocket on 15675 or, with TLS, 15676': 'MQTT über WebSocket auf 15675, mit TLS auf 15676',
  'Listener for browsers on 9001, encrypted where TLS is on':
    'Listener für Browser auf 9001, verschlüsselt wo TLS an ist',
  'AMQP listener beside MQTT, on 5672 or, with TLS, 5671': 'AMQP-Listener neben MQTT, auf 5672, mit TLS auf 5671',
  'How the connection is closed to others: starttls (587), tls from the start (465), or not at all':
    'Wie die Verbindung verschlüsselt wird: starttls (587), tls von Anfang an (465) oder gar nicht',

  // options: alerts and mail
  'Who gets mails; by default alerts@ the domain that the stack sends from':
    'Wer E-Mails bekommt; Vorgabe: alerts@ der Absenderdomäne des Stacks',
  'Who gets mails about alerts set up in Grafana; by default alerts@ the domain that the stack sends from':
    'Wer E-Mails über in Grafana eingerichtete Alarme bekommt; Vorgabe: alerts@ der Absenderdomäne des Stacks',
  'Who gets a mail about new versions, where a mail server is in the stack':
    'Wer eine E-Mail über neue Versionen bekommt, wenn ein Mailserver im Stack ist',
  'How long to gather alerts of a kind before the first message':
    'Wie lange Alarme einer Art vor der ersten Meldung gesammelt werden',
  'How long to gather before the next message about them': 'Wie lange vor der nächsten Meldung dazu gesammelt wird',
  'Tell again after this time while it lasts; by default people are told only of changes':
    'Nach dieser Zeit erneut melden, solange es anhält; Vorgabe: nur Änderungen werden gemeldet',
  'Alerts over log lines by name; needs an alertmanager':
    'Alarme über Protokollzeilen, nach Namen; braucht einen alertmanager',
  'LogQL; the alert is there while it has a result': 'LogQL; der Alarm steht an, solange es ein Ergebnis gibt',
  'PromQL; the alert is there while it has a result': 'PromQL; der Alarm steht an, solange es ein Ergebnis gibt',
  'How long it has to last': 'Wie lange es anhalten muss',
  'How urgent it is': 'Wie dringend es ist',
  'What people read': 'Text der Meldung',
  'What people read; {{ $labels.NAME }} and {{ $value }} are filled in':
    'Text der Meldung; {{ $labels.NAME }} und {{ $value }} werden eingesetzt',
  'Alerts of your own by name': 'Eigene Alarme, nach Namen',
  'Oldest messages are removed beyond this number': 'Über dieser Anzahl werden die ältesten Nachrichten entfernt',
  'Mail server that every mail is handed on to; nothing leaves the stack when absent':
    'Mailserver, an den jede E-Mail weitergegeben wird; ohne Angabe verlässt nichts den Stack',
  'Mail server that delivers': 'Mailserver, der zustellt',
  'Its port': 'Sein Port',
  'Login at that server; none when absent': 'Anmeldename an diesem Server; ohne Angabe keine Anmeldung',
  'Where messages of the stack go and people subscribe': 'Topic, an das der Stack sendet und das abonniert wird',
  'How long messages wait for phones that are off': 'Wie lange Nachrichten auf ausgeschaltete Telefone warten',
  'Whether messages may ask for the status and logs of services and stop them':
    'Ob Nachrichten Zustand und Protokolle von Diensten abfragen und Dienste anhalten dürfen',

  // options: Ignition
  'You accept the Ignition licence: https://inductiveautomation.com/ignition/license':
    'Die Ignition-Lizenz ist angenommen: https://inductiveautomation.com/ignition/license',
  'Edition of the gateway': 'Edition des Gateways',
  'System name; the instance name when absent': 'Systemname; ohne Angabe der Name des Dienstes',
  'Most memory for the Java heap, in MiB': 'Obergrenze des Java-Heaps, in MiB',
  'Memory of the Java heap at the start, in MiB; what the image sets when absent':
    'Speicher des Java-Heaps beim Start, in MiB; ohne Angabe der Wert des Images',
  'Modules to run: all, or the only ones allowed, by identifier':
    'Laufende Module: all für alle, oder die allein erlaubten, nach Kennung',
  'Modules of other makers to install': 'Zu installierende Module anderer Hersteller',
  'Identifier of the module, as its module.xml has it': 'Kennung des Moduls, wie in seiner module.xml',
  'Path of the .modl file, relative to the plant file': 'Pfad der .modl-Datei, relativ zur Anlagendatei',
  'SHA-256 of the file, as its maker publishes it': 'SHA-256 der Datei, wie vom Hersteller veröffentlicht',
  'You accept the licence of the module': 'Die Lizenz des Moduls ist angenommen',
  'You trust the certificate that the module is signed with':
    'Dem Zertifikat, mit dem das Modul signiert ist, wird vertraut',
  'Load modules that nobody has signed; for development': 'Nicht signierte Module laden; für die Entwicklung',
  'Gateway backup (.gwbk) that a new gateway begins with':
    'Gateway-Sicherung (.gwbk), mit der ein neues Gateway beginnt',
  'Other gateways that connect to this one: encrypted and approved by a person, or open to all':
    'Andere Gateways, die sich mit diesem verbinden: verschlüsselt und von Hand bestätigt, oder offen für alle',
  'Sample project and connections on a new gateway': 'Beispielprojekt und Beispielverbindungen auf einem neuen Gateway',
  'Licence key, by reference (Maker: required)': 'Lizenzschlüssel, als Verweis (bei Maker nötig)',
  'Activation token, by reference (Maker: required)': 'Aktivierungstoken, als Verweis (bei Maker nötig)',
  'Register the databases of the stack on this gateway': 'Datenbanken des Stacks auf diesem Gateway eintragen',

  // options: databases and messages
  'The database that the services of the plant share': 'Die Datenbank, die sich die Dienste der Anlage teilen',
  'The database that measurements are written to': 'Die Datenbank, in die Messwerte geschrieben werden',
  'The bucket that measurements are written to': 'Der Bucket, in den Messwerte geschrieben werden',
  'Organization that owns everything': 'Organisation, der alles gehört',
  'How long measurements are kept, from the first start on; 0: for ever':
    'Wie lange Messwerte aufbewahrt werden, ab dem ersten Start; 0: unbegrenzt',
  'How long messages are kept': 'Wie lange Nachrichten aufbewahrt werden',
  'How long lines are kept': 'Wie lange Zeilen aufbewahrt werden',
  'How long samples are kept': 'Wie lange Messwerte aufbewahrt werden',
  'Most connections at the same time': 'Höchstzahl gleichzeitiger Verbindungen',
  'Add an exporter of Prometheus metrics with a login of its own':
    'Einen Exporter für Prometheus-Messwerte mit eigenem Login hinzufügen',
  'Make a topic when somebody first writes to it': 'Ein Topic beim ersten Schreiben anlegen',
  'Largest packet the broker takes': 'Größtes Paket, das der Broker annimmt',
  'Largest message the server takes': 'Größte Nachricht, die der Server annimmt',
  'Room on disk for sessions, retained messages, streams':
    'Platz auf der Platte für Sitzungen, Retained Messages und Streams',
  'Keep retained messages and sessions over a restart': 'Retained Messages und Sitzungen über einen Neustart behalten',
  'What a bridge carries; a bridge is made to each broker that connect names':
    'Was eine Bridge überträgt; zu jedem Broker, den connect nennt, entsteht eine Bridge',
  'Topic filter, the part after the prefixes': 'Topic-Filter, der Teil nach den Präfixen',
  'To the other broker, from it, or both ways': 'Zum anderen Broker, von ihm, oder in beide Richtungen',
  'Quality of service over the bridge': 'Quality of Service über die Bridge',
  'Put before the topic here': 'Wird hier dem Topic vorangestellt',
  'Put before the topic on the other broker': 'Wird auf dem anderen Broker dem Topic vorangestellt',
  'You accept the licence of SQL Server: https://go.microsoft.com/fwlink/?LinkId=746388':
    'Die Lizenz von SQL Server ist angenommen: https://go.microsoft.com/fwlink/?LinkId=746388',
  'Edition: express is free of charge, developer is free for development only':
    'Edition: express ist kostenlos, developer nur für die Entwicklung',
  'Memory for data; the limit of the container has to be larger':
    'Speicher für Daten; die Grenze des Containers muss größer sein',
  'What happens at that limit: refuse to write, or forget the keys that were used least':
    'Was an dieser Grenze geschieht: Schreiben ablehnen oder die am seltensten benutzten Schlüssel vergessen',
  'Write every change to disk, so that queues survive a restart':
    'Jede Änderung auf die Platte schreiben, damit Queues einen Neustart überstehen',
  'Largest file that can be imported, in MiB': 'Größte Datei, die sich importieren lässt, in MiB',
  'File in the volume that is shown; an empty one is made where there is none':
    'Datei im Volume, die gezeigt wird; fehlt sie, wird eine leere angelegt',
  'Show only, change nothing': 'Nur zeigen, nichts ändern',

  // options: secret stores
  'Services of the plant that get their secrets as files in /injected, by an agent beside them':
    'Dienste der Anlage, die ihre Geheimnisse von einem Agenten daneben als Dateien in /injected bekommen',
  'Database logins that the store looks after, in each database it is connected to':
    'Datenbank-Logins, die der Speicher verwaltet, in jeder mit ihm verbundenen Datenbank',
  'Rights in the shared database': 'Rechte in der gemeinsamen Datenbank',
  'One login with a password that changes, or a login of its own for each reader that expires':
    'Ein Login mit wechselndem Passwort, oder für jeden Leser ein eigenes, das abläuft',
  'How often the password changes, or how long a leased login is good':
    'Wie oft das Passwort wechselt, oder wie lange ein geliehenes Login gilt',
  'Services of the plant that may have it': 'Dienste der Anlage, die es bekommen dürfen',

  // options: what runs and watches
  "One line for each request in the container's log": 'Eine Zeile je Anfrage im Protokoll des Containers',
  "Path of the Docker Engine's socket on the host; rootless engines have it below /run/user":
    'Pfad des Sockets der Docker Engine auf dem Host; bei Engines ohne Root unter /run/user',
  "Show this stack's containers and no others of the machine":
    'Nur die Container dieses Stacks zeigen, keine anderen des Rechners',
  'Processes that answer web requests; 0 is one process that needs the least memory':
    'Prozesse, die Webanfragen beantworten; 0 ist ein Prozess mit dem geringsten Speicherbedarf',
  'Worker processes in queue mode; each is a container': 'Worker-Prozesse im Queue-Modus; jeder ist ein Container',
  'Start, stop, create and remove containers; whoever is logged in then is as mighty as root of the machine':
    'Container starten, anhalten, anlegen und entfernen; wer angemeldet ist, hat dann die Macht von root auf dem Rechner',
  'How often every target is asked and every rule evaluated':
    'Wie oft jedes Ziel abgefragt und jede Regel ausgewertet wird',
  'How long a service may be silent before somebody is told':
    'Wie lange ein Dienst schweigen darf, bevor es gemeldet wird',
  'Exporters outside the stack by name': 'Exporter außerhalb des Stacks, nach Namen',
  'HOST:PORT as the container reaches it': 'HOST:PORT, wie der Container es erreicht',
  'Where the metrics are': 'Pfad der Messwerte',
  'Address of another registry whose public images this one keeps copies of; nothing can be pushed then':
    'Adresse einer anderen Registry, deren öffentliche Images hier gespiegelt werden; eigene lassen sich dann nicht hochladen',
  'How often it gathers and writes': 'Wie oft gesammelt und geschrieben wird',
  'What it subscribes to on the MQTT brokers it is wired to': 'Was auf den verbundenen MQTT-Brokern abonniert wird',
  'What messages hold: JSON, one number, one text, or line protocol':
    'Was Nachrichten enthalten: JSON, eine Zahl, einen Text oder Line Protocol',
  "Traefik's own page, behind the operator's login":
    'Die eigene Seite von Traefik, hinter der Anmeldung des Betreibers',
  'How often the registries are asked': 'Wie oft die Registrys abgefragt werden',
  'Watch only containers with the label wud.watch=true': 'Nur Container mit dem Label wud.watch=true beobachten',
}

/** What options are called, by their names in the plant file. */
export const optionLabels: Readonly<Record<string, string>> = {
  acceptCertificate: 'Zertifikat vertrauen',
  acceptEula: 'Lizenz annehmen',
  acceptLicense: 'Lizenz annehmen',
  access: 'Rechte',
  accessLog: 'Zugriffsprotokoll',
  activationToken: 'Aktivierungstoken',
  address: 'Adresse',
  adminEmail: 'E-Mail des Administrators',
  adminUser: 'Administrator',
  agents: 'Agenten',
  allowAnonymous: 'Ohne Anmeldung zulassen',
  allowUnsignedModules: 'Nicht signierte Module erlauben',
  allowedRoles: 'Erlaubte Rollen',
  amqp: 'AMQP',
  anonymous: 'Ohne Anmeldung lesbar',
  autoCreateTopics: 'Topics selbsttätig anlegen',
  autoRegister: 'Selbsttätig eintragen',
  bridgeTopics: 'Topics der Bridge',
  bucket: 'Bucket',
  commands: 'Befehle',
  dashboard: 'Dashboard',
  dashboardPassword: 'Passwort des Dashboards',
  database: 'Datenbank',
  direction: 'Richtung',
  edition: 'Edition',
  email: 'E-Mail',
  encryption: 'Verschlüsselung',
  every: 'Abstand',
  everyHours: 'Abstand (Stunden)',
  expr: 'Ausdruck',
  file: 'Datei',
  for: 'Dauer',
  gatewayName: 'Name des Gateways',
  groupInterval: 'Abstand der Gruppen',
  groupWait: 'Wartezeit der Gruppe',
  heapMiB: 'Heap (MiB)',
  host: 'Host',
  id: 'Kennung',
  incomingGateways: 'Eingehende Gateways',
  initialHeapMiB: 'Heap beim Start (MiB)',
  interval: 'Abstand',
  keep: 'Aufbewahrung',
  kind: 'Art',
  licenseKey: 'Lizenzschlüssel',
  localPrefix: 'Präfix hier',
  logins: 'Logins',
  mailTo: 'E-Mail an',
  maxConnections: 'Höchstzahl der Verbindungen',
  maxMemory: 'Speicherobergrenze',
  maxMessages: 'Höchstzahl der Nachrichten',
  maxPacketBytes: 'Größtes Paket (Bytes)',
  maxPayloadBytes: 'Größte Nachricht (Bytes)',
  mayChange: 'Ändern erlaubt',
  metrics: 'Messwerte',
  mirrorOf: 'Spiegel von',
  modules: 'Module',
  onlyLabelled: 'Nur mit Label',
  onlyThisStack: 'Nur dieser Stack',
  open: 'Ohne Anmeldung lesbar',
  operator: 'Login für Personen',
  organization: 'Organisation',
  ownerEmail: 'E-Mail des Besitzers',
  password: 'Passwort',
  path: 'Pfad',
  payload: 'Inhalt der Nachrichten',
  persistence: 'Dauerhaft speichern',
  plain: 'Unverschlüsselt',
  port: 'Port',
  qos: 'QoS',
  quickStart: 'Beispiele',
  readOnly: 'Nur lesen',
  readers: 'Leser',
  relay: 'Weitergabe',
  remindAfter: 'Erinnern nach',
  remotePrefix: 'Präfix dort',
  restore: 'Wiederherstellen aus',
  retention: 'Aufbewahrung',
  rules: 'Regeln',
  scrapeInterval: 'Abfrageabstand',
  sessionDuration: 'Dauer der Anmeldung',
  severity: 'Dringlichkeit',
  sha256: 'SHA-256',
  socket: 'Socket',
  storeMiB: 'Platz auf der Platte (MiB)',
  summary: 'Text',
  superuser: 'Superuser',
  targetDownAfter: 'Ausfall melden nach',
  targets: 'Ziele',
  thirdPartyModules: 'Module anderer Hersteller',
  tls: 'TLS',
  topic: 'Topic',
  topics: 'Topics',
  twoFactor: 'Zweiter Faktor',
  uploadMiB: 'Import bis (MiB)',
  username: 'Benutzername',
  users: 'Benutzer',
  websockets: 'WebSocket',
  whenFull: 'Bei vollem Speicher',
  workers: 'Worker',
}

/** Words that options and settings take. What is shown ends with the word itself where it is another one. */
export const choices: Readonly<Record<string, string>> = {
  // Ignition and SQL Server
  standard: 'standard',
  edge: 'edge',
  maker: 'maker',
  express: 'express',
  developer: 'developer',
  enterprise: 'enterprise',
  approved: 'nach Bestätigung',
  open: 'offen',
  // urgency
  warning: 'Warnung',
  critical: 'kritisch',
  // encryption
  starttls: 'starttls',
  tls: 'tls',
  none: 'keine',
  // direction
  out: 'hinaus',
  in: 'herein',
  both: 'beide Richtungen',
  // database logins
  reader: 'lesen',
  writer: 'schreiben',
  rotated: 'wechselndes Passwort',
  leased: 'geliehen',
  // full memory
  noeviction: 'Schreiben ablehnen',
  'allkeys-lru': 'seltenste vergessen',
  'volatile-lru': 'nur ablaufende vergessen',
  // content of messages
  json: 'json',
  number: 'Zahl',
  text: 'Text',
  influx: 'Line Protocol',
  // TLS of the plant
  off: 'aus',
  'internal-ca': 'interne CA',
  acme: 'acme',
  own: 'eigenes Zertifikat',
  // restart
  no: 'nie',
  always: 'immer',
  'on-failure': 'nach Fehler',
  'unless-stopped': 'außer wenn angehalten',
}
