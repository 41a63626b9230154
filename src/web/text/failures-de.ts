import type { Patterns } from './patterns.ts'

/**
 * Why the server did not do what it was asked for, in German: what happened, and the hint of each code. By the English
 * text of the server, see `patterns.ts`; `failures-de.test.ts` names what is missing.
 */

/** What to do in general, by the tables of codes. */
export const codeHints: Patterns = {
  // stack
  'Mend the problems listed and try again.': 'Die genannten Probleme beheben und erneut versuchen.',
  'Mend the syntax at the place named.': 'Die Syntax an der genannten Stelle berichtigen.',
  'Keep it below 1 MiB; move data to files of their own.': 'Unter 1 MiB halten; Daten in eigene Dateien auslagern.',
  'Mend the ones that are listed and check again.': 'Die genannten beheben und erneut prüfen.',
  'Choose another program for it, or leave it out.': 'Ein anderes Programm dafür wählen oder es weglassen.',
  'Nothing has to be done; the name in the catalogue is the better one.':
    'Nichts zu tun; der Name im Katalog ist der bessere.',
  'Remove it or correct its spelling.': 'Entfernen oder die Schreibweise berichtigen.',
  'Give a value of the kind named.': 'Einen Wert der genannten Art angeben.',
  'Add it.': 'Hinzufügen.',
  'Use lower case letters, digits and hyphens, at most 40, beginning with a letter and ending with a letter or digit.':
    'Kleinbuchstaben, Ziffern und Bindestriche verwenden, höchstens 40, am Anfang ein Buchstabe, am Ende Buchstabe oder Ziffer.',
  'Rename one of them.': 'Einen davon umbenennen.',
  'Add one under services; ign stack catalog lists them.':
    'Unter services einen hinzufügen; ign stack catalog nennt sie.',
  'See ign stack catalog.': 'Siehe ign stack catalog.',
  'Choose a version that ign stack catalog lists.': 'Eine Version wählen, die ign stack catalog nennt.',
  'Prefer a version that ign stack catalog lists.': 'Besser eine Version, die ign stack catalog nennt.',
  'Use a port name that ign stack catalog SERVICE lists.':
    'Einen Portnamen verwenden, den ign stack catalog DIENST nennt.',
  'Give one of the services another port.': 'Einem der Dienste einen anderen Port geben.',
  'Set the port yourself to keep it.': 'Den Port selbst setzen, um ihn zu behalten.',
  'Give one of them another host.': 'Einer davon einen anderen Host geben.',
  'Rename the service.': 'Den Dienst umbenennen.',
  'Correct the name or add the service.': 'Den Namen berichtigen oder den Dienst hinzufügen.',
  'Remove one of the "after" entries.': 'Einen der Einträge unter „after“ entfernen.',
  'Remove one of them.': 'Einen davon entfernen.',
  'Remove the other instances.': 'Die anderen Instanzen entfernen.',
  'Add a provider or remove the connect entry that switches it off.':
    'Einen Anbieter hinzufügen oder den Eintrag unter connect entfernen, der es abschaltet.',
  'Add it to the plant file to choose its name and options.':
    'In die Anlagendatei aufnehmen, um Name und Optionen zu wählen.',
  'Choose with connect.': 'Mit connect wählen.',
  'Read the licence and accept it in the options.': 'Die Lizenz lesen und in den Optionen annehmen.',
  'Read the licence; in a plant file it is accepted explicitly.':
    'Die Lizenz lesen; in einer Anlagendatei wird sie ausdrücklich angenommen.',
  'Choose the stronger setting.': 'Die stärkere Einstellung wählen.',
  'Choose another tls mode or add what it needs.': 'Einen anderen tls-Modus wählen oder hinzufügen, was er braucht.',
  'Add the role under integrations.oidc.roles.': 'Die Rolle unter integrations.oidc.roles hinzufügen.',
  'Add the user under integrations.mqtt.users.': 'Den Benutzer unter integrations.mqtt.users hinzufügen.',
  'Put the file there, or correct its path: it is relative to the plant file.':
    'Die Datei dort ablegen oder ihren Pfad berichtigen: Er gilt relativ zur Anlagendatei.',
  'Run ign where the file is.': 'ign dort ausführen, wo die Datei ist.',
  'Name a smaller file.': 'Eine kleinere Datei nennen.',
  'Mend the problems listed; nothing was changed.': 'Die genannten Probleme beheben; nichts wurde geändert.',
  'Get the file again from where it was made.': 'Die Datei an ihrem Ursprung neu holen.',
  'Compare the file with what the plant file says about it.':
    'Die Datei mit dem vergleichen, was die Anlagendatei über sie sagt.',
  'Remove it.': 'Entfernen.',

  // requests and commands
  'Correct what is named.': 'Das Genannte berichtigen.',
  'See the list of files without the option.': 'Ohne die Option wird die Liste der Dateien gezeigt.',
  'Check the path.': 'Den Pfad prüfen.',
  'See ign stack templates.': 'Siehe ign stack templates.',
  'Choose another name or remove the file.': 'Einen anderen Namen wählen oder die Datei entfernen.',
  'Give it with --password-file FILE, or - for standard input.':
    'Mit --password-file DATEI angeben, oder - für die Standardeingabe.',
  'Run ign stack generate first.': 'Zuerst ign stack generate ausführen.',
  'Add --yes, or --dry-run to see what would change.':
    '--yes hinzufügen, oder --dry-run, um zu sehen, was sich ändern würde.',
  'Follow the hint of the wire that is named.': 'Dem Hinweis der genannten Verbindung folgen.',
  'Use http://localhost, http://127.0.0.1 or the name in IGN_PUBLIC_URL.':
    'http://localhost, http://127.0.0.1 oder den Namen in IGN_PUBLIC_URL verwenden.',
  'Close other tabs, or wait as long as Retry-After says.':
    'Andere Tabs schließen oder so lange warten, wie Retry-After sagt.',
  'Use 127.0.0.1, or set up TLS or a proxy.': '127.0.0.1 verwenden oder TLS oder einen Proxy einrichten.',
  'Choose another with --port.': 'Mit --port einen anderen wählen.',
  'Report it with the output of --verbose.': 'Mit der Ausgabe von --verbose melden.',
  'See --help.': 'Siehe --help.',
  'Follow the hint of what is missing.': 'Dem Hinweis zu dem folgen, was fehlt.',
  'Run the command again.': 'Den Befehl erneut ausführen.',

  // people
  'Sign in, or send a token: Authorization: Bearer ign_….':
    'Anmelden, oder ein Token senden: Authorization: Bearer ign_….',
  'Sign in again, or make a new token.': 'Erneut anmelden oder ein neues Token anlegen.',
  'Try again; an administrator can set a new password.':
    'Erneut versuchen; ein Administrator kann ein neues Passwort setzen.',
  'Send the code of your device to /api/v1/session/second-factor.':
    'Den Code des Geräts an /api/v1/session/second-factor senden.',
  'Ask an administrator for another role.': 'Einen Administrator um eine andere Rolle bitten.',
  'Sign in; your own account is changed in a session only.':
    'Anmelden; das eigene Konto lässt sich nur in einer Sitzung ändern.',
  'Send the csrf value of /api/v1/session as X-CSRF-Token, from the console’s own origin.':
    'Den Wert csrf aus /api/v1/session als X-CSRF-Token senden, vom eigenen Ursprung der Konsole.',
  'Wait as long as Retry-After says.': 'So lange warten, wie Retry-After sagt.',
  'Start the server again and use the link that it prints.':
    'Den Server neu starten und den Link verwenden, den er ausgibt.',
  'Sign in, or make users with ign user add.': 'Anmelden, oder Benutzer mit ign user add anlegen.',
  'See ign user list.': 'Siehe ign user list.',
  'See /api/v1/me/sessions.': 'Siehe /api/v1/me/sessions.',
  'See ign user token list.': 'Siehe ign user token list.',
  'Choose another name.': 'Einen anderen Namen wählen.',
  'Use 1 to 64 lower-case letters, digits and . _ @ -, with a letter or digit first.':
    '1 bis 64 Kleinbuchstaben, Ziffern und . _ @ - verwenden, am Anfang Buchstabe oder Ziffer.',
  'Make another user administrator first.': 'Zuerst einen anderen Benutzer zum Administrator machen.',
  'Change it at the sign-in provider.': 'Beim Anmeldeanbieter ändern.',
  'Sign in with name and password, or set IGN_OIDC_ISSUER.':
    'Mit Name und Passwort anmelden oder IGN_OIDC_ISSUER setzen.',
  'Check IGN_OIDC_ISSUER and that this machine reaches it; local users can sign in meanwhile.':
    'IGN_OIDC_ISSUER prüfen und ob dieser Rechner ihn erreicht; lokale Benutzer können sich inzwischen anmelden.',
  'Begin again; if it stays so, ask an administrator for a group that has a role.':
    'Von vorn beginnen; bleibt es so, einen Administrator um eine Gruppe mit Rolle bitten.',
  'Remove it first.': 'Zuerst entfernen.',
  'Begin with POST /api/v1/me/totp.': 'Mit POST /api/v1/me/totp beginnen.',

  'Wait for the next code and check the clock of your device. At set-up, scan the picture that is shown now: after another sign-in it has a new key. Afterwards a recovery code does as well.':
    'Den nächsten Code abwarten und die Uhr des Geräts prüfen. Beim Einrichten das Bild scannen, das jetzt zu sehen ist: nach einer weiteren Anmeldung hat es einen neuen Schlüssel. Danach genügt auch ein Wiederherstellungscode.',
  'Use at least 12 characters. A few words that do not belong together are hard to guess and easy to keep in mind.':
    'Mindestens 12 Zeichen verwenden. Ein paar Wörter, die nicht zusammengehören, sind schwer zu erraten und leicht zu merken.',
  'Correct each of them.': 'Alle berichtigen.',

  // jobs and saved plants
  'Make room where IGN_HOME is, or run ign stack bundle plant.yaml -o plant.zip --offline elsewhere.':
    'Platz schaffen, wo IGN_HOME liegt, oder ign stack bundle plant.yaml -o plant.zip --offline anderswo ausführen.',
  'See GET /api/v1/jobs.': 'Siehe GET /api/v1/jobs.',
  'Start another one.': 'Einen neuen starten.',
  'Start the job again.': 'Den Auftrag neu starten.',
  'See GET /api/v1/plants.': 'Siehe GET /api/v1/plants.',
  'See its list of versions.': 'Siehe die Liste der Versionen.',
  'Read the newest version, put both together, and save with its ETag.':
    'Die neueste Version lesen, beide zusammenführen und mit deren ETag speichern.',
  'Send the ETag of the version that was read as If-Match.': 'Das ETag der gelesenen Version als If-Match senden.',
  'Leave it out, and one is made; or refer to it: env:NAME, file:PATH or vault:NAME.':
    'Weglassen, dann wird eines erzeugt; oder darauf verweisen: env:NAME, file:PFAD oder vault:NAME.',
  'Choose a .modl or .gwbk file that is whole; get it again from where it was made.':
    'Eine unbeschädigte .modl- oder .gwbk-Datei wählen; an ihrem Ursprung neu holen.',
  'Use ign on a machine that has the file: a plant file may name one beside it.':
    'ign auf einem Rechner verwenden, der die Datei hat: Eine Anlagendatei darf eine neben sich nennen.',
  'Remove plants, or files of plants, that nobody needs.':
    'Anlagen oder Dateien von Anlagen entfernen, die niemand braucht.',
  'See its list of files.': 'Siehe die Liste der Dateien.',
  'Run ign stack bundle plant.yaml -o plant.zip --offline where Docker is.':
    'ign stack bundle plant.yaml -o plant.zip --offline dort ausführen, wo Docker ist.',
  'Watch its job, or stop it.': 'Den Auftrag verfolgen oder anhalten.',
  'Make it again: it is kept for a day, by the server that made it.':
    'Noch einmal machen: Der Server, der es gemacht hat, hebt es einen Tag auf.',
  'Keep it below 1 MiB.': 'Unter 1 MiB halten.',
  'Send 8 to 100 letters, digits, "-" and "_", such as a UUID.':
    '8 bis 100 Buchstaben, Ziffern, „-“ und „_“ senden, etwa eine UUID.',
  'Take a new key for each request, and the same one only to send it again.':
    'Für jede Anfrage einen neuen Schlüssel nehmen, denselben nur, um sie erneut zu senden.',
  'Ask again in a moment.': 'Gleich noch einmal fragen.',

  // the machine
  'Check the file’s permissions.': 'Die Rechte der Datei prüfen.',
  'Check the permissions of the folder and the free space.': 'Die Rechte des Ordners und den freien Platz prüfen.',
  'See them with ign stack diff. Move them to the plant file or to docker-compose.override.yml, or add --yes to replace them.':
    'ign stack diff zeigt sie. In die Anlagendatei oder nach docker-compose.override.yml verschieben, oder mit --yes ersetzen.',
  'Choose an empty folder, or one that ign generated.': 'Einen leeren Ordner wählen oder einen, den ign erzeugt hat.',
  'See ign config show --origin.': 'Siehe ign config show --origin.',
  'Use the same IGN_HOME and IGN_SECRET_KEY as when the stack was first generated.':
    'Dieselben IGN_HOME und IGN_SECRET_KEY verwenden wie beim ersten Erzeugen des Stacks.',
  'Restore it from a backup; without it new secrets have to be set everywhere.':
    'Aus einer Sicherung wiederherstellen; sonst sind überall neue Geheimnisse zu setzen.',
  'Wait for it to end and try again.': 'Das Ende abwarten und erneut versuchen.',
  'Check the permissions of the home folder and the free space.':
    'Die Rechte des Home-Ordners und den freien Platz prüfen.',
  'Use the newer version, or another IGN_HOME.': 'Die neuere Version verwenden oder ein anderes IGN_HOME.',
  'Use the address of the service itself; link-local addresses and metadata services of clouds are refused.':
    'Die Adresse des Dienstes selbst verwenden; link-lokale Adressen und Metadatendienste von Clouds werden abgelehnt.',
  'Check that the address is that of the service that is meant.':
    'Prüfen, ob die Adresse die des gemeinten Dienstes ist.',
  'Set the variable or create the file that the reference names.':
    'Die Variable setzen oder die Datei anlegen, die der Verweis nennt.',
  'Leave it out and a password is generated, or use ign on the machine itself.':
    'Weglassen, dann wird ein Passwort erzeugt, oder ign auf dem Rechner selbst verwenden.',
  'Use 8 to 128 printable characters without line breaks.': '8 bis 128 druckbare Zeichen ohne Zeilenumbruch verwenden.',
  'Try again; without the password the file cannot be read.':
    'Erneut versuchen; ohne das Passwort ist die Datei nicht zu lesen.',
  'Use a file that ign stack export wrote.': 'Eine Datei verwenden, die ign stack export geschrieben hat.',
  'Start Docker, or set DOCKER_HOST to where it listens.': 'Docker starten oder DOCKER_HOST auf seine Adresse setzen.',
  'Add your user to the group "docker" and log in again.':
    'Den Benutzer in die Gruppe „docker“ aufnehmen und neu anmelden.',
  'See the engine’s log.': 'Siehe das Protokoll der Engine.',
  'Start it with docker compose up --detach --wait in its folder.':
    'In seinem Ordner mit docker compose up --detach --wait starten.',
}

