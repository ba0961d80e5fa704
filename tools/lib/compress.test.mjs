import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { compress } from './compress.mjs';

const large = 'a text that repeats itself '.repeat(1000);
const middling = large.slice(0, 2000);

let folder = '';
let page = '';
let cache = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ropewalk-compress-'));
  page = join(folder, 'page');
  cache = join(folder, 'cache');
  mkdirSync(join(page, 'assets'), { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true }));

/** @param {string} name */
const read = (name) => readFileSync(join(page, name));

test('what is worth it gets its compressed files beside it', async () => {
  writeFileSync(join(page, 'index.html'), 'tiny');
  writeFileSync(join(page, 'picture.png'), large);
  writeFileSync(join(page, 'assets', 'style.css'), middling);
  writeFileSync(join(page, 'assets', 'script.js'), large);
  await compress(page, cache);
  assert.deepEqual(readdirSync(page).sort(), ['assets', 'index.html', 'picture.png']);
  assert.deepEqual(readdirSync(join(page, 'assets')).sort(), [
    'script.js',
    'script.js.br',
    'script.js.gz',
    'style.css',
    'style.css.gz',
  ]);
  assert.equal(brotliDecompressSync(read('assets/script.js.br')).toString(), large);
  assert.equal(gunzipSync(read('assets/script.js.gz')).toString(), large);
  assert.equal(gunzipSync(read('assets/style.css.gz')).toString(), middling);
});

test('the same content is compressed once, and what is gone is forgotten', async () => {
  writeFileSync(join(page, 'one.js'), large);
  writeFileSync(join(page, 'assets', 'two.js'), large);
  await compress(page, cache);
  const [name = '', ...others] = readdirSync(cache);
  assert.deepEqual(others, []);
  assert.deepEqual(read('one.js.br'), read('assets/two.js.br'));

  writeFileSync(join(cache, name), 'remembered');
  await compress(page, cache);
  assert.equal(read('one.js.br').toString(), 'remembered');

  rmSync(join(page, 'one.js'));
  writeFileSync(join(page, 'assets', 'two.js'), large.toUpperCase());
  await compress(page, cache);
  assert.equal(readdirSync(cache).length, 1);
  assert.equal(readdirSync(cache).includes(name), false);
});
