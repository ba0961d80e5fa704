import { startRuntime } from './runtime.js';

const OPS = 10_000;
const ROUNDS = 50;
const RUNS = 15;

/**
 * A number through a chain of ops that add one, beside the same chain of JavaScript functions.
 *
 * What an edit costs by itself is measured with a chain of one op and subtracted.
 *
 * @returns {Promise<{ ops: number, graph: number, calls: number, edit: number }>} Medians, in
 *   nanoseconds: per op, and for `edit` per round.
 */
export async function measureChain() {
  const long = await edited(OPS + 1);
  const short = await edited(1);
  const functions = Array.from({ length: OPS }, (_, op) => adder(op));
  let seed = 0;
  const calls = () => {
    seed += 1;
    const sum = functions.reduce((sum, add) => add(sum), seed);
    if (sum !== seed + OPS) throw new Error(`${sum} is not the sum`);
  };
  /** @type {{ long: number, short: number, calls: number }[]} */
  const runs = [];
  // In turn, so that all have the same luck with the machine.
  for (let run = 0; run < RUNS; run++) {
    runs.push({ long: time(long), short: time(short), calls: time(calls) });
  }
  return {
    ops: OPS,
    graph: median(runs.map(({ long, short }) => (long - short) / OPS)),
    calls: median(runs.map(({ calls }) => calls / OPS)),
    edit: median(runs.map(({ short }) => short)),
  };
}

/**
 * @param {number} count
 * @returns {Promise<() => void>} Sends a number through a chain of that many ops.
 */
async function edited(count) {
  const ids = Array.from({ length: count }, (_, index) => `op${index}`);
  const last = ids.at(-1) ?? '';
  const runtime = await startRuntime({
    ops: ids.map((id) => ({ id, op: 'Ops.Math.Sum', x: 0, y: 0, values: { number2: 1 } })),
    links: ids.slice(1).map((to, index) => ({
      from: { op: ids[index], port: 'result' },
      to: { op: to, port: 'number1' },
    })),
  });
  let number = 0;
  const send = () => {
    number += 1;
    // One gesture: the history does not grow.
    runtime.edit({ type: 'set', op: 'op0', port: 'number1', value: number }, 1);
  };
  send();
  const sum = Number(runtime.inspect(last, 'result', true));
  if (sum !== number + count) throw new Error(`${sum} is not the sum`);
  return send;
}

/**
 * @param {number} op
 * @returns {(sum: number) => number} A function of its own, as each op has its own state.
 */
function adder(op) {
  const state = { one: op < 0 ? 0 : 1 };
  return (sum) => sum + state.one;
}

/**
 * @param {() => void} round
 * @returns {number} Nanoseconds per round.
 */
function time(round) {
  const start = performance.now();
  for (let i = 0; i < ROUNDS; i++) round();
  return ((performance.now() - start) * 1e6) / ROUNDS;
}

/** @param {number[]} times */
function median(times) {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}
