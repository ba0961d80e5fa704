/** The brokers of the tests: both have the users try (reads and writes) and view (reads). */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { run, which } from '../../tools/lib/process.mjs';
import { systemProgram } from '../../tools/setup.mjs';

/** @typedef {import('./broker.mjs').Recipe} Recipe */

/**
 * The broker of `ropewalk serve`.
 *
 * @param {string} program
 * @returns {{ recipe: Recipe, remove: () => void }} `remove` deletes its folder.
 */
export function ropewalk(program) {
  const folder = temporaryFolder();
  const args = ['serve', '--no-tls', '--patches', folder, '--port'];
  return {
    recipe: {
      name: 'ropewalk',
      program,
      args: (port) => [...args, String(port)],
      ready: /^Ctrl-C stops it/,
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Mosquitto, with its files in a temporary folder.
 *
 * @returns {Promise<{ recipe: Recipe, remove: () => void }>} `remove` deletes the folder.
 */
export async function mosquitto() {
  const folder = temporaryFolder();
  const passwords = join(folder, 'passwords');
  writeFileSync(passwords, 'try:try\nview:view\n', { mode: 0o600 });
  await run(which('mosquitto_passwd') ?? 'mosquitto_passwd', ['-U', passwords]);
  const rights = join(folder, 'rights');
  writeFileSync(rights, 'user try\ntopic readwrite #\n\nuser view\ntopic read #\n', {
    mode: 0o600,
  });
  const config = (/** @type {number} */ port) => `
listener ${port} 127.0.0.1
protocol websockets
socket_domain ipv4
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
      args(port) {
        const file = join(folder, 'mosquitto.conf');
        writeFileSync(file, config(port));
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
