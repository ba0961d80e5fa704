import { expect, test } from 'vitest';

import { Samples } from './samples';

const values = (entries: Record<string, number>) => new Map(Object.entries(entries));

test('numbers are kept by time, and what is none is a gap', () => {
  const samples = new Samples(10);
  samples.push(1, values({ a: 1 }));
  samples.push(2, values({ a: Number.NaN, b: 5 }));
  samples.push(3, values({ a: 3, b: 6 }));
  expect(samples.since(0, ['a', 'b'])).toEqual([
    [1, 2, 3],
    [1, null, 3],
    [null, 5, 6],
  ]);
  expect(samples.since(2, ['b', 'c'])).toEqual([
    [2, 3],
    [5, 6],
    [null, null],
  ]);
});

test('the range is that of what is looked at', () => {
  const samples = new Samples(10);
  for (const [time, a] of [5, -2, 3, 1].entries()) samples.push(time, values({ a }));
  expect(samples.range(0, 'a')).toEqual([-2, 5]);
  expect(samples.range(2, 'a')).toEqual([1, 3]);
  expect(samples.range(9, 'a')).toBeNull();
  expect([samples.end, samples.last('a'), samples.last('b')]).toEqual([3, 1, NaN]);
  expect(samples.range(0, 'b')).toBeNull();
});

test('it never holds more than twice what was asked for, and never less', () => {
  const samples = new Samples(100);
  for (let time = 0; time < 1000; time += 1) {
    samples.push(time, values({ a: time }));
    expect(samples.length).toBeLessThan(200);
    if (time > 100) expect(samples.length).toBeGreaterThanOrEqual(100);
  }
  expect(samples.range(0, 'a')?.[1]).toBe(999);
});

test('what is plotted no more is forgotten', () => {
  const samples = new Samples(10);
  samples.push(1, values({ a: 1, b: 2 }));
  samples.push(2, values({ b: 3 }));
  expect(samples.since(0, ['a'])).toEqual([
    [1, 2],
    [null, null],
  ]);
  samples.clear();
  expect(samples.length).toBe(0);
});
