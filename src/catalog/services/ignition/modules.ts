import { versionLine } from '../../model.ts'

/**
 * Identifiers that `GATEWAY_MODULES_ENABLED` takes. 8.1 uses short names (Ignition 8.1 manual, "Docker Image"), 8.3 the
 * module ids (seen on 8.3.6). Third-party modules have ids of their own, so an unknown one is a warning, not an error.
 */
const shortNames = [
  'alarm-notification',
  'allen-bradley-drivers',
  'bacnet-driver',
  'dnp3-driver',
  'enterprise-administration',
  'logix-driver',
  'mobile-module',
  'modbus-driver-v2',
  'omron-driver',
  'opc-ua',
  'perspective',
  'reporting',
  'serial-support-client',
  'serial-support-gateway',
  'sfc',
  'siemens-drivers',
  'sms-notification',
  'sql-bridge',
  'symbol-factory',
  'tag-historian',
  'udp-tcp-drivers',
  'user-source',
  'vision',
  'voice-notification',
  'web-browser',
  'web-developer',
]

const ids = [
  'alarm-notification',
  'connectors.kafka',
  'eam',
  'eventstream',
  'historian',
  'historian.sql',
  'jdbc.mariadb',
  'jdbc.mssql',
  'jdbc.postgresql',
  'opcua',
  'opcua.drivers.ablegacy',
  'opcua.drivers.bacnet',
  'opcua.drivers.dnp3',
  'opcua.drivers.logix',
  'opcua.drivers.micro800',
  'opcua.drivers.mitsubishi',
  'opcua.drivers.modbus',
  'opcua.drivers.omron',
  'opcua.drivers.siemens',
  'opcua.drivers.siemens-symbolic',
  'opcua.drivers.tcpudp',
  'perspective',
  'reporting',
  'sfc',
  'sip-notification',
  'sms-notification',
  'sqlbridge',
  'symbol-factory',
  'vision',
  'webdev',
].map((id) => `com.inductiveautomation.${id}`)

/** Modules of Cirrus Link that speak MQTT; not part of Ignition. */
export const mqttEngine = 'com.cirruslink.mqtt.engine.gateway'
export const mqttTransmission = 'com.cirruslink.mqtt.transmission.gateway'

/** The module of 8.3 that holds the JDBC driver of a database; a list of allowed modules can leave it out. */
export const driverModules = {
  postgres: 'com.inductiveautomation.jdbc.postgresql',
  mariadb: 'com.inductiveautomation.jdbc.mariadb',
  mssql: 'com.inductiveautomation.jdbc.mssql',
} as const

/** Identifiers known for a version, for hints and completion. */
export const moduleIds = (version: string): readonly string[] => (versionLine(version) >= 8003 ? ids : shortNames)
