/** The graphs as patches of ours, in the page's runtime. */

import { startRuntime } from '../runtime.js';

/** @typedef {import('./engine.js').Kind} Kind */

/**
 * The op of each kind, the inputs that are linked, and the output that goes on.
 *
 * @type {Record<Kind, { op: string, inputs: string[], output: string }>}
 */
const ops = {
  sum: { op: 'Ops.Math.Sum', inputs: ['number1', 'number2'], output: 'result' },
  range: { op: 'Ops.Math.MapRange', inputs: ['value'], output: 'result' },
  smooth: { op: 'Ops.Anim.Smooth', inputs: ['Value'], output: 'Result' },
  text: { op: 'Ops.String.NumberToString', inputs: ['Number'], output: 'Result' },
  concat: { op: 'Ops.String.Concat', inputs: ['Strings_0'], output: 'String' },
  cut: { op: 'Ops.String.SubString', inputs: ['String'], output: 'Result' },
  frame: { op: 'Ops.String.Concat', inputs: ['Strings_1'], output: 'String' },
  parse: { op: 'Ops.Json.ParseObject', inputs: ['JSON String'], output: 'Result' },
  get: { op: 'Ops.Json.ObjectGetNumber', inputs: ['Data'], output: 'Result' },
  set: { op: 'Ops.Json.ObjectSetNumber', inputs: ['Object', 'Number'], output: 'Result Object' },
  write: { op: 'Ops.Json.ObjectStringify', inputs: ['Object'], output: 'Result' },
  repeat: { op: 'Ops.Trigger.Repeat', inputs: ['Execute'], output: 'Next' },
  sequence: { op: 'Ops.Trigger.Sequence', inputs: ['exe'], output: 'trigger' },
  counter: { op: 'Ops.Trigger.TriggerCounter', inputs: ['exe'], output: 'timesTriggered' },
};

/** @type {import('./engine.js').Engine} */
export const ropewalk = {
  async load({ nodes, frames, pulses }) {
    const id = (/** @type {number} */ node) => `op${node}`;
    const links = nodes.flatMap(({ kind, from, slot = 0 }, to) =>
      from.map((node, input) => {
        const before = nodes[node]?.kind ?? 'sum';
        const port = before === 'sequence' ? `trigger ${slot}` : ops[before].output;
        return {
          from: { op: id(node), port },
          to: { op: id(to), port: ops[kind].inputs[input] },
        };
      }),
    );
    // Without a tick each would ask for the frames of the screen.
    const ticked = nodes.flatMap(({ kind }, node) => (kind === 'smooth' ? [node] : []));
    const tick = frames ? [{ id: 'tick', op: 'Ops.Trigger.Sequence', x: 0, y: 0, values: {} }] : [];
    const ticks = ticked.map((node) => ({
      from: { op: 'tick', port: 'trigger 0' },
      to: { op: id(node), port: 'Update' },
    }));
    const runtime = await startRuntime({
      ops: nodes
        .map(({ kind, constants }, node) => {
          return { id: id(node), op: ops[kind].op, x: 0, y: 0, values: constants };
        })
        .concat(tick),
      links: [...links, ...ticks],
    });
    return {
      round: pulses
        ? () => runtime.press('op0', 'Execute')
        : (value) => {
            // One gesture: the history does not grow.
            runtime.edit({ type: 'set', op: 'op0', port: 'number1', value }, 1);
            if (frames) runtime.press('tick', 'exe');
          },
      result(node) {
        const { kind } = nodes[node] ?? { kind: 'sum' };
        const text = runtime.inspect(id(node), ops[kind].output, true);
        return Number.isNaN(Number(text)) ? text : Number(text);
      },
      close: () => runtime.stop(),
    };
  },
};
