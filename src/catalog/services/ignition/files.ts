import { hash } from 'node:crypto'
import { printJson } from '../../../core/print/json.ts'
import type { DatabaseOffer } from '../../abilities/database/ability.ts'
import type { MailOffer } from '../../abilities/mail/ability.ts'
import type { MqttOffer } from '../../abilities/mqtt-broker/ability.ts'
import type { OidcOffer } from '../../abilities/oidc-login/ability.ts'
import type { ConfigFile } from '../../model.ts'
import { mqttEngine, mqttTransmission } from './modules.ts'

/**
 * Configuration of Ignition 8.3 as files: `<collection>/<module>/<type>/<name>/{config.json,resource.json}`. Shapes as
 * read from 8.3.6 and 8.3.9 gateways; the file secret provider exists since 8.3.5.
 */
export interface Resource {
  /** `ignition` for what belongs to no module. */
  readonly module: string
  readonly type: string
  /** Absent where there is only one of its type. */
  readonly name?: string
  readonly config: unknown
}

/** Name of the provider that tells the gateway which mounted file holds which password. */
const providerName = 'stack'

const reference = (secretName: string) => ({ type: 'Referenced', data: { providerName, secretName } })

export const secretProvider = (passwords: readonly { readonly name: string; readonly path: string }[]): Resource => ({
  module: 'ignition',
  type: 'secret-provider',
  name: providerName,
  config: {
    profile: { type: 'file' },
    settings: {
      files: Object.fromEntries(
        passwords.map(({ name, path }) => [
          name,
          { description: `Password for ${name}`, filePath: path, fileType: 'CLEARTEXT' },
        ]),
      ),
    },
  },
})

interface Engine {
  readonly driver: string
  readonly translator: string
  readonly url: (host: string, port: number, database: string) => string
}

/** Drivers that ship with the gateway; the one table of what belongs together. */
const engines: Readonly<Record<DatabaseOffer['engine'], Engine>> = {
  postgres: {
    driver: 'PostgreSQL',
    translator: 'POSTGRES',
    url: (host, port, database) => `jdbc:postgresql://${host}:${port}/${database}`,
  },
  mariadb: {
    driver: 'MariaDB',
    translator: 'MYSQL',
    url: (host, port, database) => `jdbc:mariadb://${host}:${port}/${database}`,
  },
  mssql: {
    driver: 'MSSQL',
    translator: 'MSSQL',
    // the server makes its own certificate, which nobody has signed
    url: (host, port, database) =>
      `jdbc:sqlserver://${host}:${port};databaseName=${database};encrypt=true;trustServerCertificate=true`,
  },
}

export function databaseConnection(offer: DatabaseOffer, username: string): Resource {
  const { driver, translator, url } = engines[offer.engine]
  return {
    module: 'ignition',
    type: 'database-connection',
    name: offer.host,
    config: {
      driver,
      translator,
      connectURL: url(offer.host, offer.port, offer.sharedDatabase),
      connectionProps: '',
      username,
      password: reference(offer.host),
      validationQuery: 'SELECT 1',
      defaultTransactionLevel: 'DEFAULT',
      poolInitSize: 0,
      poolMaxActive: 8,
      poolMaxIdle: 8,
      poolMinIdle: 0,
      poolMaxWait: 5000,
      testOnBorrow: true,
      testOnReturn: false,
      testWhileIdle: false,
      evictionRate: -1,
      evictionTests: 3,
      evictionTime: 1_800_000,
      failoverMode: 'STANDARD',
      slowQueryLogThreshold: 60_000,
      validationSleepTime: 10_000,
      includeSchemaInTableName: false,
    },
  }
}

export const emailProfile = (offer: MailOffer): Resource => ({
  module: 'ignition',
  type: 'email-profile',
  name: offer.host,
  config: {
    profile: { type: 'smtp.classic' },
    settings: {
      settings: { hostname: offer.host, port: offer.port, useSslPort: false, startTlsEnabled: false },
      advanced: { smtpTimeout: 10_000, debugModeEnabled: false },
    },
  },
})

/** Where the gateway takes browsers back from the identity provider. */
export const federationCallback = '/data/federate/callback/oidc'

/**
 * Shape as captured from 8.3.6 with Keycloak: an empty list of algorithms would refuse every token, and the provider's
 * id has to be the issuer that tokens name. Browsers get public addresses, the gateway itself asks inner ones.
 */
