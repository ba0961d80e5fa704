import { expect, test } from 'vitest';

import type { Key } from '../lib/protocol';

import { clockText, grained, placeOf, put, rangeOf, spanOf, ticks, type Track } from './keys';

const track = (...times: number[]): Track => ({
  op: 'sum',
  port: 'number1',
  animation: { loop: 'off', keys: times.map((time) => ({ time, value: time * 10 })) },
});

test('a key is put in the place of another, or added', () => {
  const key: Key = { time: 1, value: 2, easing: 'linear' };
  const command = { type: 'keys', op: 'sum', port: 'number1', add: [key] };
  expect(put(track(0, 1), 1, key)).toEqual({ ...command, remove: [1] });
  expect(put(track(0, 1), null, key)).toEqual({ ...command, remove: [] });
});

test('the place of a key follows from its time', () => {
  expect(placeOf(track(0, 1, 2), 0, 1.5)).toBe(1);
  expect(placeOf(track(0, 1, 2), 2, 0.5)).toBe(1);
  expect(placeOf(track(0, 1, 2), null, 0.5)).toBe(1);
  // After those that are at that time.
  expect(placeOf(track(0, 1, 1), null, 1)).toBe(3);
  expect(placeOf(track(0, 1, 2), 1, 1)).toBe(1);
});

test('what is shown takes in all keys, and is never too short', () => {
  expect(spanOf([])).toBe(5);
  expect(spanOf([track(1, 2)])).toBe(5);
  expect(spanOf([track(1), track(0, 100)])).toBe(120);
});

test('a time is put on the grain and not below 0', () => {
  expect(grained(1.23456)).toBe(1.23);
  expect(grained(-3)).toBe(0);
  expect(grained(0.07)).toBe(0.07);
});

test('a ruler has some eight round numbers', () => {
  expect(ticks(5)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(ticks(0.5)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
  expect(ticks(120).slice(0, 3)).toEqual([0, 20, 40]);
  for (const span of [5, 7.3, 60, 999, 1e5]) {
    expect(ticks(span).length).toBeGreaterThan(3);
    expect(ticks(span).length).toBeLessThan(12);
  }
});

test('the range of a curve is never empty', () => {
  expect(rangeOf([1, 3, 2], [])).toEqual([1, 3]);
  expect(rangeOf([1], [{ time: 0, value: 9 }])).toEqual([1, 9]);
  expect(rangeOf([4, 4], [])).toEqual([3.5, 4.5]);
  expect(rangeOf([], [])).toEqual([0, 1]);
  expect(rangeOf([NaN, Infinity, 2, 5], [])).toEqual([2, 5]);
});

test('a time is written as a clock shows it', () => {
  expect(clockText(0)).toBe('0:00.00');
  expect(clockText(4.5)).toBe('0:04.50');
  expect(clockText(0.29)).toBe('0:00.29');
  expect(clockText(59.999)).toBe('0:59.99');
  expect(clockText(3661.25)).toBe('61:01.25');
});
