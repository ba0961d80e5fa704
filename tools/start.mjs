/** `npm start`: sets up, builds, serves. What follows `--` goes to `ropewalk serve`. */

import { spawn } from 'node:child_process';

import { buildPage, buildServer, buildWasm, needsOfServer, needsOfWasm } from './build.mjs';
import { report } from './lib/failure.mjs';
import { endAllOnSignal } from './lib/process.mjs';
import { root } from './lib/project.mjs';
import { setUp } from './setup.mjs';

try {
  endAllOnSignal();
  await setUp([...needsOfWasm, ...needsOfServer]);
  await buildWasm();
  await buildPage();
  serve(await buildServer());
} catch (error) {
  report(error);
}

/** @param {string} program */
function serve(program) {
  const server = spawn(program, ['serve', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  });
  for (const signal of /** @type {const} */ (['SIGHUP', 'SIGINT', 'SIGTERM'])) {
    process.removeAllListeners(signal);
    // The server ends, and this process with it.
    process.on(signal, () => server.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
  }
  server.on('error', report);
  server.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
