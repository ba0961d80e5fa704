/**
 * The brokers of the tests: both have the users try (reads and writes) and view (reads), and take
 * ws and wss.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { run, which } from '../../tools/lib/process.mjs';
import { systemProgram } from '../../tools/setup.mjs';

/** @typedef {import('./broker.mjs').Ports} Ports */
/** @typedef {import('./broker.mjs').Recipe} Recipe */

/**
 * @typedef {object} Certificate A file each, as PEM.
 * @property {string} certificate
 * @property {string} key
 */

/**
 * The broker of `ropewalk serve`. It makes itself a certificate for the loopback addresses.
 *
 * @param {string} program
 * @returns {{ recipe: Recipe, certificate: Certificate, remove: () => void }} `remove` deletes its
 *   folder.
 */
export function ropewalk(program) {
  const folder = temporaryFolder();
  const secrets = join(folder, 'certificate');
  const args = ['serve', '--patches', join(folder, 'patches'), '--certificate', secrets];
  return {
    recipe: {
      name: 'ropewalk',
      program,
      args: ({ plain, tls }) => [...args, '--port', String(plain), '--tls-port', String(tls)],
      ready: /^Ctrl-C stops it/,
    },
    certificate: {
      certificate: join(secrets, 'certificate.pem'),
      key: join(secrets, 'key.pem'),
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Mosquitto, with its files in a temporary folder. Who may only read may not read below `closed`.
 *
 * @param {Certificate} tls
 * @returns {Promise<{ recipe: Recipe, remove: () => void }>} `remove` deletes the folder.
 */
export async function mosquitto(tls) {
  const folder = temporaryFolder();
  const passwords = join(folder, 'passwords');
  writeFileSync(passwords, 'try:try\nview:view\n', { mode: 0o600 });
  await run(which('mosquitto_passwd') ?? 'mosquitto_passwd', ['-U', passwords]);
  const rights = join(folder, 'rights');
  const view = 'user view\ntopic read #\ntopic deny closed/#\n';
  writeFileSync(rights, `user try\ntopic readwrite #\n\n${view}`, { mode: 0o600 });
  const config = (/** @type {Ports} */ ports) => `
listener ${ports.plain} 127.0.0.1
protocol websockets
socket_domain ipv4

listener ${ports.tls} 127.0.0.1
protocol websockets
socket_domain ipv4
certfile ${tls.certificate}
keyfile ${tls.key}

allow_anonymous false
password_file ${passwords}
acl_file ${rights}
persistence false
log_dest stderr
log_type notice
log_type error
log_type information
# Debian's 2.0.11 ends at once if no listener but those of WebSockets is there.
listener 0 ${join(folder, 'socket')}
${process.getuid?.() === 0 ? '# It would drop to a user who may not read the files.\nuser root' : ''}
`;
  return {
    recipe: {
      name: 'mosquitto',
      program: systemProgram('mosquitto'),
      args(ports) {
        const file = join(folder, 'mosquitto.conf');
        writeFileSync(file, config(ports));
        return ['-c', file];
      },
      ready: /mosquitto version .* running/,
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function temporaryFolder() {
  return mkdtempSync(join(tmpdir(), 'ropewalk-broker-'));
}
