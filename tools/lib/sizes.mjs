/** The size budgets of what a browser loads, compressed as any server compresses it. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** In bytes; ARCHITECTURE.md says what they are for. */
export const budgets = {
  /** The runtime without ops: the engine, the graph, the document, the host. */
  wasm: 266_500,
  /** For each op, beside them. */
  wasmOfOp: 740,
  /** What reads patches of cables, and is loaded when there is one. */
  importer: 130_000,
  /** For each op what the palette and the inspector know of it, which the page loads at its start. */
  op: 240,
  /** For each op its help page; the page loads them all when the first is read. */
  helpPage: 450,
  firstLoad: 110_000,
  /** What a page loads to play a patch, beside the WebAssembly. */
  player: 10_500,
};

/**
 * @typedef {object} Size
 * @property {string} what
 * @property {number} raw In bytes.
 * @property {number} gzip In bytes.
 * @property {number} brotli What `ropewalk serve` sends of it over TLS and to its own machine: what
 *   is small, compressed by gzip.
 * @property {number} budget For `gzip`.
 */

/**
 * Measures a built page.
 *
 * @param {string} page The folder that Vite built.
 * @returns {Size[]}
 */
export function measure(page) {
  const assets = join(page, 'assets');
  const matching = (/** @type {RegExp} */ pattern) =>
    readdirSync(assets)
      .filter((name) => pattern.test(name))
      .map((name) => join(assets, name));
  const [library = ''] = matching(/^ops-.*\.json$/);
  const count = JSON.parse(readFileSync(library, 'utf8')).length;
  const runtime = matching(/^ropewalk.*\.wasm$/);
  return [
    size('wasm, all ops', runtime, budgets.wasm + count * budgets.wasmOfOp),
    size('wasm of the importer', matching(/^importer.*\.wasm$/), budgets.importer),
    size(`${count} ops and their ports, JSON`, [library], count * budgets.op),
    size('their help pages, JSON', matching(/^help-.*\.json$/), count * budgets.helpPage),
    size('editor’s first load, JS + CSS', firstLoad(page), budgets.firstLoad),
    size('player, JS', [join(page, 'player', 'ropewalk.js')], budgets.player),
  ];
}

/**
 * @param {string} page
 * @returns {string[]} The scripts and styles without which the page cannot run: those that
 *   index.html names, where Vite lists what they import.
 */
function firstLoad(page) {
  const html = readFileSync(join(page, 'index.html'), 'utf8');
  const tags = html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+\.(?:js|css))"/g);
  return [...tags].map(([, path = '']) => join(page, path));
}

/**
 * @param {Size[]} sizes
 * @returns {string[][]} What a person reads of them, headings first.
 */
export function rowsOf(sizes) {
  const rows = sizes.map(({ what, raw, gzip, brotli, budget }) => [
    what,
    kilobytes(raw),
    kilobytes(brotli),
    kilobytes(gzip),
    kilobytes(budget),
    gzip <= budget ? '' : 'over',
  ]);
  return [['', 'raw', 'brotli', 'gzip', 'budget', ''], ...rows];
}

/**
 * @param {string} what
 * @param {string[]} files
 * @param {number} budget
 * @returns {Size}
 */
function size(what, files, budget) {
  const sum = (/** @type {(file: string) => number} */ of) =>
    files.reduce((total, file) => total + of(file), 0);
  const gzip = (/** @type {string} */ file) => gzipSync(readFileSync(file), { level: 9 }).length;
  return {
    what,
    raw: sum((file) => statSync(file).size),
    gzip: sum(gzip),
    brotli: sum((file) => (existsSync(`${file}.br`) ? statSync(`${file}.br`).size : gzip(file))),
    budget,
  };
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
