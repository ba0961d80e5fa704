import assert from 'node:assert/strict';
import test from 'node:test';

import { folderPage, singlePage } from './pages.mjs';

const read = (/** @type {string} */ name) => {
  if (name.endsWith('.wasm')) return new Uint8Array([0, 97, 115, 109]);
  return Buffer.from(name === 'ropewalk.js' ? 'const a = "</script><!--";' : 'export default 1;');
};

test('the page of a folder has a policy, and names the patch beside it', () => {
  const html = folderPage();
  assert.match(html, /<title>%PATCH_NAME%<\/title>/);
  assert.match(html, /Content-Security-Policy/);
  assert.match(html, /src="patch\.json"/);
});

test('in one file nothing of the script ends its element', () => {
  const html = singlePage(read);
  assert.equal(html.match(/<\/script/g)?.length, 4);
  assert.doesNotMatch(html, /<!--/);
  assert.match(html, />%PATCH_FILE%</);
  assert.match(html, />AGFzbQ==</);
  assert.match(html, /"\.\/questions\.js":"data:text\/javascript;base64,/);
});
