import { beforeEach, expect, test } from 'vitest';

import { Catalogue } from '../lib/catalogue';
import { Patch } from '../lib/patch.svelte';
import { anOp, aPort, aView } from '../testing/declarations';

import { excerpt, find } from './find';
import { FILTERS, parseQuery, toggleFilter } from './query';

const sine = anOp('Ops.Math.Sine', [aPort('frequency')], [aPort('result')]);
const gate = anOp('Ops.Trigger.GateTrigger', [aPort('Execute', 'Trigger', { needed: true })]);
const subpatch = anOp('Ops.Ui.SubPatch');

let patch: Patch;

beforeEach(() => {
  patch = new Patch(new Catalogue([sine, gate, subpatch]));
  patch.opened({
    id: 'p',
    name: 'Test',
    ops: [
      aView('a', 'Ops.Math.Sine', { title: 'Wave', values: { frequency: 0.25 } }),
      aView('box', 'Ops.Ui.SubPatch', { title: 'Inside' }),
      aView('b', 'Ops.Math.Sine', { subpatch: 'box', disabled: true }),
      aView('c', 'Ops.Trigger.GateTrigger', { subpatch: 'box' }),
    ],
    links: [{ from: { op: 'a', port: 'result' }, to: { op: 'b', port: 'frequency' } }],
    reserved: [],
  });
});

const found = (text: string, level: string | null = null) =>
  find(patch, level, parseQuery(text), (op) => (op.id === 'b' ? [['result', '0.75']] : [])).map(
    ({ op }) => op.id,
  );

test('words are looked for in labels, names, values and what outputs hold', () => {
  expect(found('wave')).toEqual(['a']);
  // Whose label it is comes first.
  expect(found('SINE')).toEqual(['b', 'a']);
  expect(found('0.25')).toEqual(['a']);
  expect(found('0.75')).toEqual(['b']);
  expect(found('ops.trigger')).toEqual(['c']);
  expect(found('sine 0.25')).toEqual(['a']);
  expect(found('sine gate')).toEqual([]);
  expect(found('')).toEqual([]);
});

test('what a message says is found, with the names in it', () => {
  expect(found('linked to execute')).toEqual(['c']);
  patch.opStatus('a', { level: 'error', text: 'It has `no` hope', held: [] });
  expect(found('"has no hope"')).toEqual(['a']);
});

test('filters hold for what they say', () => {
  expect(found(':unlinked')).toEqual(['box', 'c']);
  expect(found(':changed')).toEqual(['a']);
  expect(found(':off')).toEqual(['b']);
  expect(found(':hints')).toEqual(['c']);
  expect(found(':errors')).toEqual([]);
  patch.opStatus('a', { level: 'error', text: 'wrong', held: [] });
  expect(found(':error')).toEqual(['a']);
  expect(found('sine :here', 'box')).toEqual(['b']);
  expect(found('sine :here', null)).toEqual(['a']);
});

test('a query is taken apart into words and filters, those of cables too', () => {
  const { words, filters, unknown } = parseQuery('One :UNCONNECTED "two words" :nonsense : "open');
  expect(words).toEqual(['one', 'two words', 'open']);
  expect(filters.map(({ name }) => name)).toEqual(['unlinked']);
  expect(unknown).toEqual([':nonsense']);
});

test('a filter is put into a query and taken out again, by each of its names', () => {
  const [errors] = FILTERS;
  if (!errors) throw new Error('there are no filters');
  expect(toggleFilter('sine', errors)).toBe('sine :errors');
  expect(toggleFilter('sine :errors', errors)).toBe('sine');
  expect(toggleFilter(':error "a  b"', errors)).toBe('"a  b"');
  expect(toggleFilter('', errors)).toBe(':errors');
});

test('an excerpt is the part of a text around what was found', () => {
  expect(excerpt('A red herring', 'red')).toEqual(['A ', 'red', ' herring']);
  const [before, word, after] = excerpt(`${'x'.repeat(90)}RED${'y'.repeat(90)}`, 'red');
  expect([before, word, after]).toEqual([`…${'x'.repeat(24)}`, 'RED', `${'y'.repeat(48)}…`]);
  expect(excerpt('nothing of it', 'word')).toEqual(['nothing of it', '', '']);
});
