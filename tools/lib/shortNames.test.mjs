import assert from 'node:assert/strict';
import { test } from 'node:test';

import { shortenNames } from './shortNames.mjs';

/** What a section or a name is: its length before it, in two bytes of LEB128. */
const sized = (/** @type {number[]} */ bytes) => [
  (bytes.length & 0x7f) | 0x80,
  bytes.length >> 7,
  ...bytes,
];
const name = (/** @type {string} */ text) => sized([...Buffer.from(text)]);

/**
 * A module that exports a function for each it imports, which calls it, and a memory.
 *
 * @param {string[]} imports
 */
function moduleOf(imports) {
  const all = (/** @type {(text: string, index: number) => number[]} */ of) => [
    imports.length,
    ...imports.flatMap(of),
  ];
  return new Uint8Array([
    ...Buffer.from('\0asm\x01\0\0\0', 'latin1'),
    ...[1, ...sized([1, 0x60, 0, 1, 0x7f])],
    ...[2, ...sized(all((text) => [...name('./glue.js'), ...name(text), 0, 0]))],
    ...[3, ...sized(all(() => [0]))],
    ...[5, ...sized([1, 0, 1])],
    ...[
      7,
      ...sized([
        imports.length + 1,
        ...name('memory'),
        ...[2, 0],
        ...imports.flatMap((text, index) => [...name(`run_${text}`), 0, imports.length + index]),
      ]),
    ],
    ...[10, ...sized(all((_text, index) => sized([0, 0x10, index, 0x0b])))],
  ]);
}

/**
 * The JavaScript beside it, as wasm-bindgen writes it.
 *
 * @param {string[]} imports
 */
const glueOf = (imports) => `
  const imports = { './glue.js': {
    ${imports.map((text, index) => `${text}: function() { return ${index}; },`).join('\n')}
  } };
  const wasm = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports;
  return [${imports.map((text) => `wasm.run_${text}()`).join(', ')}, wasm.memory.buffer.byteLength];`;

/**
 * @param {Uint8Array} wasm
 * @param {string | undefined} glue
 * @returns {unknown[]} What the functions give, and the size of the memory.
 */
const run = (wasm, glue = '') => new Function('bytes', glue)(wasm);

const names = Array.from({ length: 40 }, (_, index) => `__wbg_call${index}_30d4f2c1b5a69788`);

test('a module and its JavaScript find each other by short names', () => {
  const [long, glue] = [moduleOf(names), glueOf(names)];
  const short = shortenNames(long, [glue]);
  assert.deepEqual(run(short.wasm, short.texts[0]), run(long, glue));
  assert.ok(short.wasm.length < long.length - 40 * 40);
  assert.doesNotMatch(short.texts[0] ?? '', /__wbg|30d4f2c1b5a69788/);
});

test('declarations name what the module has', () => {
  const { wasm, texts } = shortenNames(moduleOf(['one']), [
    'export const memory: WebAssembly.Memory;\nexport const run_one: () => number;',
    'interface InitOutput {\n    readonly run_one: () => number;\n}',
  ]);
  const exports = run(wasm, 'return WebAssembly.Module.exports(new WebAssembly.Module(bytes))');
  assert.deepEqual(exports, [
    { name: 'memory', kind: 'memory' },
    { name: 'a', kind: 'function' },
  ]);
  assert.equal(texts[0], 'export const memory: WebAssembly.Memory;\nexport const a: () => number;');
  assert.match(texts[1] ?? '', /readonly a: /);
});

test('a module does not start with the JavaScript of another', () => {
  const [one, other] = [names, [...names].reverse()].map((names) =>
    shortenNames(moduleOf(names), [glueOf(names)]),
  );
  assert.ok(one && other);
  assert.throws(() => run(one.wasm, other.texts[0]), { name: 'LinkError' });
});

test('a module that imports more than functions is refused', () => {
  const imported = [...name('env'), ...name('memory'), 2, 0, 1];
  const module = [...Buffer.from('\0asm\x01\0\0\0', 'latin1'), 2, ...sized([1, ...imported])];
  assert.throws(() => shortenNames(new Uint8Array(module), []), /memory is no function/);
});