/** What happened, in particular. */
export const failures: Patterns = {
  '{first:said}: {second:said}': '{first}: {second}',

  // requests
  'the request does not fit: {path}: {reason:inputs}': 'die Anfrage passt nicht: {path}: {reason}',
  'the request holds the character NUL': 'die Anfrage enthält das Zeichen NUL',
  'the request could not be carried out': 'die Anfrage ließ sich nicht ausführen',
  'the request cannot be read': 'die Anfrage ist nicht lesbar',
  'the request comes from another origin': 'die Anfrage kommt von einem anderen Ursprung',
  'the request lacks the X-CSRF-Token of its session': 'der Anfrage fehlt das X-CSRF-Token ihrer Sitzung',
  'the body must be a JSON object': 'der Inhalt muss ein JSON-Objekt sein',
  'the body nests lists and objects more than {count} deep':
    'der Inhalt verschachtelt Listen und Objekte mehr als {count} Ebenen tief',
  'the body must be {"plant": …, "users": …} with both as texts':
    'der Inhalt muss {"plant": …, "users": …} sein, beides als Text',
  'the body must be {"plant": …} with a plant file as text or as a value':
    'der Inhalt muss {"plant": …} sein, mit einer Anlagendatei als Text oder als Wert',
  'Send Content-Type: application/json and {"plant": "version: 1\\nname: …"}; overlays are of the same kind.':
    'Content-Type: application/json und {"plant": "version: 1\\nname: …"} senden; Overlays ebenso.',
  'there is nothing at {method} {path}': 'unter {method} {path} gibt es nichts',
  'this server does not answer to the name "{name}"': 'auf den Namen „{name}“ antwortet dieser Server nicht',
  '"{name}" watches {count} event streams already': '„{name}“ verfolgt schon {count} Ereignisströme',
  'the Idempotency-Key must be 8 to 100 letters, digits, "-" and "_"':
    'der Idempotency-Key muss aus 8 bis 100 Buchstaben, Ziffern, „-“ und „_“ bestehen',
  'the Idempotency-Key came with another request before': 'der Idempotency-Key kam schon mit einer anderen Anfrage',
  'the same request is being carried out': 'dieselbe Anfrage wird gerade ausgeführt',

  // signing in
  'nobody is signed in': 'niemand ist angemeldet',
  'the session has ended': 'die Sitzung ist zu Ende',
  'the token is not valid, or no longer': 'das Token ist nicht oder nicht mehr gültig',
  'the second step of the sign-in is missing': 'der zweite Schritt der Anmeldung fehlt',
  'there is no sign-in under way': 'es ist keine Anmeldung im Gang',
  'a token cannot change the account of its user': 'ein Token kann das Konto seines Benutzers nicht ändern',
  'this needs the role {role:roles}, yours is {own:roles}': 'das verlangt die Rolle {role}, vorhanden ist {own}',
  'name and password do not fit': 'Name und Passwort passen nicht zusammen',
  'the current password is wrong': 'das jetzige Passwort ist falsch',
  'the code is wrong': 'der Code ist falsch',
  'the code is wrong, or was used already': 'der Code ist falsch oder wurde schon verwendet',
  'give either code or recoveryCode': 'entweder code oder recoveryCode angeben',
  'too many attempts; the next one counts in {seconds} s': 'zu viele Versuche; der nächste zählt in {seconds} s',
  'the set-up token is not known, or was used': 'das Einrichtungstoken ist nicht bekannt oder wurde schon verwendet',
  'there is an administrator already': 'es gibt schon einen Administrator',
  'the password {fault:weaknesses}': 'das Passwort {fault}',
  'the sign-in was not begun in this browser, or took too long':
    'die Anmeldung wurde nicht in diesem Browser begonnen oder dauerte zu lange',
  'no group of this user has a role here': 'keine Gruppe dieses Benutzers hat hier eine Rolle',
  'no sign-in provider is set up': 'es ist kein Anmeldeanbieter eingerichtet',
  'the first user has to be an administrator': 'der erste Benutzer muss Administrator sein',

  // accounts
  '"{name}" signs in at a provider': '„{name}“ meldet sich bei einem Anbieter an',
  '"{name}" has a second factor already': '„{name}“ hat schon einen zweiten Faktor',
  '"{name}" has not begun a second factor in this session':
    '„{name}“ hat in dieser Sitzung keinen zweiten Faktor begonnen',
  '"{name}" has no second factor': '„{name}“ hat keinen zweiten Faktor',
  'you have no session {id}': 'eine eigene Sitzung {id} gibt es nicht',
  '"{name}" is disabled': '„{name}“ ist gesperrt',
  '"{name}" is {role:roles}; a token of the role {other:roles} would be more':
    '„{name}“ ist {role}; ein Token der Rolle {other} dürfte mehr',
  '"{name}" has no token {id}': '„{name}“ hat kein Token {id}',
  'there is no user "{name}"': 'es gibt keinen Benutzer „{name}“',
  '"{name}" cannot be the name of a user': '„{name}“ kann kein Benutzername sein',
  'there is a user "{name}" already': 'einen Benutzer „{name}“ gibt es schon',
  '"{name}" is the only administrator': '„{name}“ ist der einzige Administrator',

  // saved plants
  'the images take {needed} GiB, and {free} GiB are free': 'die Images brauchen {needed} GiB, und {free} GiB sind frei',
  'the disk of the server became full': 'die Platte des Servers ist voll geworden',
  'saved plants are for people who are signed in': 'gespeicherte Anlagen sind für angemeldete Benutzer',
  'to change "{name}" takes the role {role:roles}': '„{name}“ zu ändern verlangt die Rolle {role}',
  'the plant file has more than {count} bytes': 'die Anlagendatei hat mehr als {count} Bytes',
  'the plant file holds a password where a reference belongs':
    'in der Anlagendatei steht ein Passwort, wo ein Verweis hingehört',
  'the plant file has an error': 'die Anlagendatei hat einen Fehler',
  'the plant file has {count} errors': 'die Anlagendatei hat {count} Fehler',
  '{file} has an error': '{file} hat einen Fehler',
  '{file} has {count} errors': '{file} hat {count} Fehler',
  'there is no plant "{id}"': 'es gibt keine Anlage „{id}“',
  'there is a plant "{name}" already': 'eine Anlage „{name}“ gibt es schon',
  'the plant has no version {version}': 'die Anlage hat keine Version {version}',
  '{who} saved version {version} of "{name}" while version {base} was edited':
    '{who} hat Version {version} von „{name}“ gespeichert, während Version {base} bearbeitet wurde',
  'If-Match must hold the ETag of the version that was read': 'If-Match muss das ETag der gelesenen Version enthalten',
  'others keep changing the secrets of the plant': 'andere ändern laufend die Geheimnisse der Anlage',
  'the plant was removed meanwhile': 'die Anlage wurde inzwischen entfernt',
  '{source} names nothing that the server keeps for this plant':
    '{source} nennt nichts, was der Server für diese Anlage aufhebt',
  'Leave it out and a password is made; keep a value with PUT /api/v1/plants/{id}/secrets/{name} and refer to it as vault:NAME; or import an .ignstack file that has it.':
    'Weglassen, dann wird ein Passwort erzeugt; einen Wert mit PUT /api/v1/plants/{id}/secrets/{name} hinterlegen und mit vault:NAME darauf verweisen; oder eine .ignstack-Datei importieren, die ihn hat.',
  'the password does not open the file, or the file was changed':
    'das Passwort öffnet die Datei nicht, oder sie wurde verändert',
  'the file ends within its text': 'die Datei endet mitten im Text',
  'Open it with the ign that wrote it, or with a newer one.':
    'Mit dem ign öffnen, das sie geschrieben hat, oder mit einem neueren.',
  'the file has the form {form}, and this ign knows 1 and 2': 'die Datei hat die Form {form}, dieses ign kennt 1 und 2',
  'this is not a file that ign stack export wrote': 'diese Datei stammt nicht von ign stack export',
  'the file opens, but does not hold a stack': 'die Datei öffnet sich, enthält aber keinen Stack',
  'the file names another stack than its plant file': 'die Datei nennt einen anderen Stack als ihre Anlagendatei',
  'there are bytes behind the files that belong to none': 'hinter den Dateien stehen Bytes, die zu keiner gehören',

  // files of plants
  'the file has the SHA-256 {sum}': 'die Datei hat den SHA-256 {sum}',
  'the file is no gateway backup': 'die Datei ist keine Gateway-Sicherung',
  'the file is no Ignition module: {why:said}': 'die Datei ist kein Ignition-Modul: {why}',
  'the file has more than {size} MiB': 'die Datei hat mehr als {size} MiB',
  'the files of all plants would have more than {count} bytes':
    'die Dateien aller Anlagen hätten mehr als {count} Bytes',
  'the plant has no file of that SHA-256': 'die Anlage hat keine Datei mit diesem SHA-256',
  'others keep removing files': 'andere entfernen laufend Dateien',
  '{file:quoted} {fault:faults}': '{file} {fault}',
  'the file {fault:faults}': 'die Datei {fault}',
  'the file {file:quoted} {fault:faults}': 'die Datei {file} {fault}',
  'Choose the file at the setting of its service, or send it to POST /api/v1/plants/{id}/files.':
    'Die Datei bei der Einstellung ihres Dienstes wählen oder an POST /api/v1/plants/{id}/files senden.',
  'a file of this machine is not read for a request': 'für eine Anfrage wird keine Datei dieses Rechners gelesen',
  'Put the file there or correct its path, which is relative to the plant file.':
    'Die Datei dort ablegen oder ihren Pfad berichtigen, der relativ zur Anlagendatei gilt.',
  'Generate the project with the command line, where the file is.':
    'Das Projekt mit der Befehlszeile erzeugen, wo die Datei ist.',
  'a reference to a secret of this machine is not followed in a request':
    'in einer Anfrage wird kein Verweis auf ein Geheimnis dieses Rechners verfolgt',
  '{name} is not set': '{name} ist nicht gesetzt',
  'the value given for {name} cannot be used everywhere': 'der für {name} angegebene Wert ist nicht überall verwendbar',
  'what is given for {name} is not a certificate and its own private key':
    'die Angaben zu {name} sind kein Zertifikat mit dem zugehörigen privaten Schlüssel',
  'Give both as PEM, the key without a passphrase.': 'Beide als PEM angeben, den Schlüssel ohne Passphrase.',
  'the vault of "{name}" is in use': 'der Tresor von „{name}“ ist in Benutzung',
  'the vault file of "{name}" cannot be read': 'die Tresordatei von „{name}“ ist nicht lesbar',
  'the vault file of "{name}" does not open with this key':
    'die Tresordatei von „{name}“ öffnet sich nicht mit diesem Schlüssel',
  'the project has no file "{path}"': 'das Projekt hat keine Datei „{path}“',
  'Leave the path out to see all files.': 'Ohne Pfad werden alle Dateien gezeigt.',
  'there is no template "{id}"': 'es gibt keine Vorlage „{id}“',

  // jobs and the container engine
  'there is no job "{id}"': 'es gibt keinen Auftrag „{id}“',
  '"{title}" has ended: {state:states}': '„{title}“ ist beendet: {state}',
  'the server that ran it has ended': 'der Server, auf dem er lief, ist beendet',
  'the job was stopped': 'der Auftrag wurde angehalten',
  'the job could not be carried out': 'der Auftrag ließ sich nicht ausführen',
  'an offline bundle of "{name}" is being made': 'ein Offline-Paket von „{name}“ wird gerade gemacht',
  'the job has made no bundle of this plant': 'der Auftrag hat kein Paket dieser Anlage gemacht',
  'this server does not have the bundle': 'dieser Server hat das Paket nicht',
  'no container of the stack "{name}" is running': 'kein Container des Stacks „{name}“ läuft',
  'See why with: docker compose logs {service}': 'Warum, zeigt: docker compose logs {service}',
  'Generate the project again and run: docker compose up --detach {service}':
    'Das Projekt neu erzeugen und ausführen: docker compose up --detach {service}',
  'DOCKER_HOST={address} is not an address this program can use':
    'DOCKER_HOST={address} ist keine Adresse, die dieses Programm nutzen kann',
  'Use unix:///path/to/docker.sock or tcp://host:port; for ssh:// forward the socket yourself.':
    'unix:///pfad/zu/docker.sock oder tcp://host:port verwenden; für ssh:// den Socket selbst weiterleiten.',
  'what answers at {address} is not a container engine': 'unter {address} antwortet keine Container-Engine',
  'Set DOCKER_HOST to where the engine listens.': 'DOCKER_HOST auf die Adresse der Engine setzen.',
  "{url} leads to an address that is no service's": '{url} führt zu einer Adresse, die zu keinem Dienst gehört',
  'an answer has more than {count} bytes': 'eine Antwort hat mehr als {count} Bytes',
}

