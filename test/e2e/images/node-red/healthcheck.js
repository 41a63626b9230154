// Healthy when the editor answers 200. The port and the scheme come from the
// user's settings file: with another settings path this check fails, as it does
// in the official image.
const settings = require('/data/settings.js');
const client = require('https' in settings ? 'https' : 'http');
client
  .get({ host: '127.0.0.1', port: settings.uiPort || 1880, timeout: 4000 }, (answer) => process.exit(answer.statusCode === 200 ? 0 : 1))
  .on('error', () => process.exit(1));
