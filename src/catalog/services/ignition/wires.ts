import { roleName } from '../../abilities/database/ability.ts'
import type { GatewayNetworkOffer } from '../../abilities/gateway-network/ability.ts'
import { storeSecrets } from '../../abilities/secret-store/consumer.ts'
import {
  type Accept,
  type ClaimOf,
  type Instance,
  type Parts,
  type ProbedWire,
  type ProbeStep,
  type Provide,
  password,
  type ServiceContext,
  versionLine,
  type WireStatus,
} from '../../model.ts'
import { bashHttp, httpStatus } from '../../toolbox.ts'
import { federationCallback } from './files.ts'
import { mqttEngine, mqttTransmission } from './modules.ts'
import type { IgnitionOptions } from './options.ts'

export const is83 = (instance: Instance): boolean => versionLine(instance.version) >= 8003
export const optionsOf = (instance: Instance): IgnitionOptions => instance.options as IgnitionOptions

/** First administrator; the gateway reads the password once. */
export const adminPassword = (instance: Instance) => {
  const { password: given, adminUser } = optionsOf(instance)
  return password(`${instance.name}.admin-password`, given, adminUser)
}

/** Login of the gateway at a database of the stack. */
export const databasePassword = (instance: Instance, database: string) =>
  password(`${instance.name}.${database}.database-password`, undefined, roleName(instance.name))

export const mqttPassword = (instance: Instance, broker: string) =>
  password(`${instance.name}.${broker}.mqtt-password`, undefined, instance.name)

export const clientSecret = (instance: Instance) => password(`${instance.name}.oidc-client-secret`)

export const database: Accept<'database'> = {
  reach: 'all',
  status: (instance) => {
    if (optionsOf(instance).edition === 'edge') {
      return {
        status: 'unsupported',
        note: 'The Edge edition has no database connections: it keeps a short history of its own and hands data on over the Gateway Network or MQTT.',
      }
    }
    return is83(instance)
      ? { status: 'automatic' }
      : {
          status: 'manual',
          isPrepared: true,
          note: "Database, role and password are ready (see Passwords in README.md). Ignition 8.1 keeps its connections in an internal database and has no interface for them: add the connection on the gateway's page under Config > Databases, or restore a .gwbk that holds it.",
        }
  },
  connect: ({ instance }, offer) => {
    const need = databasePassword(instance, offer.host)
    return {
      claim: { database: offer.sharedDatabase, role: roleName(instance.name), password: need, access: 'writer' },
      parts: { secrets: [{ need }] },
    }
  },
}

export const mail: Accept<'mail'> = {
  status: (instance) =>
    is83(instance)
      ? { status: 'automatic' }
      : {
          status: 'manual',
          note: 'Ignition 8.1 has no file or interface for mail servers: add an SMTP profile under Config > Networking > Email Settings.',
        },
  connect: ({ site }) => ({ claim: { from: site.mail.from } }),
}

/** Which of the modules that speak MQTT the plant gives this gateway. */
export const mqttModules = (instance: Instance): { readonly engine: boolean; readonly transmission: boolean } => {
  const given = optionsOf(instance).thirdPartyModules.map(({ id }) => id)
  return { engine: given.includes(mqttEngine), transmission: given.includes(mqttTransmission) }
}

const speaksMqtt = (instance: Instance): boolean => {
  const { engine, transmission } = mqttModules(instance)
  return engine || transmission
}

export const mqttBroker: Accept<'mqtt-broker'> = {
  status: (instance): WireStatus => {
    if (!speaksMqtt(instance)) {
      return {
        status: 'manual',
        isPrepared: true,
        note: 'User and password are ready (see Passwords in README.md). Ignition speaks MQTT through the MQTT Engine and MQTT Transmission modules of Cirrus Link, which are not part of Ignition: name their .modl files under thirdPartyModules, or install them on the gateway and enter the broker there.',
      }
    }
    return is83(instance)
      ? { status: 'automatic' }
      : {
          status: 'manual',
          isPrepared: true,
          note: 'User and password are ready (see Passwords in README.md). On 8.1 the MQTT modules keep their settings in an internal database: enter the broker under Config > MQTT Engine or MQTT Transmission > Servers.',
        }
  },
  connect: ({ instance }, offer) => {
    const need = mqttPassword(instance, offer.host)
    return {
      claim: {
        user: instance.name,
        password: need,
        topics: speaksMqtt(instance)
          ? [
              { access: 'read', filter: '#' },
              { access: 'readwrite', filter: 'spBv1.0/#' },
              { access: 'readwrite', filter: 'STATE/#' },
            ]
          : [{ access: 'readwrite', filter: '#' }],
      },
      parts: { secrets: [{ need }] },
    }
  },
}

