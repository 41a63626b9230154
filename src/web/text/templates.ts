import type { Template } from '../api.ts'
import type { Language } from './language.ts'

/** What the templates are about, by their id; the server says it in English. */
export const germanTemplates: Readonly<Record<string, string>> = {
  'basic-scada': 'Ein Ignition-Gateway mit einer PostgreSQL-Datenbank für Verlauf und Alarme.',
  development:
    'Eine Werkbank für alle, die bauen: ein Gateway zum Ausprobieren, Git, eine Datenbank mit Oberfläche und ein Posteingang.',
  'edge-gateway':
    'Ein kleiner Rechner neben der Maschine: Ignition Edge, ein eigener Broker und der Weg zum Gateway des Werks.',
  'full-iiot': 'Eine Anlage mit allem: Gateway, Verlauf, Broker, Abläufe, Übersichten, Anmeldung, Post, Messwerte.',
  historian:
    'Prozessverlauf: ein Gateway, das in eine Zeitreihen-Datenbank schreibt, dazu Übersichten und SQL darüber.',
  monitoring: 'Messwerte, Übersichten und Post für Maschinen, die es schon gibt.',
  'scale-out':
    'Frontends für Menschen, ein Backend für Geräte und Verlauf: Gateways, die sich die Arbeit über das Gateway Network teilen.',
  secure: 'Alles hinter einem Proxy mit TLS, gemeinsamer Anmeldung und verschlüsseltem Broker.',
  'three-gateways': 'Drei Gateways, zwei mit 8.3 und eines mit 8.1, die sich Datenbank und Broker teilen.',
  'unified-namespace': 'Ein Unified Namespace: ein Broker in der Mitte, über den alles andere spricht.',
}

/** The summary of a template in the language of the reader; the server's words for one that is not known here. Pure. */
export const templateSummary = ({ id, summary }: Template, language: Language): string =>
  language === 'de' ? (germanTemplates[id] ?? summary) : summary
