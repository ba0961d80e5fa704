/** Files compressed beside themselves, for a server that has no time to do it well. */

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** Texts and WebAssembly; what else a page is made of is compressed by its own format. */
const worthwhile = /\.(css|html|js|json|svg|wasm)$/;

/** In bytes: what is smaller fits into one packet as it is. */
const smallest = 1000;

/**
 * In bytes: of what is smaller, Brotli saves less than a packet beside gzip, and takes a hundred
 * times as long.
 */
const smallestForBrotli = 20_000;

/**
 * Puts `<file>.gz` and `<file>.br` beside each file that is worth it.
 *
 * @param {string} folder And those in it.
 * @param {string} cache A folder for what was compressed: the same content is not compressed again.
 *   What the files of `folder` have no use for is removed from it.
 */
export async function compress(folder, cache) {
  mkdirSync(cache, { recursive: true });
  const cached = new Set(readdirSync(cache));
  /** @type {Map<string, Promise<Buffer>>} */
  const made = new Map();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => worthwhile.test(name))
    .map((name) => join(folder, name));
  await Promise.all(
    files.map(async (file) => {
      const content = readFileSync(file);
      if (content.length < smallest) return;
      writeFileSync(`${file}.gz`, await gzipped(content, { level: constants.Z_BEST_COMPRESSION }));
      if (content.length >= smallestForBrotli) writeFileSync(`${file}.br`, await brotlied(content));
    }),
  );
  for (const name of cached) if (!made.has(name)) rmSync(join(cache, name));

  /** @param {Buffer} content */
  function brotlied(content) {
    const name = `${createHash('sha256').update(content).digest('hex')}.br`;
    const known = made.get(name);
    if (known) return known;
    const making = cached.has(name)
      ? Promise.resolve(readFileSync(join(cache, name)))
      : keep(name, content);
    made.set(name, making);
    return making;
  }

  /**
   * @param {string} name
   * @param {Buffer} content
   */
  async function keep(name, content) {
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    };
    const compressed = await brotli(content, { params });
    // Moved when it is whole: a build that is ended leaves no half of it.
    const fresh = join(cache, `${name}.part`);
    writeFileSync(fresh, compressed);
    renameSync(fresh, join(cache, name));
    return compressed;
  }
}
