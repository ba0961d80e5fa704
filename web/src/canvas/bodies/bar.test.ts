import { expect, test } from 'vitest';

import { barOf, EMPTY, widen } from './bar';

test('the range grows with what comes, and not with what is no number', () => {
  const range = [2, NaN, -2, Infinity].reduce(widen, EMPTY);
  expect(range).toEqual({ low: -2, high: 2 });
});

test('a bar reaches from 0 to the number', () => {
  const range = { low: -1, high: 3 };
  expect(barOf(3, range)).toEqual({ start: 0.25, length: 0.75 });
  expect(barOf(-1, range)).toEqual({ start: 0, length: 0.25 });
  expect(barOf(0, range)).toEqual({ start: 0.25, length: 0 });
  expect(barOf(Infinity, range)).toEqual({ start: 0.25, length: 0.75 });
});

test('where 0 is outside of the range the bar begins at its edge', () => {
  expect(barOf(15, { low: 10, high: 20 })).toEqual({ start: 0, length: 0.5 });
  expect(barOf(-15, { low: -20, high: -10 })).toEqual({ start: 0.5, length: 0.5 });
});

test('without a range, or without a number, there is no bar', () => {
  expect(barOf(1, EMPTY)).toEqual({ start: 0, length: 0 });
  expect(barOf(1, { low: 1, high: 1 })).toEqual({ start: 0, length: 0 });
  expect(barOf(NaN, { low: 0, high: 1 })).toEqual({ start: 0, length: 0 });
});