export const identityProvider = (offer: OidcOffer, clientId: string): Resource => ({
  module: 'ignition',
  type: 'identity-provider',
  name: offer.host,
  config: {
    profile: {
      type: 'oidc',
      securityLevelRules: { nodes: [] },
      userAttributeMapper: {
        id: { type: 'direct', config: { attributePath: 'sub' } },
        userName: { type: 'direct', config: { attributePath: 'preferred_username' } },
      },
      userGrants: { id: {}, username: {} },
    },
    settings: {
      providerId: offer.issuer,
      clientId,
      clientSecret: reference(offer.host),
      authorizationEndpoint: offer.authorizationUrl,
      tokenEndpoint: offer.tokenUrl,
      jsonWebKeysEndpoint: offer.jwksUrl,
      jsonWebKeysEndpointEnabled: true,
      providerKeys: { keys: [] },
      userInfoEndpoint: offer.userinfoUrl,
      userInfoRequestMethod: 'POST',
      endSessionEndpoint: offer.logoutUrl,
      httpPostLogoutEnabled: false,
      allowedIdTokenSigningAlgorithms: ['RS256'],
      scope: offer.scopes.split(' '),
    },
  },
})

/** With `ssl:` the modules trust what Java trusts, and that includes the authority that the seed job hands over. */
const brokerUrl = (offer: MqttOffer): string => `${offer.authority ? 'ssl' : 'tcp'}://${offer.host}:${offer.port}`

export interface MqttClient {
  readonly user: string
  /** System name of the gateway: its host id, its edge node. */
  readonly gateway: string
  /** Sparkplug group: the plant. */
  readonly group: string
  readonly tagProvider: string
}

/** MQTT Engine reads what edge nodes publish; shapes as captured from module 5.0.3 on 8.3.6. */
export const mqttEngineResources = (brokers: readonly MqttOffer[], client: MqttClient): Resource[] => [
  {
    module: mqttEngine,
    type: 'general',
    config: {
      alarmDisplayPathType: 'IDS_AND_EDGE',
      blockDeviceCommands: true,
      blockNodeCommands: true,
      blockTagPropertyChanges: false,
      customProperties: '{}',
      enableAlarmEventPublishing: true,
      enableBdSeqChecking: true,
      enableEngine: true,
      enableLatching: false,
      h2dbDirectory: '/usr/local/bin/ignition/data',
      h2dbPort: 9098,
      includeSecurityContext: false,
      latchTimeout: 2000,
      metricTimestampValidation: true,
      rebirthDebounceDelay: 5000,
      reorderingTimeout: 0,
      sparkplugMessageHandlerThreadCount: 500,
      storeHistoricalEvents: true,
      useCirrusEncoder: true,
    },
  },
  {
    module: mqttEngine,
    type: 'server-set',
    name: 'Default Set',
    config: { primaryHostEnabled: true, primaryHostId: client.gateway },
  },
  {
    module: mqttEngine,
    type: 'default-namespace',
    name: 'Sparkplug B',
    config: {
      defaultTagsEnabled: true,
      namespaceType: 'SparkplugB',
      rootFolder: '',
      subscription: 'spBv1.0/#',
      unsFolderPrefix: 'UNS',
      unsTagsEnabled: false,
    },
  },
  {
    module: mqttEngine,
    type: 'namespace-server-set',
    name: 'Sparkplug B-Default Set',
    config: { namespace: 'Sparkplug B', serverSet: 'Default Set' },
  },
  ...brokers.map((offer) => ({
    module: mqttEngine,
    type: 'server',
    name: offer.host,
    config: {
      cleanSession: true,
      enableLegacyStateMessages: false,
      enablePrimaryHostSubscriptions: false,
      hostnameVerification: true,
      includeSparkplugDataTypes: true,
      keepAlive: 30,
      legacyStateHostnameVerification: true,
      password: reference(offer.host),
      serverSet: 'Default Set',
      url: brokerUrl(offer),
      username: client.user,
    },
  })),
]

/** How a tag is made, which nobody outside needs to know. */
const unpublishedProperties = [
  'accessRights',
  'clampMode',
  'ConfiguredTagPath',
  'deadband',
  'deadbandMode',
  'eventScripts',
  'expression',
  'expressionType',
  'formatString',
  'historicalDeadband',
  'historicalDeadbandMode',
  'historicalDeadbandStyle',
  'historyEnabled',
  'historyMaxAge',
  'historyMaxAgeUnits',
  'historyProvider',
  'historySampleRate',
  'historySampleRateUnits',
  'historyTagGroup',
  'historyTimeDeadband',
  'historyTimeDeadbandUnits',
  'opcItemPath',
  'opcServer',
  'parentEnabled',
  'permissionModel',
  'rawHigh',
  'rawLow',
  'readPermissions',
  'sampleMode',
  'scaledHigh',
  'scaledLow',
  'scaleFactor',
  'scaleMode',
  'sourceTagPath',
  'tagGroup',
  'valueSource',
  'writePermissions',
]

