/** The graphs that are measured, in words of nobody: each engine makes its own of them. */

/** @typedef {import('./engine.js').Graph} Graph */
/** @typedef {import('./engine.js').Node} Node */

/**
 * A number that goes through ops that add one.
 *
 * @param {number} length
 * @returns {Graph}
 */
export function chain(length) {
  const nodes = Array.from({ length }, (_, index) => sum(index, null));
  return { nodes: [source(), ...nodes], ends: [length] };
}

/**
 * A number that goes to many ops at once.
 *
 * @param {number} width
 * @returns {Graph}
 */
export function fan(width) {
  const nodes = Array.from({ length: width }, (_, index) => sum(0, null, index));
  return { nodes: [source(), ...nodes], ends: [1, Math.ceil(width / 2), width] };
}

/**
 * Ops that add the one above and the one to the left.
 *
 * @param {number} size Of each side.
 * @returns {Graph}
 */
export function grid(size) {
  const at = (/** @type {number} */ row, /** @type {number} */ column) =>
    row < 0 || column < 0 ? 0 : 1 + row * size + column;
  const nodes = Array.from({ length: size * size }, (_, index) => {
    const [row, column] = [Math.floor(index / size), index % size];
    return sum(at(row, column - 1), at(row - 1, column));
  });
  return { nodes: [source(), ...nodes], ends: [size, size * size] };
}

/**
 * A number that many ops bring to a range of their own, which others follow softly.
 *
 * @param {number} count Of each.
 * @returns {Graph}
 */
export function smooth(count) {
  /** @type {Node[]} */
  const nodes = [source()];
  for (let index = 0; index < count; index++) {
    const range = {
      kind: /** @type {const} */ ('range'),
      from: [0],
      constants: { 'new max': index + 1 },
    };
    nodes.push(range, { kind: 'smooth', from: [nodes.length], constants: {} });
  }
  const ends = [2, 2 * Math.ceil(count / 2), 2 * count];
  return { nodes, ends, frames: true };
}

/**
 * A text that is made longer and cut again.
 *
 * @param {number} pairs Of ops that do so.
 * @returns {Graph}
 */
export function strings(pairs) {
  /** @type {Node[]} */
  const nodes = [source(), { kind: 'text', from: [0], constants: {} }];
  for (let pair = 0; pair < pairs; pair++) {
    nodes.push(
      { kind: 'concat', from: [nodes.length - 1], constants: { Strings_1: ' and so on' } },
      { kind: 'cut', from: [nodes.length], constants: { End: 12 } },
    );
  }
  return { nodes, ends: [nodes.length - 1] };
}

/**
 * A message that is parsed, read, counted up, and written again.
 *
 * @param {number} stages
 * @returns {Graph}
 */
export function json(stages) {
  const start = '{"site":"roof","sensor":{"type":"wind","unit":"m/s"},"tags":["a","b"],"value":';
  const constants = { Strings_0: start, Strings_2: '}' };
  /** @type {Node[]} */
  const nodes = [
    source(),
    { kind: 'text', from: [0], constants: {} },
    { kind: 'frame', from: [1], constants },
  ];
  for (let stage = 0; stage < stages; stage++) {
    const first = nodes.length;
    nodes.push(
      { kind: 'parse', from: [first - 1], constants: {} },
      { kind: 'get', from: [first], constants: { Key: 'value' } },
      sum(first + 1, null),
      { kind: 'set', from: [first, first + 2], constants: { Key: 'value' } },
      { kind: 'write', from: [first + 3], constants: { Beautify: false } },
    );
  }
  return { nodes, ends: [nodes.length - 1] };
}

/**
 * A pulse that becomes many, each of which becomes a few, which are counted.
 *
 * @param {number} repeats
 * @param {number} counters
 * @returns {Graph}
 */
export function pulses(repeats, counters) {
  /** @type {Node[]} */
  const nodes = [
    { kind: 'repeat', from: [], constants: { Repeats: repeats } },
    { kind: 'sequence', from: [0], constants: {} },
  ];
  for (let slot = 0; slot < counters; slot++) {
    nodes.push({ kind: 'counter', from: [1], slot, constants: {} });
  }
  return { nodes, ends: [2, 1 + counters], pulses: repeats * (1 + counters) };
}

/** @returns {Node} What the number is set at. */
function source() {
  return { kind: 'sum', from: [], constants: { number2: 0 } };
}

/**
 * @param {number} first
 * @param {number | null} second
 * @param {number} [constant] Where there is no second.
 * @returns {Node}
 */
function sum(first, second, constant = 1) {
  return second === null
    ? { kind: 'sum', from: [first], constants: { number2: constant } }
    : { kind: 'sum', from: [first, second], constants: {} };
}
