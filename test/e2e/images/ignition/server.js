// STAND-IN for an Ignition gateway: answers what a stack's health checks and
// our tests ask, and nothing else.
//   /StatusPing      {"state":"RUNNING"}; STARTING during STANDIN_START_SECONDS;
//                    with "details":"COMMISSIONING" while there is no administrator
//   /standin/config  what it was started with and the files it would have read
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const DATA = '/usr/local/bin/ignition/data';
const USER_LIB = '/usr/local/bin/ignition/user-lib';
const env = process.env;
const started = Date.now();
const ready = started + 1000 * Number(env.STANDIN_START_SECONDS ?? 1);

/** Every file below a folder, sorted, with size and content hash; unreadable ones say so. */
function files(root) {
  const found = [];
  const walk = (folder) => {
    let entries;
    try {
      entries = fs.readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      if (error.code !== 'ENOENT') found.push({ path: path.relative(root, folder), error: error.code });
      return;
    }
    for (const entry of entries) {
      const full = path.join(folder, entry.name);
      const name = path.relative(root, full);
      if (entry.isDirectory()) {
        walk(full);
        continue;
      }
      try {
        const content = fs.readFileSync(full);
        found.push({ path: name, size: content.length, sha256: createHash('sha256').update(content).digest('hex') });
      } catch (error) {
        found.push({ path: name, error: error.code });
      }
    }
  };
  walk(root);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What check.js made of it at the start. */
const facts = JSON.parse(fs.readFileSync('/tmp/standin-facts.json', 'utf8'));

function config() {
  const value = (text) => (text === '' || text === undefined ? null : text);
  let admin = null;
  try {
    admin = fs.readFileSync(path.join(DATA, '.standin-commissioned'), 'utf8').trim();
  } catch {
    // not commissioned
  }
  return {
    standIn: true,
    version: env.IGNITION_VERSION,
    uid: process.getuid(),
    gid: process.getgid(),
    admin,
    args: {
      name: value(env.STANDIN_NAME),
      memory: value(env.STANDIN_MEMORY),
      address: value(env.STANDIN_ADDRESS),
      httpPort: value(env.STANDIN_HTTP),
      httpsPort: value(env.STANDIN_HTTPS),
      restore: value(env.STANDIN_RESTORE),
      debug: env.STANDIN_DEBUG === 'true',
      jvm: process.argv.slice(2),
    },
    // names only: values may be secret
    env: Object.keys(env).filter((name) => /^(ACCEPT|GATEWAY|IGNITION|DISABLE)_|^(TZ|EAM_.*)$/.test(name)).sort(),
    resources: files(path.join(DATA, 'config', 'resources')),
    projects: files(path.join(DATA, 'projects')),
    certificates: files(path.join(DATA, 'certificates', 'supplemental')),
    modules: files(path.join(USER_LIB, 'modules')),
    moduleStates: facts.modules,
    network: facts.network,
    parsed: facts.resources,
    jdbc: files(path.join(USER_LIB, 'jdbc')),
  };
}

function status() {
  if (Date.now() < ready) return { state: 'STARTING' };
  return fs.existsSync(path.join(DATA, '.standin-commissioned')) && !facts.waits ? { state: 'RUNNING' } : { state: 'RUNNING', details: 'COMMISSIONING' };
}

const server = http.createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://standin');
  const json = (code, body) => {
    response.writeHead(code, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  if (pathname === '/StatusPing') json(200, status());
  else if (pathname === '/standin/config') json(200, config());
  else if (pathname === '/') json(200, { standIn: true, version: env.IGNITION_VERSION });
  else json(404, { standIn: true, error: 'this is a stand-in, not an Ignition gateway' });
});
const port = Number(env.GATEWAY_HTTP_PORT || 8088);
server.listen(port, () => console.log(`ignition stand-in: listening on ${port}`));
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
