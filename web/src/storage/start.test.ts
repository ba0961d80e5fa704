import { expect, test } from 'vitest';

import { GRID } from '../lib/grid';

import { emptyPatch, newPatchId, startPatch } from './start';
import start from './start.json';

const broker = (protocol: string, host: string, port: string) => {
  const patch = JSON.parse(startPatch({ protocol, host, port })) as typeof start;
  return patch.ops.find((op) => op.id === 'broker')?.values;
};

test('the start patch talks to the broker that served the page', () => {
  expect(broker('http:', 'localhost:8080', '8080')).toEqual({
    'Broker URL': 'localhost:8080',
    'Use SSL': false,
  });
  expect(broker('https:', 'localhost:8443', '8443')).toEqual({ 'Broker URL': 'localhost:8443' });
  expect(broker('http:', 'art.local', '')).toEqual({
    'Broker URL': 'art.local',
    'Use SSL': false,
    Port: 80,
  });
});

test('the start patch stands on the grid, and its links join its own ops', () => {
  const ids = start.ops.map((op) => op.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { x, y } of start.ops)
    expect([Math.abs(x % GRID), Math.abs(y % GRID)]).toEqual([0, 0]);
  for (const { from, to } of start.links) {
    expect(ids).toContain(from.op);
    expect(ids).toContain(to.op);
  }
});

test('each patch has an id of its own', () => {
  expect(newPatchId()).toMatch(/^[0-9a-z]{8}$/);
  expect(JSON.parse(emptyPatch())).toMatchObject({ ropewalk: 1, ops: [], links: [] });
  expect(emptyPatch()).not.toBe(emptyPatch());
});
