/** A page of Chromium with the built runtime, and a server of ours beside it. */

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join } from 'node:path';

import { chromium } from '@playwright/test';

import { wasmFolder } from '../tools/build.mjs';
import { Failure } from '../tools/lib/failure.mjs';
import { root } from '../tools/lib/project.mjs';
import { systemProgram } from '../tools/setup.mjs';

const folder = join(root, 'bench', 'page');

const types = /** @type {Record<string, string>} */ ({
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
});

/** A page that is by itself has a clock of 5 µs, others one of 100 µs. */
const isolated = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/**
 * @template T
 * @param {(page: import('@playwright/test').Page, server: import('node:http').Server) => Promise<T>} use
 *   The page is empty and imports scripts as if from this folder.
 * @param {string[]} [folders] What else is served, with what is in them.
 * @returns {Promise<T>}
 */
export async function inBrowser(use, folders = []) {
  const served = [folder, wasmFolder, ...folders];
  const server = createServer((request, response) => answer(served, request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const browser = await chromium.launch({
    executablePath: systemProgram('chromium'),
    args: ['--disable-quic', '--disable-background-networking', '--disable-component-update'],
  });
  try {
    const page = await browser.newPage();
    page.on('console', (message) => console.log(message.text()));
    page.on('pageerror', (error) => console.log(error.message));
    await page.goto(`http://127.0.0.1:${port}/bench/`);
    return await use(page, server);
  } catch (error) {
    throw error instanceof Error ? new Failure(error.message) : error;
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}

/**
 * The files where the project has them, so that scripts import each other as they lie.
 *
 * @param {string[]} folders
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
function answer(folders, request, response) {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const file = join(root, pathname === '/bench/' ? 'bench/page/index.html' : pathname);
  try {
    if (!folders.includes(dirname(file))) throw new Error('it is not ours to serve');
    const content = readFileSync(file);
    response.writeHead(200, { 'content-type': types[extname(file)], ...isolated }).end(content);
  } catch {
    response.writeHead(404).end();
  }
}
