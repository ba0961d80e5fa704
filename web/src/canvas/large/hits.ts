import type { InternalNode } from '@xyflow/svelte';

import type { Point } from '../../lib/editor.svelte';
import type { Rect } from '../../lib/place';
import { type Curve, passes } from '../curves';
import type { OpNode } from '../reconcile';

/** A box of the canvas as the library knows it, be it an element or not. */
export type Box = InternalNode<OpNode>;

/** Where a box is, in pixels of the canvas; nothing before it was measured. */
export function rectOf({ internals, measured }: Box): Rect | null {
  const { width, height } = measured;
  if (width === undefined || height === undefined) return null;
  const { x, y } = internals.positionAbsolute;
  return { x, y, width, height };
}

/** The key of the box of an op at a place: the last of them, which is above the others. */
export function boxAt(boxes: Iterable<Box>, { x, y }: Point): string | null {
  let found: string | null = null;
  for (const box of boxes) {
    const rect = box.type === 'op' ? rectOf(box) : null;
    if (!rect) continue;
    const [right, below] = [x - rect.x, y - rect.y];
    if (right >= 0 && below >= 0 && right <= rect.width && below <= rect.height) found = box.id;
  }
  return found;
}

/** The key of the cable that passes a place within so many pixels, the last of them. */
export function cableAt(
  curves: ReadonlyMap<string, Curve>,
  at: Point,
  within: number,
): string | null {
  let found: string | null = null;
  for (const [key, curve] of curves) if (passes(curve, at, within)) found = key;
  return found;
}

/** Whether any of a cable may be in a part of the canvas. */
export function mayCross({ x, y, width, height }: Rect, curve: Curve): boolean {
  const { from, bend, bend2, to } = curve;
  if (Math.max(from.x, to.x) < x || Math.min(from.x, to.x) > x + width) return false;
  return Math.max(from.y, bend.y) >= y && Math.min(to.y, bend2.y) <= y + height;
}