/** What is wrong with a file, as the end of a sentence that begins with its name. */
export const faults: Patterns = {
  'is not a file': 'ist keine Datei',
  'does not exist': 'gibt es nicht',
  'cannot be read ({code})': 'ist nicht lesbar ({code})',
  'has {size} MiB; {most} MiB are the most': 'hat {size} MiB; {most} MiB sind das Meiste',
  'is no ZIP archive': 'ist kein ZIP-Archiv',
  'is not kept with this plant': 'ist nicht bei dieser Anlage aufgehoben',
  'has a name that leads elsewhere or that not every system takes':
    'hat einen Namen, der woandershin führt oder den nicht jedes System annimmt',
  'is no file that the plant names': 'ist keine Datei, die die Anlage nennt',
  'is there twice': 'ist zweimal da',
  'is damaged: its checksum is another one': 'ist beschädigt: Die Prüfsumme ist eine andere',
}

/** Why a password is not taken. */
export const weaknesses: Patterns = {
  'has fewer than {count} characters': 'hat weniger als {count} Zeichen',
  'has more than {count} characters': 'hat mehr als {count} Zeichen',
  'consists of very few different characters': 'besteht aus sehr wenigen verschiedenen Zeichen',
  'is little more than the name of the user or of this program':
    'ist kaum mehr als der Name des Benutzers oder dieses Programms',
  'is little more than one that many people have': 'ist kaum mehr als eines, das viele Leute haben',
  'is little more than a row of keys': 'ist kaum mehr als eine Reihe von Tasten',
  'repeats one short piece': 'wiederholt ein kurzes Stück',
  'is little more than a sequence': 'ist kaum mehr als eine Folge',
  'is little more than a date': 'ist kaum mehr als ein Datum',
  'is little more than a word or a name': 'ist kaum mehr als ein Wort oder ein Name',
  'is made of what is tried first': 'besteht aus dem, was zuerst probiert wird',
}

/** As the console calls them; written again, because what only Germans load must not change what all load. */
export const roleNames: Readonly<Record<string, string>> = {
  viewer: 'Betrachter',
  operator: 'Bediener',
  engineer: 'Ingenieur',
  administrator: 'Administrator',
}

export const jobStates: Readonly<Record<string, string>> = {
  done: 'fertig',
  failed: 'gescheitert',
  cancelled: 'angehalten',
  lost: 'verloren',
}
