import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { WatchedPort } from './protocol';
import { Values } from './values.svelte';

let watched: WatchedPort[][];
let values: Values;
let frames: (() => void)[];

beforeEach(() => {
  vi.useFakeTimers();
  watched = [];
  frames = [];
  values = new Values(
    (ports) => watched.push(ports),
    (run) => frames.push(run),
  );
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

/** So many cells, which a patient view shows each. */
async function patientCells(count: number) {
  const cells = Array.from({ length: count }, (_, index) => values.cell(`op${index}`, 'a', true));
  for (const cell of cells) values.retain(cell, { patient: true });
  await Promise.resolve();
  values.receive(new Float64Array(count), []);
  return cells;
}

test('who can wait is shown in turn, and within some frames', async () => {
  const cells = await patientCells(180);
  const shown = (value: number) => cells.filter((cell) => cell.number === value).length;
  values.receive(new Float64Array(180).fill(1), []);
  expect(shown(1)).toBe(80);
  // A frame after a full one has time for other things.
  values.receive(new Float64Array(180).fill(2), []);
  expect([shown(0), shown(1), shown(2)]).toEqual([100, 80, 0]);
  values.receive(new Float64Array(180).fill(3), []);
  expect([shown(0), shown(1), shown(3)]).toEqual([20, 80, 80]);
  // The runtime has nothing more to tell: the rest comes all the same.
  for (let frame = 0; frame < 6; frame += 1) frames.shift()?.();
  expect(shown(3)).toBe(180);
  expect(frames).toEqual([]);
});

test('what is shown in one frame is side by side', async () => {
  values.placeOf = (op) => ({ x: 0, y: -Number(op) });
  const cells = Array.from({ length: 100 }, (_, index) => values.cell(String(index), 'a', true));
  for (const cell of cells) values.retain(cell, { patient: true });
  await Promise.resolve();
  expect(watched.at(-1)?.map(({ op }) => Number(op))).toEqual(cells.map((_, index) => 99 - index));
  const shown = (value: number) => cells.map(({ number }) => number === value);
  for (const value of [1, 2, 2, 3]) values.receive(new Float64Array(100).fill(value), []);
  // From the lowest that had no turn before, and on from the top.
  expect(shown(3)).toEqual(cells.map((_, index) => index < 20 || index >= 40));
});

test('what somebody looks at closely does not wait', async () => {
  const cells = await patientCells(150);
  const close = cells[149];
  if (!close) throw new Error('there are 150');
  const release = values.retain(close);
  values.receive(new Float64Array(150).fill(1), []);
  expect(close.number).toBe(1);
  release();
  values.receive(new Float64Array(150).fill(2), []);
  expect(close.number).toBe(1);
});

test('a text that waits is the last one told, also when the list of ports changes', async () => {
  const cells = await patientCells(100);
  const nothing = new Float64Array(100).fill(NaN);
  values.receive(
    nothing,
    cells.map((_, index) => [index, 'old'] as [number, string]),
  );
  values.receive(nothing, [[99, 'new']]);
  values.retain(values.cell('another', 'a', true));
  await Promise.resolve();
  for (let frame = 0; frame < 4; frame += 1) frames.shift()?.();
  expect(cells.map(({ text }) => text)).toEqual([
    ...Array.from({ length: 99 }, () => 'old'),
    'new',
  ]);
});

test('what can wait does so while it is held, and flows on; what somebody looks at does not', async () => {
  const cells = await patientCells(3);
  const [close, patient] = cells;
  if (!close || !patient) throw new Error('there are 3');
  values.retain(close);
  values.receive(new Float64Array(3).fill(1), []);
  expect(patient.flowing).toBe(true);
  values.hold(true);
  values.receive(new Float64Array(3).fill(2), []);
  vi.advanceTimersByTime(300);
  values.receive(new Float64Array(3).fill(3), []);
  vi.advanceTimersByTime(300);
  expect([close.number, patient.number, patient.flowing]).toEqual([3, 1, true]);
  expect(frames).toEqual([]);
  values.hold(false);
  frames.shift()?.();
  expect(patient.number).toBe(3);
});

test('it is crowded while very much flows', async () => {
  await patientCells(150);
  for (let frame = 0; frame < 3; frame += 1) values.receive(new Float64Array(150).fill(1), []);
  expect(values.isCrowded).toBe(true);
  vi.advanceTimersByTime(2000);
  expect(values.isCrowded).toBe(false);
});
