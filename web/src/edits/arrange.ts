import { nodeTypeOf } from '../canvas/decorations';
import type { Editor } from '../lib/editor.svelte';
import { GRID, snap } from '../lib/grid';
import type { Rect } from '../lib/place';
import type { Command, Place } from '../lib/protocol';

import { tidied } from './tidy';

/** What is arranged: something with a place and a size. */
export type Item = Rect & { id: string };

export type Edge = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom';

/** Where things are once one edge of them is in one line: that of the outermost. */
export function aligned(items: readonly Item[], edge: Edge): Place[] {
  const isAcross = edge === 'left' || edge === 'center' || edge === 'right';
  const [at, size] = isAcross ? (['x', 'width'] as const) : (['y', 'height'] as const);
  const least = Math.min(...items.map((item) => item[at]));
  const most = Math.max(...items.map((item) => item[at] + item[size]));
  return items.map((item) => {
    const room = most - least - item[size];
    const share = edge === 'left' || edge === 'top' ? 0 : edge === 'right' || edge === 'bottom';
    const moved = least + (share === 0 ? 0 : share ? room : room / 2);
    return { id: item.id, x: item.x, y: item.y, [at]: snap(moved) };
  });
}

/**
 * Where things are once there is as much room between each two: the outermost stay, or, where they
 * leave too little room, the first does.
 */
export function distributed(items: readonly Item[], axis: 'x' | 'y'): Place[] {
  const size = axis === 'x' ? 'width' : 'height';
  const sorted = [...items].sort((a, b) => a[axis] - b[axis]);
  const [first] = sorted;
  if (!first) return [];
  const end = Math.max(...items.map((item) => item[axis] + item[size]));
  const taken = items.reduce((sum, item) => sum + item[size], 0);
  const gap = Math.max((end - first[axis] - taken) / Math.max(items.length - 1, 1), GRID);
  let at = first[axis];
  return sorted.map((item) => {
    const place = { id: item.id, x: item.x, y: item.y, [axis]: snap(at) };
    at += item[size] + gap;
    return place;
  });
}

const EDGES: Record<Edge, string> = {
  left: 'left',
  center: 'centre',
  right: 'right',
  top: 'top',
  middle: 'middle',
  bottom: 'bottom',
};

/** Aligns the selected ops at one edge. */
export function align(editor: Editor, edge: Edge): void {
  arrange(editor, 2, `Align ${EDGES[edge]}`, (items) => aligned(items, edge));
}

/** Leaves as much room between each two of the selected ops. */
export function distribute(editor: Editor, axis: 'x' | 'y'): void {
  const label = axis === 'x' ? 'Distribute across' : 'Distribute down';
  arrange(editor, 3, label, (items) => distributed(items, axis));
}

/** Lays the selected ops out along their cables; all that are seen, where fewer than two are. */
export function tidy(editor: Editor): void {
  const { patch } = editor;
  const boxes = editor.view?.boxes() ?? [];
  const isSelection = editor.selectedOps.length > 1;
  const shown = new Set(boxes.map(({ op }) => op));
  const links = patch.cables.flatMap(({ link }) => {
    const from = patch.boxAt(editor.level, link.from.op);
    const to = patch.boxAt(editor.level, link.to.op);
    if (!from || !to || !shown.has(from) || !shown.has(to)) return [];
    return [{ from: from.id, to: to.id }];
  });
  arrange(editor, isSelection ? 2 : 0, 'Tidy', (items) => tidied(items, links));
}

/** Moves the selected ops, if they are at least so many, as one step; with 0, all that are seen. */
function arrange(
  editor: Editor,
  least: number,
  label: string,
  placesOf: (items: Item[]) => Place[],
): void {
  const selected = new Set(editor.selectedOps);
  if (selected.size < least) {
    editor.toasts.info(`${label}: select ${least} ops or more.`);
    return;
  }
  const boxes = editor.view?.boxes() ?? [];
  // Comments and areas stand where a person has put them, unless they are selected too.
  const items = boxes
    .filter(({ op }) => (least === 0 ? nodeTypeOf(op) === 'op' : selected.has(op)))
    .map(({ op, rect }) => ({ ...rect, id: op.id }));
  const moves = placesOf(items).filter(({ id, x, y }) => {
    const op = editor.patch.ops.get(id);
    return op && (op.x !== x || op.y !== y);
  });
  if (moves.length === 0) return;
  const commands: Command[] = [{ type: 'move', ops: moves }];
  editor.apply({ type: 'batch', label, commands });
}
