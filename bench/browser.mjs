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

/**
 * @template T
 * @param {(page: import('@playwright/test').Page, server: import('node:http').Server) => Promise<T>} use
 *   The page is empty and imports scripts as if from this folder.
 * @returns {Promise<T>}
 */
export async function inBrowser(use) {
  const server = createServer(answer).listen(0, '127.0.0.1');
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
 * @type {import('node:http').RequestListener}
 */
function answer(request, response) {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const file = join(root, pathname === '/bench/' ? 'bench/page/index.html' : pathname);
  try {
    if (![folder, wasmFolder].includes(dirname(file))) throw new Error('it is not ours to serve');
    const content = readFileSync(file);
    response.writeHead(200, { 'content-type': types[extname(file)] }).end(content);
  } catch {
    response.writeHead(404).end();
  }
}
