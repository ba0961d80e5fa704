import { bare } from './bare.js';
import * as graphs from './graphs.js';
import { litegraph } from './litegraph.js';
import { ropewalk } from './ropewalk.js';

/** @typedef {import('./engine.js').Graph} Graph */
/** @typedef {import('./engine.js').Running} Running */

const engines = { ropewalk, litegraph, bare };

/** @typedef {keyof typeof engines} Name */

/** @typedef {{ median: number, least: number }} Times `least` is that of the luckiest run. */

/** Runs of each; the median counts. */
const RUNS = 61;

/** Runs before them, which are not counted. */
const WARMING = 5;

/**
 * About how many ops a run updates: few, so that on a busy machine most runs are not interrupted.
 */
const OPS_A_RUN = 50_000;

/** @type {Record<string, () => Graph>} */
const made = {
  'chain of 1,000 Sum': () => graphs.chain(1_000),
  'chain of 10,000 Sum': () => graphs.chain(10_000),
  'chain of 100,000 Sum': () => graphs.chain(100_000),
  'fan-out to 10,000 Sum': () => graphs.fan(10_000),
  'grid of 100 × 100 Sum': () => graphs.grid(100),
  '1,000 MapRange and Smooth': () => graphs.smooth(1_000),
  '10,000 pulses by Repeat and Sequence': () => graphs.pulses(1_000, 9),
  'strings, chain of 1,000': () => graphs.strings(500),
  'JSON, chain of 500': () => graphs.json(100),
};

/** What is left out, as it takes minutes to load. */
const left = { 'chain of 100,000 Sum': ['litegraph'] };

export const all = Object.keys(made);

/**
 * @param {string} what One of `all`.
 * @returns {Promise<Partial<Record<Name, Times>>>} Nanoseconds per op or pulse.
 */
export async function measure(what) {
  const graph = made[what]?.() ?? graphs.chain(1);
  const count = graph.pulses ?? graph.nodes.length - 1;
  const names = /** @type {Name[]} */ (Object.keys(engines)).filter(
    (name) => !(/** @type {Record<string, string[]>} */ (left)[what]?.includes(name)),
  );
  const loaded = [];
  for (const name of names) {
    loaded.push({
      name,
      long: await engines[name].load(graph),
      // What a round costs by itself, an edit above all.
      short: await engines[name].load(alone(graph)),
      times: /** @type {number[]} */ ([]),
      idle: /** @type {number[]} */ ([]),
    });
  }
  const rounds = Math.ceil(OPS_A_RUN / count);
  let number = 0;
  // In turn, so that all have the same luck with the machine.
  for (let run = -WARMING; run < RUNS; run++) {
    for (const { long, short, times, idle } of loaded) {
      const per = rounds * count;
      const [time, without] = [long, short].map((it) => timed(it, number, rounds, graph) / per);
      if (run < 0) continue;
      times.push(time ?? NaN);
      idle.push(without ?? NaN);
    }
    number += rounds;
  }
  if (graph.frames)
    await rest(
      graph,
      loaded.map(({ long }) => long),
      number,
    );
  compare(graph, loaded);
  for (const { long, short } of loaded) {
    long.close();
    short.close();
  }
  return Object.fromEntries(loaded.map(({ name, times, idle }) => [name, summary(times, idle)]));
}

/**
 * @param {Graph} graph
 * @returns {Graph} Just what is told of each round.
 */
function alone({ nodes, frames, pulses }) {
  const [first] = nodes;
  if (!first) throw new Error('there is no node');
  if (pulses) return { nodes: [{ ...first, constants: { Repeats: 0 } }], ends: [], pulses };
  return { nodes: [first], ends: [], ...(frames && { frames }) };
}

/**
 * @param {Running} running
 * @param {number} number
 * @param {number} rounds
 * @param {Graph} graph
 * @returns {number} Nanoseconds, for all rounds.
 */
function timed(running, number, rounds, graph) {
  const start = performance.now();
  for (let round = 1; round <= rounds; round++) running.round(input(number + round, graph));
  return (performance.now() - start) * 1e6;
}

/**
 * Numbers that differ from each other. None is so large that its last digit would be lost in a sum;
 * those for ranges are in all of them.
 *
 * @param {number} number
 * @param {Graph} graph
 */
function input(number, { frames }) {
  const whole = 1 + (number % 4096);
  return frames ? whole / 4097 : whole;
}

/**
 * Rounds until what follows softly has arrived.
 *
 * @param {Graph} graph
 * @param {Running[]} running
 * @param {number} number
 */
async function rest(graph, running, number) {
  const end = performance.now() + 2_000;
  while (performance.now() < end) {
    for (const each of running) each.round(input(number, graph));
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/**
 * @param {Graph} graph
 * @param {{ name: string, long: Running }[]} loaded
 */
function compare({ nodes, ends, frames }, loaded) {
  for (const end of ends) {
    const [expected, ...others] = loaded.map(({ long }) => long.result(end));
    if (!expected) throw new Error(`${nodes[end]?.kind} ${end} has not computed anything`);
    others.forEach((result, index) => {
      // Those that follow do so by a clock, and have nearly arrived.
      const same =
        frames && typeof result === 'number' && typeof expected === 'number'
          ? Math.abs(result - expected) <= 1e-6 * Math.abs(expected)
          : result === expected;
      const { name } = loaded[index + 1] ?? { name: '' };
      if (!same) throw new Error(`${nodes[end]?.kind} ${end} is ${expected}, in ${name} ${result}`);
    });
  }
}

/**
 * @param {number[]} times
 * @param {number[]} idle What of them is not for the ops.
 * @returns {Times}
 */
function summary(times, idle) {
  return {
    median: median(times) - median(idle),
    least: Math.min(...times) - Math.min(...idle),
  };
}

/** @param {number[]} times */
function median(times) {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}