/** MQTT Transmission publishes the gateway's tags; shapes as captured from module 5.0.3 on 8.3.6. */
export const mqttTransmissionResources = (brokers: readonly MqttOffer[], client: MqttClient): Resource[] => [
  {
    module: mqttTransmission,
    type: 'general',
    config: { enableTransmission: true, redundancyTransitionActiveDelay: 3000 },
  },
  {
    module: mqttTransmission,
    type: 'server-set',
    name: 'Default',
    config: { autoReconnectRpcClient: false, randomizeServerConnections: false, rpcClientEnabled: false },
  },
  ...brokers.map((offer) => ({
    module: mqttTransmission,
    type: 'server',
    name: offer.host,
    config: {
      clientIdentifierType: 'UUID',
      dataFormatTypeWrapper: 'Sparkplug_B_v1_0_Protobuf',
      hostnameVerification: true,
      keepAlive: 30,
      mqttServerConnectionEnabled: true,
      password: reference(offer.host),
      reconnectDelay: 1000,
      rpcHostnameVerification: true,
      serverSet: 'Default',
      subscribeToLegacyStateTopic: true,
      url: brokerUrl(offer),
      username: client.user,
    },
  })),
  {
    module: mqttTransmission,
    type: 'transmitter',
    name: client.gateway,
    config: {
      alarmEventEnable: false,
      aliasedTags: false,
      birthSettleDelay: 0,
      blockCommands: true,
      compressionTypeWrapper: 'NONE',
      convertUdts: true,
      deviceLevelUdtsAsDevices: false,
      discoveryDelay: 0,
      echoRequestTimeout: -1,
      edgeNodeId: client.gateway,
      enableStoreForwardByDefault: true,
      filteredProperties: unpublishedProperties.join(';'),
      groupId: client.group,
      inOrderHistory: false,
      includeSparkplugDataTypes: true,
      optimizeUdts: false,
      publishBed: false,
      publishUdtDefinitions: false,
      rebirthDebounceDelay: 5000,
      reconciliationWindow: 5000,
      sendAllProps: false,
      serverSet: 'Default',
      tagPacingPeriod: 1000,
      tagPath: '',
      tagProvider: client.tagProvider,
      useCirrusEncoder: true,
      validateSecurityContext: false,
    },
  },
]

/** The two files of a resource, below the folder that the seed job mounts. A blank in a name stands there as `+`. */
export function resourceFiles({ module, type, name, config }: Resource): ConfigFile[] {
  const folder = ['seed/resources', module, type, ...(name === undefined ? [] : [name.replaceAll(' ', '+')])].join('/')
  const id = module === 'ignition' ? `${type}/${name}` : `${module}/${type}/${name ?? ''}`
  return [
    { path: `${folder}/config.json`, content: printJson(config) },
    {
      path: `${folder}/resource.json`,
      content: printJson({
        scope: 'A',
        version: 1,
        restricted: false,
        overridable: true,
        files: ['config.json'],
        attributes: { uuid: stableUuid(id), enabled: true },
      }),
    },
  ]
}

/** The same resource has the same id in every gateway and on every generation. */
function stableUuid(text: string): string {
  const hex = hash('sha256', `plantwright:${text}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/**
 * Fills an empty data volume as the image would, then places the resources. A resource that was changed on the gateway
 * since it was placed is kept and named in the log. Java trusts the certificates in `certificates/supplemental`.
 *
 * The script may be ended at any point: what it was about to do is done by the next run.
 */
export const seedScript = `#!/bin/bash
# Generated by ign stack generate. Runs on every "docker compose up", before the gateway; safe to run again.
set -euo pipefail
image=/usr/local/bin/ignition/data
data=/data
filling=$data/.plantwright-filling
if [ -z "$(ls -A "$data")" ] || [ -e "$filling" ]; then
  : >"$filling"
  cp -a "$image/." "$data/"
  rm "$filling"
fi
put() { # a file is there as a whole or not at all
  cp "$1" "$2.new"
  mv "$2.new" "$2"
}
if [ -n "\${AUTHORITY:-}" ]; then
  mkdir -p "$data/certificates/supplemental"
  put "$AUTHORITY" "$data/certificates/supplemental/\${AUTHORITY##*/}"
fi
cd /seed/resources
find . -name config.json -printf '%h\\n' | sort | while read -r resource; do
  name=\${resource//+/ }
  new=$resource/config.json
  current=$data/config/resources/core/$name
  last=$data/.plantwright/$resource
  if [ -e "$current/config.json" ] && ! cmp -s "$current/config.json" "$new" &&
    ! cmp -s "$current/config.json" "$last/config.json"; then
    echo "kept: $name was changed on the gateway"
    continue
  fi
  mkdir -p "$current" "$last"
  cmp -s "$current/config.json" "$new" || echo "placed: $name"
  [ -e "$current/resource.json" ] || put "$resource/resource.json" "$current/resource.json"
  cmp -s "$current/config.json" "$new" || put "$new" "$current/config.json"
  cmp -s "$last/config.json" "$new" || put "$new" "$last/config.json"
done
chown -R 2003:2003 "$data"
`
