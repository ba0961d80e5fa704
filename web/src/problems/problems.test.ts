import { beforeEach, expect, test } from 'vitest';

import { Catalogue } from '../lib/catalogue';
import { Patch } from '../lib/patch.svelte';
import { anOp, aPort, aView } from '../testing/declarations';

import { countText, missingText, problemsOf } from './problems';

const clock = anOp('Ops.Clock', [], [aPort('tick', 'Trigger')]);
const gate = anOp('Ops.Gate', [
  aPort('Execute', 'Trigger', { needed: true }),
  aPort('Array', 'Array', { needed: true }),
]);
const link = { from: { op: 'clock', port: 'tick' }, to: { op: 'gate', port: 'Execute' } };

let patch: Patch;

beforeEach(() => {
  patch = new Patch(new Catalogue([clock, gate]));
  const ops = [aView('clock', 'Ops.Clock'), aView('gate', 'Ops.Gate')];
  patch.opened({ id: 'p', name: 'Test', ops, links: [], reserved: [] });
});

const texts = () => problemsOf(patch).map(({ level, op, text }) => `${level} ${op.id}: ${text}`);

test('an op lacks the links that it needs, until it has them or values in their place', () => {
  const hint = 'hint gate: It does nothing until something is linked to';
  expect(texts()).toEqual([`${hint} \`Execute\` and \`Array\`.`]);
  patch.changed([{ type: 'linkAdded', link, index: 0 }]);
  expect(texts()).toEqual([`${hint} \`Array\`.`]);
  patch.changed([{ type: 'valueSet', op: 'gate', port: 'Array', value: [1] }]);
  expect(texts()).toEqual([]);
  patch.changed([{ type: 'linkRemoved', link }]);
  patch.changed([{ type: 'disabled', op: 'gate', disabled: true }]);
  expect(texts()).toEqual([]);
});

test('the worst comes first, and cables have problems too', () => {
  patch.changed([{ type: 'linkAdded', link, index: 0 }]);
  patch.opStatus('clock', { level: 'warning', text: 'It is late.', held: [] });
  patch.linkStatus(link, 'A loop.');
  expect(texts().map((text) => text.split(':')[0])).toEqual([
    'error gate',
    'warning clock',
    'hint gate',
  ]);
  expect(countText(problemsOf(patch))).toBe('1 error, 1 warning, 1 hint');
  expect(countText([])).toBe('');
});

test('missing links are listed as a sentence has them', () => {
  expect(missingText(['a', 'b', 'c'])).toContain('`a`, `b` and `c`.');
});