export const oidcLogin: Accept<'oidc-login'> = {
  status: (instance): WireStatus =>
    is83(instance)
      ? { status: 'automatic' }
      : {
          status: 'manual',
          isPrepared: true,
          note: 'The client and its secret are ready (see Passwords in README.md). Ignition 8.1 keeps identity providers in an internal database: add it under Config > Security > Identity Providers (OpenID Connect) with the address of the provider.',
        },
  connect: ({ instance, site }, offer) => {
    const { href } = site.url(instance)
    const need = clientSecret(instance)
    return {
      claim: {
        clientId: instance.name,
        title: `${instance.service.title} ${instance.name}`,
        secret: need,
        rootUrl: href,
        redirectUris: [`${href}${federationCallback}`],
        postLogoutUri: href,
        roles: [],
        pkce: false,
      },
      parts: {
        secrets: [{ need }],
        notes: is83(instance)
          ? [
              `The identity provider "${offer.host}" is set up on the gateway ${instance.name}. Nobody uses it until you choose it there: for the gateway's own pages under Platform > Security > General Settings, for a project in its properties. Try it with Test Login first, and map its users to security levels.`,
            ]
          : [],
      },
    }
  },
}

export const secretStore: Accept<'secret-store'> = {
  connect: ({ instance }, offer) =>
    storeSecrets(instance, offer, [{ purpose: 'admin-password', need: adminPassword(instance) }]),
}

export const reverseProxy: Accept<'reverse-proxy'> = {
  connect: ({ instance, site }) => ({
    claim: {
      host: site.publicHost(instance) ?? instance.name,
      upstream: { host: instance.name, port: 8088 },
      login: 'own',
      healthPath: '/StatusPing',
    },
  }),
}

/** A gateway lets others in either encrypted and approved by a person, or open to all on the port of its pages. */
const offerOf = (instance: Instance): GatewayNetworkOffer =>
  optionsOf(instance).incomingGateways === 'open'
    ? { host: instance.name, port: 8088, isEncrypted: false }
    : { host: instance.name, port: 8060, isEncrypted: true }

/** Connections that a gateway opens, by the variables of the image; read on its first start. */
export const outgoing = (offers: readonly GatewayNetworkOffer[]): Record<string, string> =>
  Object.fromEntries(
    offers.flatMap(({ host, port, isEncrypted }, index) =>
      Object.entries({
        HOST: host,
        PORT: String(port),
        ENABLESSL: String(isEncrypted),
        DESCRIPTION: host,
      }).map(([name, value]) => [`GATEWAY_NETWORK_${index}_${name}`, value]),
    ),
  )

export const gatewayNetwork: {
  readonly accept: Accept<'gateway-network'>
  readonly provide: Provide<'gateway-network'>
} = {
  accept: {
    onlyNamed: true,
    status: (_, provider): WireStatus =>
      optionsOf(provider).incomingGateways === 'open'
        ? { status: 'automatic' }
        : {
            status: 'manual',
            isPrepared: true,
            note: `The outgoing connection is set up. It is encrypted, so a person approves it once: on this gateway the certificate of ${provider.name}, on ${provider.name} the certificate and the incoming connection (Network > Gateway Network). incomingGateways: open on ${provider.name} needs no approval and is not encrypted.`,
          },
    connect: (_, offer) => ({ claim: { isEncrypted: offer.isEncrypted } }),
  },
  provide: {
    offer: ({ instance }) => offerOf(instance),
    serve: ({ instance }, claims) => incoming(instance, claims),
    probe: gatewayNetworkSteps,
  },
}

function incoming(instance: Instance, claims: readonly ClaimOf<'gateway-network'>[]): Parts {
  if (claims.length === 0) return {}
  const isOpen = optionsOf(instance).incomingGateways === 'open'
  return {
    environment: {
      GATEWAY_NETWORK_ENABLED: 'true',
      GATEWAY_NETWORK_ALLOWINCOMING: 'true',
      GATEWAY_NETWORK_SECURITYPOLICY: isOpen ? 'Unrestricted' : 'ApprovedOnly',
      GATEWAY_NETWORK_REQUIRESSL: String(!isOpen),
      GATEWAY_NETWORK_REQUIRETWOWAYAUTH: 'false',
    },
    notes: isOpen
      ? [
          `The gateway ${instance.name} lets every gateway in that reaches its port 8088, without encryption and without approval. Do not publish that port beyond this machine.`,
        ]
      : [],
  }
}

/** The plain Gateway Network is carried by the port of the gateway's pages. */
function gatewayNetworkSteps({ provider, consumer, offer }: ProbedWire<'gateway-network'>): ProbeStep[] {
  if (offer.isEncrypted) return []
  return [
    {
      what: `${offer.host} answers ${consumer.name} that it is running`,
      in: consumer.name,
      command: bashHttp({ host: offer.host, port: offer.port, path: '/StatusPing' }),
      passes: ({ stdout }) => httpStatus(stdout) === 200 && stdout.includes('RUNNING'),
      retries: 10,
      hint: `Look at the gateway's log: docker compose logs ${provider.name}.`,
    },
  ]
}

/** Offers of all providers that have a certificate of the stack's own authority. */
export const authorityOf = ({ accepted }: ServiceContext) =>
  [...accepted('mqtt-broker'), ...accepted('oidc-login')].find((offer) => offer.authority)?.authority
