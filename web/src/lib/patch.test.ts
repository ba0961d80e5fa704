import { beforeEach, expect, test } from 'vitest';

import { anOp, aPort, aView } from '../testing/declarations';

import { Catalogue } from './catalogue';
import { Patch } from './patch.svelte';
import type { Link, OpView } from './protocol';

const sum = anOp(
  'Ops.Math.Sum',
  [aPort('number1', 'Number', { default: 0 }), aPort('number2', 'Number', { default: 0 })],
  [aPort('result')],
  { aliases: ['Ops.Math.Add'] },
);

const view = (id: string, rest: Partial<OpView> = {}) => aView(id, 'Ops.Math.Sum', rest);

const link = (from: string, to: string, input = 'number1'): Link => ({
  from: { op: from, port: 'result' },
  to: { op: to, port: input },
});

let patch: Patch;

beforeEach(() => {
  patch = new Patch(new Catalogue([sum]));
  patch.opened({
    id: 'p',
    name: 'Test',
    ops: [view('a'), view('b')],
    links: [link('a', 'b')],
    reserved: ['sum2'],
  });
});

test('cables are found at both of their ends', () => {
  expect(patch.cablesAt('a', 'result', true)).toHaveLength(1);
  expect(patch.cablesAt('b', 'number1', false)).toHaveLength(1);
  expect(patch.cablesAt('b', 'number2', false)).toHaveLength(0);
});

test('a new id is one that neither an op nor a broken link has', () => {
  expect(patch.freeId('Ops.Math.Sum')).toBe('sum');
  patch.changed([{ type: 'opAdded', op: view('sum') }]);
  expect(patch.freeId('Ops.Math.Sum')).toBe('sum3');
  expect(patch.freeId('Ops.Json.JSONParse')).toBe('jsonParse');
});

test('what an edit leaves alone stays the same object', () => {
  const [a, cable] = [patch.ops.get('a'), patch.cables[0]];
  patch.changed([
    { type: 'opAdded', op: view('c') },
    { type: 'linkAdded', link: link('a', 'c'), index: 0 },
  ]);
  expect(patch.ops.get('a')).toBe(a);
  expect(patch.cables.map((cable) => cable.link.to.op)).toEqual(['c', 'b']);
  expect(patch.cables[1]).toBe(cable);
});

test('removing an op and its cable', () => {
  patch.changed([
    { type: 'linkRemoved', link: link('a', 'b') },
    { type: 'opRemoved', id: 'b' },
  ]);
  expect([...patch.ops.keys()]).toEqual(['a']);
  expect(patch.cables).toEqual([]);
});

test('a value that is back at its default is not set any more', () => {
  const a = patch.ops.get('a');
  const first = sum.inputs[0];
  if (!a || !first) throw new Error('the op is missing');
  patch.changed([{ type: 'valueSet', op: 'a', port: 'number1', value: 3 }]);
  expect([a.valueOf(first), a.isSet(first)]).toEqual([3, true]);
  patch.changed([{ type: 'valueSet', op: 'a', port: 'number1', value: 0 }]);
  expect([a.valueOf(first), a.isSet(first)]).toEqual([0, false]);
});

test('an op of another tool’s name is the same op, and an unknown one keeps its ports', () => {
  const placeholder = { inputs: ['mesh'], outputs: ['next'] };
  patch.changed([
    { type: 'opAdded', op: view('old', { op: 'Ops.Math.Add' }) },
    { type: 'opAdded', op: view('teapot', { op: 'Ops.Gl.Teapot', placeholder }) },
  ]);
  expect(patch.ops.get('old')?.label).toBe('Sum');
  const teapot = patch.ops.get('teapot');
  expect([teapot?.label, teapot?.isPlaceholder]).toEqual(['Teapot', true]);
  expect(teapot?.info.inputs.map((port) => port.name)).toEqual(['mesh']);
});

test('a copied op carries only what was set', () => {
  patch.changed([
    { type: 'opAdded', op: view('c', { x: 8, values: { number2: 1 }, title: 'Mix' }) },
  ]);
  expect(patch.ops.get('a')?.toNewOp()).toEqual({ id: 'a', op: 'Ops.Math.Sum', x: 0, y: 0 });
  expect(patch.ops.get('c')?.toNewOp()).toEqual({
    id: 'c',
    op: 'Ops.Math.Sum',
    x: 8,
    y: 0,
    title: 'Mix',
    values: { number2: 1 },
  });
});

test('a multi port has the ports that the runtime says, and a copy takes their number along', () => {
  const many = anOp(
    'Ops.Test.Many',
    [
      aPort('mode', 'Text', { choices: ['a', 'b'], default: 'b' }),
      aPort('Numbers', 'Number', { multi: 1 }),
    ],
    [],
  );
  const patch = new Patch(new Catalogue([sum, many]));
  const ops = [aView('m', many.name, { inputs: 2 }), view('a')];
  patch.opened({ id: 'p', name: '', ops, links: [link('a', 'm', 'mode index')], reserved: [] });
  const op = patch.ops.get('m');
  const names = () => op?.inputs.map((port) => `${port.handle} ${port.name}`);
  expect(names()).toEqual(['i0 mode', 'i0x mode index', 'i1 Numbers_0', 'i2 Numbers_1']);
  expect(op?.nextPort(false)?.name).toBe('Numbers_2');
  expect(op?.toNewOp().inputs).toBe(2);
  const index = op?.input('mode index');
  expect(index && op?.valueOf(index)).toBe(1);
  patch.changed([{ type: 'portCount', op: 'm', output: false, count: 1 }]);
  op?.showIndex('mode', false);
  expect(names()).toEqual(['i0 mode', 'i1 Numbers_0']);
  patch.changed([{ type: 'linkAdded', link: link('a', 'm', 'mode index'), index: 1 }]);
  expect(names()).toEqual(['i0 mode', 'i0x mode index', 'i1 Numbers_0']);
});

test('a port may be called as something that every object has', () => {
  const strange = aView('x', 'Ops.Unknown', {
    placeholder: { inputs: ['constructor', 'toString'], outputs: [] },
    values: { toString: 'set' },
  });
  patch.changed([{ type: 'opAdded', op: strange }]);
  const op = patch.ops.get('x');
  const [constructor, toString] = op?.inputs ?? [];
  if (!op || !constructor || !toString) throw new Error('the op has two inputs');
  expect([op.isSet(constructor), op.valueOf(constructor)]).toEqual([false, null]);
  expect([op.isSet(toString), op.valueOf(toString)]).toEqual([true, 'set']);
  expect(op.sourceOf(constructor)).toBeUndefined();
});
