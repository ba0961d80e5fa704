import { beforeEach, expect, test } from 'vitest';

import { Catalogue } from '../lib/catalogue';
import { type Op, Patch } from '../lib/patch.svelte';
import { anOp, aPort, aView } from '../testing/declarations';

import { setShared, sharedPorts } from './shared';

const sine = anOp('Ops.Sine', [
  aPort('value', 'Number', { default: 0 }),
  aPort('phase', 'Number', { default: 0 }),
  aPort('Password', 'Text', { secret: true }),
  aPort('exe', 'Trigger'),
]);
const wave = anOp('Ops.Wave', [
  aPort('phase', 'Number', { default: 0 }),
  aPort('value', 'Text', { default: '' }),
  aPort('exe', 'Trigger'),
]);

let patch: Patch;

beforeEach(() => {
  patch = new Patch(new Catalogue([sine, wave]));
  const ops = [
    aView('a', 'Ops.Sine', { values: { phase: 2 } }),
    aView('b', 'Ops.Sine'),
    aView('c', 'Ops.Wave'),
  ];
  patch.opened({ id: 'p', name: 'Test', ops, links: [], reserved: [] });
});

const shared = (...ids: string[]) =>
  sharedPorts(
    ids.map((id) => patch.ops.get(id) as Op),
    patch,
  );

test('ops share what they have by the same name and of the same kind', () => {
  expect(shared('a', 'b').map(({ port }) => port.name)).toEqual(['value', 'phase']);
  expect(shared('a', 'c').map(({ port }) => port.name)).toEqual(['phase']);
});

test('values that differ are told, and so is whether any was set', () => {
  const [value, phase] = shared('a', 'b');
  expect(value).toMatchObject({ value: 0, isMixed: false, isSet: false });
  expect(phase).toMatchObject({ value: 2, isMixed: true, isSet: true });
});

test('an input with a cable or a source on any of them is left out', () => {
  const link = { from: { op: 'c', port: 'x' }, to: { op: 'b', port: 'value' } };
  patch.changed([
    { type: 'linkAdded', link, index: 0 },
    { type: 'sourceSet', op: 'a', port: 'phase', source: { variable: 'v' } },
  ]);
  expect(shared('a', 'b')).toEqual([]);
});

test('all of them are set as one step', () => {
  const [, phase] = shared('a', 'b');
  if (!phase) throw new Error('the phase is not shared');
  expect(setShared(phase, 3)).toEqual({
    type: 'batch',
    label: 'Set phase of 2 ops',
    commands: [
      { type: 'set', op: 'a', port: 'phase', value: 3 },
      { type: 'set', op: 'b', port: 'phase', value: 3 },
    ],
  });
});
