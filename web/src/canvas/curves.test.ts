import { getBezierPath, Position } from '@xyflow/svelte';
import { expect, test } from 'vitest';

import { curve, CURVATURE, passes, pointsOf } from './curves';

const at = (x: number, y: number) => ({ x, y });

test('a curve is the one that the canvas library draws', () => {
  for (const [from, to] of [
    [at(10, 20), at(110, 220)],
    [at(10, 220), at(110, 20)],
  ] as const) {
    const { bend, bend2 } = curve('k', from, to);
    const [path] = getBezierPath({
      sourceX: from.x,
      sourceY: from.y,
      sourcePosition: Position.Bottom,
      targetX: to.x,
      targetY: to.y,
      targetPosition: Position.Top,
      curvature: CURVATURE,
    });
    expect(path).toBe(
      `M${from.x},${from.y} C${bend.x},${bend.y} ${bend2.x},${bend2.y} ${to.x},${to.y}`,
    );
  }
});

test('the points of a curve go from end to end', () => {
  const points = pointsOf(curve('k', at(0, 0), at(0, 80)), 8);
  expect(points).toHaveLength(11);
  expect(points[0]).toEqual(at(0, 0));
  expect(points[5]).toEqual(at(0, 40));
  expect(points.at(-1)).toEqual(at(0, 80));
});

test('a curve passes what is near it, and nothing beside or beyond its ends', () => {
  const straight = curve('k', at(0, 0), at(0, 80));
  expect(passes(straight, at(7, 40), 8)).toBe(true);
  expect(passes(straight, at(9, 40), 8)).toBe(false);
  expect(passes(straight, at(0, 89), 8)).toBe(false);
  // In what its points span, and far from it.
  expect(passes(curve('k', at(0, 0), at(200, 200)), at(190, 10), 8)).toBe(false);
  expect(passes(curve('k', at(0, 0), at(200, 200)), at(100, 100), 8)).toBe(true);
});

test('a curve without length is a point', () => {
  const point = curve('k', at(5, 5), at(5, 5));
  expect(passes(point, at(5, 10), 8)).toBe(true);
  expect(passes(point, at(5, 20), 8)).toBe(false);
});
