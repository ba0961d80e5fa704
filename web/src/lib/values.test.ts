import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { WatchedPort } from './protocol';
import { Values } from './values.svelte';

let watched: WatchedPort[][];
let values: Values;

beforeEach(() => {
  vi.useFakeTimers();
  watched = [];
  values = new Values((ports) => watched.push(ports));
});

afterEach(() => {
  vi.useRealTimers();
});

test('a burst of views is one list of watched ports', async () => {
  values.retain(values.cell('sine', 'result', true));
  const release = values.retain(values.cell('viz', 'Number', false));
  values.retain(values.cell('sine', 'result', true));
  await Promise.resolve();
  expect(watched).toEqual([
    [
      { op: 'sine', port: 'result', output: true, long: false },
      { op: 'viz', port: 'Number', output: false, long: false },
    ],
  ]);
  release();
  await Promise.resolve();
  expect(watched.at(-1)).toEqual([{ op: 'sine', port: 'result', output: true, long: false }]);
});

test('values arrive in the order of the list', async () => {
  const number = values.cell('sine', 'result', true);
  const text = values.cell('text', 'String', true);
  values.retain(number);
  values.retain(text);
  await Promise.resolve();
  values.receive(new Float64Array([0.5, NaN]), [[1, 'hello']]);
  expect([number.number, text.text]).toEqual([0.5, 'hello']);
});

test('a cable flows after a change, not after the first value, and comes to rest', async () => {
  const cell = values.cell('sine', 'result', true);
  values.retain(cell);
  await Promise.resolve();
  values.receive(new Float64Array([1]), []);
  expect(cell.flowing).toBe(false);
  values.receive(new Float64Array([2]), []);
  expect(cell.flowing).toBe(true);
  vi.advanceTimersByTime(300);
  expect(cell.flowing).toBe(true);
  vi.advanceTimersByTime(1000);
  expect(cell.flowing).toBe(false);
});

test('the same value again is no change', async () => {
  const cell = values.cell('text', 'String', true);
  values.retain(cell);
  await Promise.resolve();
  values.receive(new Float64Array([NaN]), [[0, 'same']]);
  values.receive(new Float64Array([NaN]), [[0, 'same']]);
  expect(cell.flowing).toBe(false);
});
