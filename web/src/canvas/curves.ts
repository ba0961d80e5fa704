import { type InternalNode, Position } from '@xyflow/svelte';

import type { Point } from '../lib/editor.svelte';

import type { CableEdge, OpNode } from './reconcile';

/** How far a cable bends that leads back, as the canvas library has it. */
export const CURVATURE = 0.3;

/** How near to a cable the pointer is on it, in pixels of the canvas. */
export const CABLE_WITHIN = 8;

/** A cable as it is drawn: a cubic Bézier curve, in the canvas's own pixels. */
export type Curve = { key: string; from: Point; bend: Point; bend2: Point; to: Point };

/** What a cable is drawn between: the library knows where the ports of each box are. */
export type Boxes = (key: string) => InternalNode<OpNode> | undefined;

/** The curves of cables; those without a place are left out. */
export function curvesOf(edges: readonly CableEdge[], boxes: Boxes): Curve[] {
  return edges.flatMap((edge) => {
    const from = placeOf(boxes(edge.source), 'source', edge.sourceHandle);
    const to = placeOf(boxes(edge.target), 'target', edge.targetHandle);
    return from && to ? [curve(edge.id, from, to)] : [];
  });
}

/** The curves of very many cables, of which few change at a time. */
export class Curves {
  #last = new Map<string, { edge: CableEdge; ends: readonly unknown[]; curve: Curve }>();

  /** The curves by the cables' keys; those without a place are left out. */
  of(edges: readonly CableEdge[], boxes: Boxes): Map<string, Curve> {
    const last = this.#last;
    this.#last = new Map();
    const curves = new Map<string, Curve>();
    for (const edge of edges) {
      const [from, to] = [boxes(edge.source), boxes(edge.target)];
      let one = last.get(edge.id);
      if (one?.edge !== edge || one.ends[0] !== from || one.ends[1] !== to) {
        const [curve] = curvesOf([edge], boxes);
        if (!curve) continue;
        one = { edge, ends: [from, to], curve };
      }
      this.#last.set(edge.id, one);
      curves.set(edge.id, one.curve);
    }
    return curves;
  }
}

/** The curve from an output down to an input. */
export function curve(key: string, from: Point, to: Point): Curve {
  const down = to.y - from.y;
  const reach = down >= 0 ? down / 2 : CURVATURE * 25 * Math.sqrt(-down);
  return {
    key,
    from,
    bend: { x: from.x, y: from.y + reach },
    bend2: { x: to.x, y: to.y - reach },
    to,
  };
}

function placeOf(
  box: InternalNode<OpNode> | undefined,
  type: 'source' | 'target',
  handle: string | null | undefined,
): Point | null {
  const port = box?.internals.handleBounds?.[type]?.find(({ id }) => id === handle);
  if (!box || !port) return null;
  const { x, y } = box.internals.positionAbsolute;
  const below = port.position === Position.Bottom ? port.height : 0;
  return { x: x + port.x + port.width / 2, y: y + port.y + below };
}

/** Points along a curve, so that straight lines between them come as near as `step` pixels. */
export function pointsOf({ from, bend, bend2, to }: Curve, step: number): Point[] {
  const length = far(from, bend) + far(bend, bend2) + far(bend2, to);
  const count = Math.min(Math.max(Math.ceil(length / step), 1), MOST_POINTS);
  return Array.from({ length: count + 1 }, (_, index) => {
    const t = index / count;
    const u = 1 - t;
    const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
    return {
      x: a * from.x + b * bend.x + c * bend2.x + d * to.x,
      y: a * from.y + b * bend.y + c * bend2.y + d * to.y,
    };
  });
}

/** Whether a curve passes a point within so many pixels. */
export function passes(curve: Curve, at: Point, within: number): boolean {
  const { from, bend, bend2, to } = curve;
  // It lies within what its four points span, and those in the middle are above or below the others.
  if (at.x < Math.min(from.x, to.x) - within || at.x > Math.max(from.x, to.x) + within)
    return false;
  if (at.y < Math.min(from.y, bend2.y, to.y) - within) return false;
  if (at.y > Math.max(from.y, bend.y, to.y) + within) return false;
  return pointsOf(curve, within).some((point, index, points) => {
    const next = points[index + 1];
    return next !== undefined && toLine(at, point, next) <= within;
  });
}

/** How far a point is from a straight line between two others. */
function toLine(at: Point, from: Point, to: Point): number {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const square = x * x + y * y;
  const along = square === 0 ? 0 : ((at.x - from.x) * x + (at.y - from.y) * y) / square;
  const part = Math.min(Math.max(along, 0), 1);
  return Math.hypot(at.x - from.x - part * x, at.y - from.y - part * y);
}

function far(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

const MOST_POINTS = 256;
