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
import { defineService, type Instance, type PasswordNeed } from '../../model.ts'
import { auditLog, selfInit, staticSeal } from './files.ts'

const brand: StoreBrand = { program: 'bao', home: '/openbao' }

/** 32 letters and digits are taken as the 32 bytes of the key. */
const sealKey = ({ name }: Instance): PasswordNeed => ({
  kind: 'password',
  name: `${name}.seal-key`,
  length: 32,
  fixed: 'the store is sealed with it, and with a new one nobody could open it any more',
})

export default defineService<StoreOptions>({
  id: 'openbao',
  title: 'OpenBao',
  category: 'security',
  summary:
    'Secrets of the stack in one place: a policy and a login for each service, an audit log, database logins that change.',
  homepage: 'https://openbao.org',
  license: 'MPL-2.0',
  image: 'openbao/openbao',
  versions: ['2.6.2'],
  ports: { http: { container: 8200, protocol: 'http', title: 'API and pages', host: 8200 } },
  options: StoreOptions,
  volumes: { data: '/openbao/file' },
  user: { uid: 100, gid: 1000, readsSecretsAsRoot: false },
  toolbox: 'busybox',
  // the health check starts the program again, and the file it is read from counts as memory
  resources: () => ({ memoryMiB: 512, cpus: 0.5 }),
  multiple: true,
  health: () => ({
    test: ['CMD', 'bao', 'status'],
    intervalS: 5,
    timeoutS: 5,
    retries: 12,
    startPeriodS: 60,
  }),
  parts: (context) => {
    const { instance } = context
    const self = {
      operator: { name: instance.options.operator, password: operatorPassword(instance) },
      roleId: setupRoleId(instance),
      secretId: setupSecretId(instance),
    }
    const config = serverConfig(context, brand, staticSeal(sealKey(instance)) + auditLog + selfInit(self))
    return {
      command: ['server'],
      environment: { BAO_ADDR: 'http://127.0.0.1:8200' },
      files: [{ path: 'server.hcl', mount: '/openbao/config/server.hcl', content: config }],
      secrets: [
        { need: sealKey(instance) },
        { need: self.roleId },
        { need: self.secretId },
        { need: self.operator.password },
      ],
      stopGraceS: 30,
    }
  },
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
