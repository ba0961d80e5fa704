import { beforeEach, expect, test } from 'vitest';

import { carriedBy } from '../canvas/decorations';
import { type CableEdge, reconcileEdges } from '../canvas/reconcile';
import { anOp, aPort, aView } from '../testing/declarations';

import { Catalogue } from './catalogue';
import { endOf, type Op, Patch, SUBPATCH } from './patch.svelte';
import type { Exposed, Link } from './protocol';

const sum = anOp('Ops.Math.Sum', [aPort('number1', 'Number', { default: 0 })], [aPort('result')]);
const area = anOp('Ops.Ui.Area', [aPort('Width'), aPort('Height')]);

const link = (from: string, to: string): Link => ({
  from: { op: from, port: 'result' },
  to: { op: to, port: 'number1' },
});
const shown = (op: string, name: string, output = false): Exposed => ({
  op,
  port: output ? 'result' : 'number1',
  output,
  name,
});

let patch: Patch;

/** `out` leads to `deep` in `inner` in `outer`, which leads to `side` in `outer`. */
beforeEach(() => {
  patch = new Patch(new Catalogue([sum, area, anOp(SUBPATCH)]));
  patch.opened({
    id: 'p',
    name: '',
    ops: [
      aView('out', sum.name),
      aView('outer', SUBPATCH, { exposed: [shown('deep', 'In')] }),
      aView('inner', SUBPATCH, {
        subpatch: 'outer',
        exposed: [shown('deep', 'In'), shown('deep', 'Total', true)],
      }),
      aView('deep', sum.name, { subpatch: 'inner', values: { number1: 5 } }),
      aView('side', sum.name, { subpatch: 'outer' }),
    ],
    links: [link('out', 'deep'), link('deep', 'side')],
    reserved: [],
  });
});

function op(id: string): Op {
  const op = patch.ops.get(id);
  if (!op) throw new Error(`no op ${id}`);
  return op;
}

function ends(edges: readonly CableEdge[]): string[] {
  return edges.map(({ source, target }) => {
    const [from, to] = [patch.opWithKey(source), patch.opWithKey(target)];
    return `${from?.id} to ${to?.id}`;
  });
}

test('a subpatch has the ports that it shows, with what they hold', () => {
  const outer = op('outer');
  const [port] = outer.info.inputs;
  if (!port) throw new Error('no port');
  expect(outer.info.inputs.map(({ name }) => name)).toEqual(['In']);
  expect(endOf(outer, port).op).toBe(op('deep'));
  expect(outer.valueOf(port)).toBe(5);
  expect(outer.isSet(port)).toBe(true);
  expect(op('inner').info.outputs.map(({ name }) => name)).toEqual(['Total']);
});

test('two ports of one name are told apart', () => {
  const ports = [shown('deep', 'In'), shown('side', 'In')];
  patch.changed([{ type: 'exposed', op: 'outer', ports }]);
  expect(op('outer').info.inputs.map(({ name }) => name)).toEqual(['In', 'In 2']);
});

test('each level shows the cables that are seen there, at the boxes that stand for ops inside', () => {
  const at = (level: string | null) => ends(reconcileEdges([], patch.cables, patch, level));
  expect(at(null)).toEqual(['out to outer']);
  expect(at('outer')).toEqual(['inner to side']);
  expect(at('inner')).toEqual([]);
});

test('an edge is a new one where its port has another place on the box', () => {
  const edges = reconcileEdges([], patch.cables, patch, null);
  expect(reconcileEdges(edges, patch.cables, patch, null)[0]).toBe(edges[0]);
  const ports = [shown('side', 'First'), shown('deep', 'In')];
  patch.changed([{ type: 'exposed', op: 'outer', ports }]);
  const moved = reconcileEdges(edges, patch.cables, patch, null);
  expect(moved[0]?.targetHandle).toBe('i1');
});

test('a port of a box is linked where a cable comes from outside of it', () => {
  const cablesAt = (id: string, isOutput: boolean) => {
    const ports = isOutput ? op(id).info.outputs : op(id).info.inputs;
    const [port] = ports;
    return port ? patch.cablesAtPort(op(id), port, isOutput).length : -1;
  };
  expect(cablesAt('outer', false)).toBe(1);
  expect(cablesAt('inner', true)).toBe(1);
  patch.changed([{ type: 'exposed', op: 'outer', ports: [shown('deep', 'Total', true)] }]);
  expect(cablesAt('outer', true)).toBe(0);
});

test('a subpatch bears the worst mark of those in it, at any depth', () => {
  expect(op('outer').status).toBe(null);
  patch.opStatus('side', { level: 'warning', text: 'Look.', held: [] });
  expect(op('outer').status).toEqual({ level: 'warning', text: 'Sum: Look.', held: [] });
  patch.opStatus('deep', { level: 'error', text: 'Broken.', held: [] });
  expect(op('outer').status).toEqual({ level: 'error', text: 'Sum: Broken.', held: [] });
  expect(op('inner').status?.level).toBe('error');
});

test('where an op is follows the changes', () => {
  patch.changed([{ type: 'enclosed', op: 'deep', subpatch: null }]);
  expect(patch.pathOf(op('deep'))).toEqual([]);
  expect(patch.contents('outer').map(({ id }) => id)).toEqual(['inner', 'side']);
});

test('an area carries what lies wholly in it, at its level', () => {
  const values = { Width: 400, Height: 300 };
  patch.changed([
    { type: 'opAdded', op: aView('area', area.name, { values }) },
    { type: 'opAdded', op: aView('in', sum.name, { x: 200, y: 200 }) },
    { type: 'opAdded', op: aView('edge', sum.name, { x: 380, y: 200 }) },
  ]);
  const carried = carriedBy(op('area'), patch).map(({ id }) => id);
  expect(carried).toEqual(['out', 'outer', 'in']);
});
