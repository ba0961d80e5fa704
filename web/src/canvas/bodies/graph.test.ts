import { expect, test } from 'vitest';

import { rangeOf, Trace } from './graph';

test('a trace keeps the last values, oldest first', () => {
  const trace = new Trace(3);
  for (const value of [1, 2, 3, 4]) trace.push(value);
  expect([0, 1, 2].map((index) => trace.at(index))).toEqual([2, 3, 4]);
  expect(trace.length).toBe(3);
});

test('a range spans all lines and leaves out what is no number', () => {
  const [one, two] = [new Trace(4), new Trace(4)];
  one.push(-1);
  one.push(NaN);
  two.push(5);
  two.push(Infinity);
  expect(rangeOf([one, two])).toEqual({ low: -1, high: 5 });
});

test('without a value the range is empty', () => {
  expect(rangeOf([new Trace(4)])).toEqual({ low: 0, high: 0 });
});
