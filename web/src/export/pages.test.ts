import { expect, test } from 'vitest';

import { folderOf, singlePage } from './pages';

const player = {
  script: 'const a = "</script><!--";',
  purify: 'export default "</script>";',
  wasm: new Uint8Array([0, 97, 115, 109]),
};
const patch = '{"name":"</script><b>"}';
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test('a folder has the patch, the player and a page with a policy', () => {
  const files = folderOf('A & <b>B</b>', patch, player);
  expect(Object.keys(files)).toEqual([
    'index.html',
    'patch.json',
    'ropewalk.js',
    'purify.js',
    'ropewalk_bg.wasm',
  ]);
  const index = text(files['index.html']);
  expect(index).toContain('<title>A &amp; &lt;b>B&lt;/b></title>');
  expect(index).toContain('Content-Security-Policy');
  expect(index).toContain('src="patch.json"');
  expect(text(files['patch.json'])).toBe(patch);
  expect(files['ropewalk_bg.wasm']).toBe(player.wasm);
});

test('in one file nothing of the patch or the script ends its element', () => {
  const html = singlePage('P', patch, player);
  expect(html.match(/<\/script/g)).toHaveLength(4);
  expect(html).not.toContain('<!--');
  expect(html).toContain('{"name":"\\u003c/script>\\u003cb>"}');
  expect(html).toContain('AGFzbQ==');
});

test('a module of any size becomes text', () => {
  const wasm = new Uint8Array(100_000).map((_, at) => at % 251);
  const encoded =
    singlePage('P', '{}', { ...player, wasm }).match(/wasm;base64">([^<]*)</)?.[1] ?? '';
  expect(Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0))).toEqual(wasm);
});
