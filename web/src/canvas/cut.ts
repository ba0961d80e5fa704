import type { Point } from '../lib/editor.svelte';

/** A cable that is seen, as points along it in the canvas's own pixels on the page. */
export type Sampled = { key: string; points: readonly Point[] };

/** How far apart the points of a cable are, in pixels: its curve is drawn about as exactly. */
const STEP = 8;

/** The cables that are drawn on a canvas, where they are now. */
export function sampled(root: HTMLElement): Sampled[] {
  const { left, top } = root.getBoundingClientRect();
  const edges = root.querySelectorAll<SVGElement>('.svelte-flow__edge');
  return Array.from(edges).flatMap((edge) => {
    const path = edge.querySelector<SVGPathElement>('.svelte-flow__edge-path');
    const matrix = path?.getScreenCTM();
    const key = edge.dataset.id;
    if (!path || !matrix || key === undefined) return [];
    const length = path.getTotalLength();
    const count = Math.max(Math.ceil((length * matrix.a) / STEP), 1);
    const points = Array.from({ length: count + 1 }, (_, index) => {
      const { x, y } = path.getPointAtLength((length * index) / count).matrixTransform(matrix);
      return { x: x - left, y: y - top };
    });
    return [{ key, points }];
  });
}

/** Whether a straight stroke crosses a cable. */
export function crosses({ points }: Sampled, from: Point, to: Point): boolean {
  return points.some((point, index) => {
    const next = points[index + 1];
    return next !== undefined && meet(from, to, point, next);
  });
}

/** Whether two straight lines meet, from end to end. */
function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  const sides = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)] as const;
  if (sides.every((it) => it === 0)) {
    // All on one line: they meet where they overlap.
    const overlap = (axis: 'x' | 'y') =>
      Math.max(Math.min(a[axis], b[axis]), Math.min(c[axis], d[axis])) <=
      Math.min(Math.max(a[axis], b[axis]), Math.max(c[axis], d[axis]));
    return overlap('x') && overlap('y');
  }
  return sides[0] * sides[1] <= 0 && sides[2] * sides[3] <= 0;
}

/** On which side of a line a point is: its sign, 0 for on it. */
function side(a: Point, b: Point, point: Point): number {
  return Math.sign((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x));
}
