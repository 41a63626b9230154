// STAND-IN: judges what a generated project hands over, by what is documented of
// the image. Prints what a gateway would make of it as one JSON document; ends
// with 1 and a line that says why where a gateway could not work with it.
const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');

const HOME = '/usr/local/bin/ignition';
const env = process.env;
const is83 = !/^8\.[0-2]\./.test(env.IGNITION_VERSION ?? '');
const stop = (message) => {
  console.error(`ignition stand-in: ERROR: ${message}`);
  process.exit(1);
};

// ---- variables: an invented one would be ignored by the product, so it ends here
const documented = new Set([
  'ACCEPT_IGNITION_EULA', 'GATEWAY_ADMIN_USERNAME', 'GATEWAY_ADMIN_PASSWORD', 'GATEWAY_HTTP_PORT', 'GATEWAY_HTTPS_PORT',
  'GATEWAY_GAN_PORT', 'GATEWAY_MODULES_ENABLED', 'GATEWAY_NETWORK_ENABLED', 'GATEWAY_NETWORK_ALLOWINCOMING',
  'GATEWAY_NETWORK_REQUIRESSL', 'GATEWAY_NETWORK_REQUIRETWOWAYAUTH', 'GATEWAY_NETWORK_SECURITYPOLICY',
  'GATEWAY_SYSTEM_NAME', 'IGNITION_EDITION', 'IGNITION_LICENSE_KEY', 'IGNITION_ACTIVATION_TOKEN', 'IGNITION_UID',
  'IGNITION_GID', 'IGNITION_VERSION', 'DISABLE_QUICKSTART',
  ...(is83 ? ['ACCEPT_MODULE_LICENSES', 'ACCEPT_MODULE_CERTS', 'IGNITION_ROOT_KEY_PASSWORD'] : []),
]);
const outgoingPattern = /^GATEWAY_NETWORK_(\d+)_(HOST|PORT|ENABLESSL|ENABLED|DESCRIPTION|PINGRATE)$/;
for (const name of Object.keys(env)) {
  if (!/^(ACCEPT|GATEWAY|IGNITION)_/.test(name)) continue;
  const bare = name.replace(/_FILE$/, '');
  if (!documented.has(bare) && !outgoingPattern.test(bare)) stop(`${name} is no variable of Ignition ${env.IGNITION_VERSION}`);
}
if (!['standard', 'edge', 'maker', ''].includes(env.IGNITION_EDITION ?? '')) stop(`IGNITION_EDITION: ${env.IGNITION_EDITION}`);
if (env.IGNITION_EDITION === 'maker' && !(env.IGNITION_LICENSE_KEY && env.IGNITION_ACTIVATION_TOKEN))
  stop('the Maker edition needs IGNITION_LICENSE_KEY and IGNITION_ACTIVATION_TOKEN');

// ---- gateway network
const bool = (name) => {
  const value = env[name];
  if (value !== undefined && value !== 'true' && value !== 'false') stop(`${name} must be true or false, not ${value}`);
  return value === undefined ? null : value === 'true';
};
const outgoing = [];
for (const [name, value] of Object.entries(env)) {
  const match = outgoingPattern.exec(name);
  if (!match) continue;
  const index = Number(match[1]);
  outgoing[index] ??= {};
  outgoing[index][match[2].toLowerCase()] = value;
}
for (const [index, one] of outgoing.entries()) {
  if (!one?.host) stop(`GATEWAY_NETWORK_${index}_HOST is missing: connections are counted from 0 without gaps`);
  if (one.port !== undefined && !/^\d{1,5}$/.test(one.port)) stop(`GATEWAY_NETWORK_${index}_PORT is no port`);
  bool(`GATEWAY_NETWORK_${index}_ENABLESSL`);
  if ((one.port ?? '8060') === '8088' && (one.enablessl ?? 'true') === 'true')
    stop(`GATEWAY_NETWORK_${index}: port 8088 is not encrypted, but ENABLESSL is on`);
}
const policy = env.GATEWAY_NETWORK_SECURITYPOLICY;
if (policy !== undefined && !['ApprovedOnly', 'Unrestricted', 'SpecifiedList'].includes(policy))
  stop(`GATEWAY_NETWORK_SECURITYPOLICY: ${policy}`);
const network = {
  outgoing,
  incoming: {
    enabled: bool('GATEWAY_NETWORK_ENABLED'),
    allowed: bool('GATEWAY_NETWORK_ALLOWINCOMING'),
    requireSsl: bool('GATEWAY_NETWORK_REQUIRESSL'),
    twoWay: bool('GATEWAY_NETWORK_REQUIRETWOWAYAUTH'),
    policy: policy ?? null,
  },
};

