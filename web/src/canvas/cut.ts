import type { Point } from '../lib/editor.svelte';

/** A cable that is seen, as points along it in the canvas's own pixels. */
export type Sampled = { key: string; points: readonly Point[] };

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
