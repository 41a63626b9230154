import { administratorHcl, administratorPolicy } from '../../abilities/secret-store/setup.ts'
import {
  connectDatabase,
  connectLogin,
  loginStatus,
  operatorPassword,
  type StoreBrand,
  StoreOptions,
  serverConfig,
  serveStore,
  setupRoleId,
  setupSecretId,
  storeOffer,
} from '../../abilities/secret-store/store.ts'
import { type Companion, defineService, type Instance } from '../../model.ts'
import { unsealScript } from './files.ts'

const brand: StoreBrand = { program: 'vault', home: '/vault' }

export default defineService<StoreOptions>({
  id: 'vault',
  title: 'Vault',
  category: 'security',
  summary: 'Secrets of the stack in one place, by HashiCorp; opened by a helper that keeps the key in a volume.',
  homepage: 'https://developer.hashicorp.com/vault',
  license: 'BUSL-1.1',
  image: 'hashicorp/vault',
  versions: ['1.21.4'],
  ports: { http: { container: 8200, protocol: 'http', title: 'API and pages', host: 8200 } },
  options: StoreOptions,
  older: { ports: { port: 'http', http_port: 'http' } },
  volumes: { data: '/vault/file' },
  // the entry point starts as root and changes to this user
  user: { uid: 100, gid: 1000, readsSecretsAsRoot: true },
  startsAsRoot: true,
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 512, cpus: 0.5 }),
  multiple: true,
  health: () => ({
    // 0 only when it is open
    test: ['CMD', 'vault', 'status'],
    intervalS: 5,
    timeoutS: 5,
    retries: 24,
    startPeriodS: 60,
  }),
  parts: (context) => ({
    command: ['server'],
    environment: {
      VAULT_ADDR: 'http://127.0.0.1:8200',
      // memory is not locked, so the program needs no capability for it
      SKIP_SETCAP: 'true',
    },
    files: [{ path: 'server.hcl', mount: '/vault/config/server.hcl', content: serverConfig(context, brand, '') }],
    companions: [unsealer(context.instance)],
    stopGraceS: 30,
  }),
  offers: {
    'secret-store': {
      offer: (context) => storeOffer(context, brand),
      serve: (context, claims) => serveStore(context, claims, brand),
    },
  },
  accepts: {
    database: {
      onlyNamed: true,
      reach: 'all',
      providers: ['mariadb', 'postgres', 'timescaledb'],
      connect: connectDatabase,
    },
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 8200 },
          login: 'own',
          healthPath: '/v1/sys/health',
        },
      }),
    },
    'oidc-login': {
      status: loginStatus,
      connect: (context, offer) => connectLogin(context, offer, brand),
    },
    metrics: { connect: () => ({ claim: { port: 8200, path: '/v1/sys/metrics' } }) },
  },
})

/** Starts before the server and waits for it; the server is healthy only when it was opened. */
function unsealer(instance: Instance<StoreOptions>): Companion {
  const operator = { name: instance.options.operator, password: operatorPassword(instance) }
  const roleId = setupRoleId(instance)
  const secretId = setupSecretId(instance)
  return {
    name: 'unseal',
    title: 'makes the store once and opens it after every start',
    entrypoint: ['/bin/sh', '/etc/plantwright/unseal.sh'],
    environment: { VAULT_ADDR: `http://${instance.name}:8200` },
    files: [
      {
        path: 'unseal.sh',
        mount: '/etc/plantwright/unseal.sh',
        content: unsealScript(operator, roleId, secretId),
      },
      {
        path: `${administratorPolicy}.hcl`,
        mount: `/etc/plantwright/${administratorPolicy}.hcl`,
        content: administratorHcl,
      },
    ],
    secrets: [{ need: operator.password }, { need: roleId }, { need: secretId }],
    readsSecretsAsRoot: true,
    // only this container has the volume with the key
    volumes: { keys: '/vault/keys' },
    // it goes round all the time, also while there is nothing to open
    health: {
      test: ['CMD', 'sh', '-c', '[ $(($(date +%s) - $(date -r /tmp/turn +%s))) -lt 60 ]'],
      intervalS: 5,
      timeoutS: 5,
      retries: 3,
      startPeriodS: 10,
    },
    resources: { memoryMiB: 128, cpus: 0.25 },
    order: 'first',
  }
}
