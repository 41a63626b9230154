/** Plants that several tests build, small and large. */

/** Gateway, database, broker, flows and dashboards: passwords, a password file, certificates and a job. */
export const smallPlant = `version: 1
name: demo
services:
  gateway:
    uses: ignition
    options: { acceptEula: true }
  history: { uses: postgres }
  broker:
    uses: mosquitto
    options: { tls: true }
  flows: { uses: node-red }
  charts: { uses: grafana }
`

/** Every service of the first catalogue once and a second gateway, in the request shape of older clients. */
export const tenServices = {
  instances: [
    { app_id: 'ignition', instance_name: 'gateway-1', config: { http_port: 9088 } },
    { app_id: 'ignition', instance_name: 'gateway-2', config: { http_port: 9089, version: '8.1' } },
    { app_id: 'postgres', instance_name: 'history', config: { database: 'plant', password: 'a chosen password' } },
    { app_id: 'mosquitto', instance_name: 'broker', config: {} },
    { app_id: 'nodered', instance_name: 'flows', config: {} },
    {
      app_id: 'grafana',
      instance_name: 'charts',
      config: { admin_username: 'ada', admin_password: 'another password' },
    },
    { app_id: 'prometheus', instance_name: 'metrics', config: {} },
    { app_id: 'keycloak', instance_name: 'login', config: {} },
    { app_id: 'mailhog', instance_name: 'mail', config: {} },
    { app_id: 'traefik', instance_name: 'proxy', config: { http_port: 8000 } },
  ],
  global_settings: { stack_name: 'ten', timezone: 'Europe/Berlin', restart_policy: 'unless-stopped' },
  integration_settings: {
    reverse_proxy: { base_domain: 'plant.internal', enable_https: true },
    mqtt: { enable_tls: true, username: 'edge', password: 'the edge password' },
    oauth: {
      realm_name: 'plant',
      realm_users: [
        { username: 'ada', email: 'ada@plant.internal', password: 'first of ada', roles: ['grafana-admin'] },
      ],
    },
  },
}