// ---- archives
/** Central directory of a ZIP file: name -> how to get the content. */
function zipEntries(file) {
  const data = fs.readFileSync(file);
  let end = data.length - 22;
  while (end >= 0 && data.readUInt32LE(end) !== 0x06054b50) end--;
  if (end < 0) return undefined;
  const entries = new Map();
  let at = data.readUInt32LE(end + 16);
  for (let count = data.readUInt16LE(end + 10); count > 0; count--) {
    if (data.readUInt32LE(at) !== 0x02014b50) return undefined;
    const [name, extra, comment] = [28, 30, 32].map((offset) => data.readUInt16LE(at + offset));
    const header = { method: data.readUInt16LE(at + 10), size: data.readUInt32LE(at + 20), local: data.readUInt32LE(at + 42) };
    entries.set(data.toString('utf8', at + 46, at + 46 + name), () => {
      const start = header.local + 30 + data.readUInt16LE(header.local + 26) + data.readUInt16LE(header.local + 28);
      const raw = data.subarray(start, start + header.size);
      return header.method === 0 ? raw : zlib.inflateRawSync(raw);
    });
    at += 46 + name + extra + comment;
  }
  return entries;
}
const list = (text) => (text ?? '').split(',').filter((item) => item !== '');
const modules = [];
let waits = false;
const folder = path.join(HOME, 'user-lib/modules');
for (const name of fs.readdirSync(folder).sort()) {
  if (!name.endsWith('.modl')) stop(`${name} in user-lib/modules is no .modl file`);
  let entries;
  try {
    entries = zipEntries(path.join(folder, name));
  } catch (error) {
    stop(`${name}: ${error.message}`);
  }
  const xml = entries?.get('module.xml')?.().toString('utf8');
  const id = /<id>\s*([^<]+?)\s*<\/id>/i.exec(xml ?? '')?.[1];
  if (!id) stop(`${name} is no module`);
  const signed = entries.has('signatures.properties') && entries.has('certificates.p7b');
  const unsignedAllowed = process.argv.includes('-Dignition.allowunsignedmodules=true');
  const accepted = list(env.ACCEPT_MODULE_LICENSES).includes(id) && list(env.ACCEPT_MODULE_CERTS).includes(id);
  const allowed = env.GATEWAY_MODULES_ENABLED === undefined || list(env.GATEWAY_MODULES_ENABLED).includes(id);
  const state = !allowed || !(signed || unsignedAllowed) ? 'QUARANTINED' : accepted ? 'ACTIVE' : 'WAITS';
  if (state === 'WAITS' && is83) waits = true;
  modules.push({ id, file: name, state });
}
for (const id of [...list(env.ACCEPT_MODULE_LICENSES), ...list(env.ACCEPT_MODULE_CERTS)])
  if (!modules.some((module) => module.id === id)) stop(`${id} is accepted, but no such module is there`);
if (env.STANDIN_RESTORE && !zipEntries(env.STANDIN_RESTORE)) stop(`option -r: ${env.STANDIN_RESTORE} is no gateway backup`);

// ---- configuration of 8.3
const collections = path.join(HOME, 'data/config/resources');
const resources = new Map();
if (is83) {
  const walk = (at) => {
    for (const entry of fs.readdirSync(at, { withFileTypes: true })) {
      if (entry.isDirectory()) walk(path.join(at, entry.name));
      else if (entry.name === 'resource.json') readResource(at);
    }
  };
  walk(collections);
}
function readResource(at) {
  try {
    const { files } = JSON.parse(fs.readFileSync(path.join(at, 'resource.json'), 'utf8'));
    for (const file of files) fs.accessSync(path.join(at, file), fs.constants.R_OK);
    const config = fs.readFileSync(path.join(at, 'config.json'), 'utf8');
    resources.set(path.relative(collections, at), JSON.parse(config));
  } catch (error) {
    stop(`config resource ${path.relative(collections, at)}: ${error.message}`);
  }
}
const secrets = new Map();
for (const [name, config] of resources) {
  if (!/\/ignition\/secret-provider\//.test(name) || config.profile?.type !== 'file') continue;
  for (const [secret, { filePath, fileType }] of Object.entries(config.settings.files)) {
    if (!['CLEARTEXT', 'CIPHERTEXT'].includes(fileType)) stop(`${name}: fileType ${fileType}`);
    try {
      fs.readFileSync(filePath);
    } catch (error) {
      stop(`${name}: secret ${secret}: ${error.message}`);
    }
    secrets.set(`${path.basename(name)}/${secret}`, filePath);
  }
}
/** A password is a reference to a secret that a provider has; plain text is refused. */
function checkSecrets(name, value, key) {
  if (typeof value !== 'object' || value === null) {
    if (/password|secret$/i.test(key) && typeof value === 'string') stop(`${name}: ${key} is plain text`);
    return;
  }
  if (value.type === 'Referenced') {
    const { providerName, secretName } = value.data ?? {};
    if (!secrets.has(`${providerName}/${secretName}`)) stop(`${name}: no provider has the secret ${providerName}/${secretName}`);
    return;
  }
  for (const [inner, one] of Object.entries(value)) checkSecrets(name, one, inner);
}
for (const [name, config] of resources) if (!name.includes('/secret-provider/')) checkSecrets(name, config, '');

fs.writeFileSync('/tmp/standin-facts.json', JSON.stringify({ network, modules, waits, resources: Object.fromEntries(resources) }));
