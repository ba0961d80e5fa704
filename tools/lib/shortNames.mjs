/**
 * Short names for what a WebAssembly module and its JavaScript have of each other. Those that
 * wasm-bindgen gives are long and end with a hash, which nothing compresses.
 */

import { createHash } from 'node:crypto';

/** Sections of a module, as its format numbers them. */
const [IMPORTS, EXPORTS] = [2, 7];

/** The one name that is for others too, as the declarations have it. */
const MEMORY = 'memory';

/**
 * Renames the imports and exports of a module, in it and in what wasm-bindgen wrote beside it.
 *
 * @param {Uint8Array} wasm A module that imports functions and nothing else.
 * @param {string[]} texts Its JavaScript, its declarations.
 * @returns {{ wasm: Uint8Array, texts: string[] }}
 */
export function shortenNames(wasm, texts) {
  const sections = sectionsOf(wasm);
  const imports = listIn(sections, IMPORTS, (reader) => {
    const [module, name, kind] = [reader.name(), reader.name(), reader.number()];
    if (kind !== 0) throw new Error(`The import ${name} is no function.`);
    return { module, name, type: reader.number() };
  });
  const exports = listIn(sections, EXPORTS, (reader) => {
    return { name: reader.name(), kind: reader.number(), index: reader.number() };
  });
  const given = imports.map(({ name }) => name);
  const taken = exports.map(({ name }) => name).filter((name) => name !== MEMORY);
  const short = new Map([...given.map(shorten), ...taken.map(shorten)]);
  // A module and the JavaScript of another build, as a cache may bring together, must not start:
  // they know each other by the name of the first import.
  const hash = createHash('sha256')
    .update(JSON.stringify([given, taken]))
    .digest('hex');
  if (given[0]) short.set(given[0], `_${hash.slice(0, 8)}`);
  const renamed = (/** @type {string} */ name) => short.get(name) ?? name;

  const fresh = new Map([
    [
      IMPORTS,
      imports.map(({ module, name, type }) => [
        ...nameBytes(module),
        ...nameBytes(renamed(name)),
        0,
        ...numberBytes(type),
      ]),
    ],
    [
      EXPORTS,
      exports.map(({ name, kind, index }) => [
        ...nameBytes(renamed(name)),
        kind,
        ...numberBytes(index),
      ]),
    ],
  ]);
  const parts = sections.map(({ id, body }) => {
    const list = fresh.get(id);
    const bytes = list ? [...numberBytes(list.length), ...list.flat()] : body;
    return Buffer.concat([Buffer.from([id, ...numberBytes(bytes.length)]), Buffer.from(bytes)]);
  });
  return {
    wasm: Buffer.concat([wasm.subarray(0, 8), ...parts]),
    texts: texts.map((text) =>
      text.replace(/\b\w+(?=: function\b)|(?<=\bwasm\.|\breadonly |\bexport const )\w+/g, renamed),
    ),
  };
}

/**
 * @param {string} name
 * @param {number} index Its place among its like.
 * @returns {[string, string]} The name and a short one: a, b, … z, aa, ba, …
 */
function shorten(name, index) {
  let short = '';
  for (let rest = index; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    short += String.fromCharCode(97 + (rest % 26));
  }
  return [name, short];
}

/** @param {Uint8Array} wasm */
function sectionsOf(wasm) {
  const reader = new Reader(wasm.subarray(8));
  const sections = [];
  while (!reader.isAtEnd) sections.push({ id: reader.number(), body: reader.bytes() });
  return sections;
}

/**
 * @template T
 * @param {{ id: number, body: Uint8Array }[]} sections
 * @param {number} wanted
 * @param {(reader: Reader) => T} read
 * @returns {T[]}
 */
function listIn(sections, wanted, read) {
  const section = sections.find(({ id }) => id === wanted);
  if (!section) return [];
  const reader = new Reader(section.body);
  return Array.from({ length: reader.number() }, () => read(reader));
}

class Reader {
  #at = 0;
  #data;

  /** @param {Uint8Array} data */
  constructor(data) {
    this.#data = data;
  }

  get isAtEnd() {
    return this.#at >= this.#data.length;
  }

  /** @returns {number} A LEB128 of 32 bits, or one byte below 128. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#data[this.#at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  bytes() {
    const length = this.number();
    return this.#data.subarray(this.#at, (this.#at += length));
  }

  name() {
    return Buffer.from(this.bytes()).toString();
  }
}

/** @param {number} value */
function numberBytes(value) {
  const bytes = [];
  for (; value >= 0x80; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value];
}

/** @param {string} name */
function nameBytes(name) {
  const bytes = Buffer.from(name);
  return [...numberBytes(bytes.length), ...bytes];
}
