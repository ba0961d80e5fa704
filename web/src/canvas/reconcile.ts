import type { Edge, Node } from '@xyflow/svelte';

import type { Cable, Op, Patch } from '../lib/patch.svelte';

import { AREA, nameOf, nodeTypeOf } from './decorations';

export type OpNode = Node<{ op: Op }, 'op' | 'decoration'>;
export type CableEdge = Edge<{ cable: Cable }, 'cable'>;

/** What the library would measure of a box: its size, and where its ports are. */
export type Outline = Required<Pick<OpNode, 'measured' | 'handles'>>;

/**
 * The canvas's nodes for the ops of the patch.
 *
 * A node whose op did not change stays the same object: the library draws anew whatever is not,
 * which takes seconds on a big patch. With `outlineOf` a new node has its size and ports before it is
 * drawn: those without are all drawn once to be measured, be they on the screen or not.
 */
export function reconcileNodes(
  previous: readonly OpNode[],
  ops: Iterable<Op>,
  outlineOf?: (op: Op) => Outline | null,
): OpNode[] {
  const byId = new Map(previous.map((node) => [node.id, node]));
  return Array.from(ops, (op) => {
    const node = byId.get(op.key);
    const ariaLabel = nameOf(op);
    if (!node) {
      const outline = outlineOf?.(op);
      const fresh: OpNode = {
        id: op.key,
        type: nodeTypeOf(op),
        ...(op.info.name === AREA && BEHIND),
        ...(outline && { measured: outline.measured }),
        position: { x: op.x, y: op.y },
        data: { op },
        ariaLabel,
      };
      // No copy of the node has them: they are as old as the node, and the library looks itself
      // where the ports are once it is drawn.
      if (outline) Object.defineProperty(fresh, 'handles', { value: outline.handles });
      return fresh;
    }
    const isUnmoved = node.position.x === op.x && node.position.y === op.y;
    if (isUnmoved && node.ariaLabel === ariaLabel) return node;
    return { ...node, position: { x: op.x, y: op.y }, ariaLabel };
  });
}

/** Below all else, also while it is selected, and moved by its title alone. */
const BEHIND = { zIndex: -2000, dragHandle: '.area-title' };

/**
 * The canvas's edges for the cables that are seen in a subpatch or at the top, under the same rule:
 * what leads into another subpatch ends at its box.
 */
export function reconcileEdges(
  previous: readonly CableEdge[],
  cables: readonly Cable[],
  patch: Patch,
  level: string | null,
): CableEdge[] {
  const byId = new Map(previous.map((edge) => [edge.id, edge]));
  const edges: CableEdge[] = [];
  for (const cable of cables) {
    const from = patch.boxAt(level, cable.link.from.op);
    const to = patch.boxAt(level, cable.link.to.op);
    // What stays inside of one box is not seen.
    if (!from || !to || (from === to && from.isSubpatch)) continue;
    // A cable whose op is not there cannot be drawn; the op's mark says what is wrong.
    const source = patch.portOn(from, cable.link.from, true);
    const target = patch.portOn(to, cable.link.to, false);
    if (!source || !target) continue;
    const edge = byId.get(cable.key);
    const sourceHandle = source.handle;
    const targetHandle = target.handle;
    if (
      edge?.source === from.key &&
      edge.target === to.key &&
      edge.sourceHandle === sourceHandle &&
      edge.targetHandle === targetHandle
    ) {
      edges.push(edge);
      continue;
    }
    edges.push({
      id: cable.key,
      type: 'cable',
      source: from.key,
      sourceHandle,
      target: to.key,
      targetHandle,
      data: { cable },
      ariaLabel: `Cable from ${from.label}, ${source.name}, to ${to.label}, ${target.name}`,
    });
  }
  return edges;
}
