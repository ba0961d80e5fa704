/**
 * The graphs in litegraph.js, as its guide has people write nodes and run them: `getInputData`,
 * `setOutputData`, `triggerSlot`, and `runStep`, which is what `start` calls for each frame.
 */

/* global LiteGraph, LGraph, LGraphNode */

import { cut, follow, get, parse, range, set } from './compute.js';

/** @typedef {import('./engine.js').Node} Node */

LiteGraph.MAX_NUMBER_OF_NODES = 1_000_000;

class Sum extends LGraphNode {
  onExecute() {
    /** @type {number} */
    const first = this.getInputData(0);
    /** @type {number} */
    const second = this.inputs.length > 1 ? this.getInputData(1) : this.properties.number2;
    this.setOutputData(0, first + second);
  }
}

class Source extends LGraphNode {
  onExecute() {
    this.setOutputData(0, this.properties.value);
  }
}

class Range extends LGraphNode {
  onExecute() {
    this.setOutputData(0, range(this.getInputData(0), this.properties['new max']));
  }
}

class Smooth extends LGraphNode {
  state = { moved: performance.now() / 1000, value: 0 };
  onExecute() {
    const now = performance.now() / 1000;
    this.setOutputData(0, follow(this.state, this.getInputData(0), now));
  }
}

class Text extends LGraphNode {
  onExecute() {
    this.setOutputData(0, String(this.getInputData(0)));
  }
}

class Concat extends LGraphNode {
  onExecute() {
    /** @type {string} */
    const text = this.getInputData(0);
    this.setOutputData(0, text + this.properties.Strings_1);
  }
}

class Cut extends LGraphNode {
  onExecute() {
    this.setOutputData(0, cut(this.getInputData(0), this.properties.End));
  }
}

class Frame extends LGraphNode {
  onExecute() {
    const { Strings_0, Strings_2 } = this.properties;
    /** @type {string} */
    const text = this.getInputData(0);
    this.setOutputData(0, Strings_0 + text + Strings_2);
  }
}

class Parse extends LGraphNode {
  onExecute() {
    this.setOutputData(0, parse(this.getInputData(0)));
  }
}

class Get extends LGraphNode {
  onExecute() {
    this.setOutputData(0, get(this.getInputData(0), this.properties.Key));
  }
}

class Set extends LGraphNode {
  onExecute() {
    this.setOutputData(0, set(this.getInputData(0), this.properties.Key, this.getInputData(1)));
  }
}

class Write extends LGraphNode {
  onExecute() {
    this.setOutputData(0, JSON.stringify(this.getInputData(0)));
  }
}

class Repeat extends LGraphNode {
  /** @override */
  onAction() {
    for (let index = 0; index < this.properties.Repeats; index++) this.triggerSlot(0);
  }
}

class Sequence extends LGraphNode {
  /** @override */
  onAction() {
    for (let slot = 0; slot < this.outputs.length; slot++) this.triggerSlot(slot);
  }
}

class Counter extends LGraphNode {
  count = 0;
  /** @override */
  onAction() {
    this.count += 1;
    this.setOutputData(0, this.count);
  }
}

/** @type {Record<import('./engine.js').Kind | 'source', typeof LGraphNode>} */
const types = {
  source: Source,
  sum: Sum,
  range: Range,
  smooth: Smooth,
  text: Text,
  concat: Concat,
  cut: Cut,
  frame: Frame,
  parse: Parse,
  get: Get,
  set: Set,
  write: Write,
  repeat: Repeat,
  sequence: Sequence,
  counter: Counter,
};

for (const [kind, type] of Object.entries(types)) LiteGraph.registerNodeType(`bench/${kind}`, type);

/** @type {import('./engine.js').Engine} */
export const litegraph = {
  load({ nodes, pulses }) {
    const graph = new LGraph();
    // From a file, as adding nodes one by one orders them all each time.
    graph.configure(serialized(nodes, Boolean(pulses)));
    const first = graph.getNodeById(1);
    if (!first) throw new Error('there is no node');
    return Promise.resolve({
      round: pulses
        ? () => first.onAction()
        : (value) => {
            first.properties.value = value;
            graph.runStep(1);
          },
      result: (node) => graph.getNodeById(node + 1)?.outputs[0]?._data ?? NaN,
      close: () => graph.clear(),
    });
  },
};

/**
 * @param {Node[]} nodes
 * @param {boolean} pulses
 */
function serialized(nodes, pulses) {
  const slots = (/** @type {Node} */ { kind }) => {
    const slots = kind === 'sequence' ? nodes.filter((node) => node.kind === 'counter').length : 1;
    const type = kind === 'repeat' || kind === 'sequence' ? LiteGraph.EVENT : 0;
    return Array.from({ length: slots }, (_, slot) => {
      return { name: String(slot), type, links: /** @type {number[]} */ ([]) };
    });
  };
  const made = nodes.map((node, index) => ({
    id: index + 1,
    type: `bench/${index === 0 && !pulses ? 'source' : node.kind}`,
    properties: { ...node.constants },
    inputs: /** @type {{ name: string, type: number, link: number }[]} */ ([]),
    outputs: slots(node),
  }));
  /** @type {[id: number, from: number, slot: number, to: number, input: number, type: number][]} */
  const links = [];
  nodes.forEach(({ from, slot = 0 }, to) => {
    from.forEach((before, input) => {
      const id = links.length + 1;
      const type = pulses ? LiteGraph.ACTION : 0;
      links.push([id, before + 1, slot, to + 1, input, type]);
      made[before]?.outputs[slot]?.links.push(id);
      made[to]?.inputs.push({ name: String(input), type, link: id });
    });
  });
  return { last_node_id: nodes.length, last_link_id: links.length, nodes: made, links };
}
