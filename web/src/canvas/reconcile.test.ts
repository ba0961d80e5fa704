import { beforeEach, expect, test } from 'vitest';

import { Catalogue } from '../lib/catalogue';
import { Patch } from '../lib/patch.svelte';
import { anOp, aPort, aView } from '../testing/declarations';

import { reconcileEdges, reconcileNodes } from './reconcile';

const sum = anOp('Ops.Math.Sum', [aPort('number1'), aPort('number2')], [aPort('result')]);
const link = { from: { op: 'a', port: 'result' }, to: { op: 'b', port: 'number2' } };

let patch: Patch;

beforeEach(() => {
  patch = new Patch(new Catalogue([sum]));
  const ops = [aView('a', sum.name), aView('b', sum.name, { y: 80 })];
  patch.opened({ id: 'p', name: '', ops, links: [link], reserved: [] });
});

test('only the node of an op that moved, or has another title, is a new object', () => {
  const nodes = reconcileNodes([], patch.ops.values());
  patch.changed([{ type: 'opMoved', id: 'b', x: 8, y: 8 }]);
  const moved = reconcileNodes(nodes, patch.ops.values());
  expect(moved[0]).toBe(nodes[0]);
  expect(moved[1]).not.toBe(nodes[1]);
  expect(moved[1]?.position).toEqual({ x: 8, y: 8 });
  patch.changed([{ type: 'titled', op: 'a', title: 'Mix' }]);
  const titled = reconcileNodes(moved, patch.ops.values());
  expect(titled[0]?.ariaLabel).toBe('Mix');
  expect(titled[1]).toBe(moved[1]);
});

test('what the canvas knows of a node outlives its move', () => {
  const nodes = reconcileNodes([], patch.ops.values()).map((node) => ({ ...node, selected: true }));
  patch.changed([{ type: 'opMoved', id: 'b', x: 8, y: 8 }]);
  expect(reconcileNodes(nodes, patch.ops.values())[1]?.selected).toBe(true);
});

test('what a box is before it is drawn goes to its first node alone', () => {
  const outline = { measured: { width: 96, height: 72 }, handles: [] };
  const [first] = reconcileNodes([], patch.ops.values(), () => outline);
  expect(first?.measured).toEqual(outline.measured);
  expect(first?.handles).toBe(outline.handles);
  expect({ ...first }).not.toHaveProperty('handles');
  const [unknown] = reconcileNodes([], patch.ops.values(), () => null);
  expect(unknown).not.toHaveProperty('measured');
});

test('an edge ends at the handles of its ports, and stays the same object', () => {
  const edges = reconcileEdges([], patch.cables, patch, null);
  expect(edges).toMatchObject([{ sourceHandle: 'o0', targetHandle: 'i1' }]);
  expect(reconcileEdges(edges, patch.cables, patch, null)[0]).toBe(edges[0]);
});

test('no id of a file reaches the canvas', () => {
  const hostile = 'a"]<b>';
  patch.opened({ id: 'p', name: '', ops: [aView(hostile, sum.name)], links: [], reserved: [] });
  expect(reconcileNodes([], patch.ops.values())[0]?.id).toMatch(/^k\d+$/);
});
