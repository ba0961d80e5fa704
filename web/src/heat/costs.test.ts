import { expect, test } from 'vitest';

import { heatOf, rowsOf, runsText, sorted, timeText } from './costs';

const costs = [
  ['a', 60, 300],
  ['b', 600, 100],
  ['c', 30, 0],
] as const;

test('what a second took is told for each frame, and as a part of all', () => {
  const [a, b, c] = rowsOf(costs, 60);
  expect(a).toEqual({ op: 'a', micros: 5, runs: 1, share: 0.75 });
  expect(b).toMatchObject({ runs: 10, share: 0.25 });
  expect(c).toMatchObject({ runs: 0.5, share: 0 });
  // A page that drew nothing is one frame.
  expect(rowsOf(costs, 0)[0]).toMatchObject({ micros: 300, runs: 60 });
});

test('they stand by their time or by their runs', () => {
  const rows = rowsOf(costs, 60);
  expect(sorted(rows, 'micros').map(({ op }) => op)).toEqual(['a', 'b', 'c']);
  expect(sorted(rows, 'runs').map(({ op }) => op)).toEqual(['b', 'a', 'c']);
});

test('the hottest is 1, and what took nothing is cold', () => {
  const heat = heatOf(rowsOf(costs, 60));
  expect(heat.get('a')).toBe(1);
  expect(heat.get('b')).toBeCloseTo(Math.sqrt(1 / 3));
  expect(heat.get('c')).toBe(0);
  expect(heatOf(rowsOf([['a', 1, 0]], 1)).get('a')).toBe(0);
});

test('times and runs are told with what can be known of them', () => {
  expect([1.234, 123.4, 12_340].map(timeText)).toEqual(['1.2 µs', '123 µs', '12.34 ms']);
  expect([1, 0.5, 250.4].map(runsText)).toEqual(['1', '0.50', '250']);
});
