/** The graphs as functions, called one after the other: what no engine in JavaScript can beat. */

import { cut, follow, get, parse, range, set } from './compute.js';

/** @typedef {import('./engine.js').Node} Node */

/** @type {import('./engine.js').Engine} */
export const bare = {
  load({ nodes, pulses }) {
    if (pulses) return Promise.resolve(loadPulses(nodes));
    /** @type {any[]} What each has computed. */
    const values = nodes.map(() => 0);
    const calls = nodes.map((node, index) => functionOf(node, index, values)).slice(1);
    return Promise.resolve({
      round(number) {
        values[0] = number;
        for (const call of calls) call();
      },
      result: (node) => values[node],
      close() {},
    });
  },
};

/**
 * @param {Node} node
 * @param {number} to
 * @param {any[]} values
 * @returns {() => void} A function with its own state, as a node has.
 */
function functionOf({ kind, from, constants }, to, values) {
  const [first = 0, second] = from;
  switch (kind) {
    case 'sum': {
      if (second !== undefined) return () => (values[to] = values[first] + values[second]);
      const constant = Number(constants.number2);
      return () => (values[to] = values[first] + constant);
    }
    case 'range': {
      const end = Number(constants['new max']);
      return () => (values[to] = range(values[first], end));
    }
    case 'smooth': {
      const state = { moved: performance.now() / 1000, value: 0 };
      return () => (values[to] = follow(state, values[first], performance.now() / 1000));
    }
    case 'text':
      return () => (values[to] = String(values[first]));
    case 'concat': {
      const end = String(constants.Strings_1);
      return () => (values[to] = values[first] + end);
    }
    case 'cut': {
      const end = Number(constants.End);
      return () => (values[to] = cut(values[first], end));
    }
    case 'frame': {
      const [start, end] = [String(constants.Strings_0), String(constants.Strings_2)];
      return () => (values[to] = start + values[first] + end);
    }
    case 'parse':
      return () => (values[to] = parse(values[first]));
    case 'get': {
      const key = String(constants.Key);
      return () => (values[to] = get(values[first], key));
    }
    case 'set': {
      const key = String(constants.Key);
      return () => (values[to] = set(values[first], key, values[second ?? 0]));
    }
    case 'write':
      return () => (values[to] = JSON.stringify(values[first]));
    default:
      throw new Error(`${kind} has no value`);
  }
}

/**
 * @param {Node[]} nodes
 * @returns {import('./engine.js').Running}
 */
function loadPulses(nodes) {
  const counts = nodes.map(() => 0);
  const counters = nodes.flatMap(({ kind }, node) =>
    kind === 'counter' ? [() => (counts[node] = (counts[node] ?? 0) + 1)] : [],
  );
  const sequence = () => {
    for (const count of counters) count();
  };
  const repeats = Number(nodes[0]?.constants.Repeats);
  return {
    round() {
      for (let index = 0; index < repeats; index++) sequence();
    },
    result: (node) => counts[node] ?? 0,
    close() {},
  };
}
