import type { Edge, Node } from '@xyflow/svelte';

import type { Cable, Op } from '../lib/patch.svelte';

export type OpNode = Node<{ op: Op }, 'op'>;
export type CableEdge = Edge<{ cable: Cable }, 'cable'>;

/**
 * The canvas's nodes for the ops of the patch.
 *
 * A node whose op did not change stays the same object: the library draws anew whatever is not,
 * which takes seconds on a big patch.
 */
export function reconcileNodes(previous: readonly OpNode[], ops: Iterable<Op>): OpNode[] {
  const byId = new Map(previous.map((node) => [node.id, node]));
  return Array.from(ops, (op) => {
    const node = byId.get(op.key);
    if (!node) {
      return {
        id: op.key,
        type: 'op',
        position: { x: op.x, y: op.y },
        data: { op },
        ariaLabel: op.label,
      };
    }
    const isUnmoved = node.position.x === op.x && node.position.y === op.y;
    if (isUnmoved && node.ariaLabel === op.label) return node;
    return { ...node, position: { x: op.x, y: op.y }, ariaLabel: op.label };
  });
}

/** The canvas's edges for the cables of the patch, under the same rule. */
export function reconcileEdges(
  previous: readonly CableEdge[],
  cables: readonly Cable[],
  ops: ReadonlyMap<string, Op>,
): CableEdge[] {
  const byId = new Map(previous.map((edge) => [edge.id, edge]));
  const edges: CableEdge[] = [];
  for (const cable of cables) {
    const edge = byId.get(cable.key);
    const from = ops.get(cable.link.from.op);
    const to = ops.get(cable.link.to.op);
    // A cable whose op is not there cannot be drawn; the op's mark says what is wrong.
    const fromPort = from?.info.outputs.findIndex((port) => port.name === cable.link.from.port);
    const toPort = to?.info.inputs.findIndex((port) => port.name === cable.link.to.port);
    if (!from || !to || fromPort === -1 || toPort === -1) continue;
    if (edge) {
      edges.push(edge);
      continue;
    }
    edges.push({
      id: cable.key,
      type: 'cable',
      source: from.key,
      sourceHandle: `o${fromPort}`,
      target: to.key,
      targetHandle: `i${toPort}`,
      data: { cable },
      ariaLabel: `Cable from ${from.label}, ${cable.link.from.port}, to ${to.label}, ${cable.link.to.port}`,
    });
  }
  return edges;
}
