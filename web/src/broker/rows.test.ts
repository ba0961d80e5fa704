import { expect, test } from 'vitest';

import type { BrokerRow } from '../lib/runtime';

import { filterOf, labelOf, rateOf, sizeOf } from './rows';

const row = (name: string, flags: number): BrokerRow => [1, 0, name, flags, 1, 0, '', 0, 1, 1, -1];

test('levels are named by whether there is more below', () => {
  expect(labelOf(row('lamp', 17), false)).toBe('lamp');
  expect(labelOf(row('room', 8), false)).toBe('room/');
  expect(labelOf(row('', 8), false)).toBe('/');
  expect(labelOf(row('', 1), false)).toBe('(nameless)');
  expect(labelOf(row('room/lamp', 9), true)).toBe('room/lamp');
});

test('an op gets the topic, or all that is below where it had no message', () => {
  expect(filterOf(row('lamp', 1), 'room/lamp')).toBe('room/lamp');
  expect(filterOf(row('lamp', 9), 'room/lamp')).toBe('room/lamp');
  expect(filterOf(row('room', 8), 'room')).toBe('room/#');
});

test('sizes and rates are short', () => {
  expect([0, 999, 1200, 45_600, 2_500_000].map(sizeOf)).toEqual([
    '0 B',
    '999 B',
    '1.2 kB',
    '46 kB',
    '2.5 MB',
  ]);
  expect([0, 0.04, 0.25, 9.96, 41.4, 5000.2].map(rateOf)).toEqual([
    '0',
    '<0.1',
    '0.3',
    '10.0',
    '41',
    '5,000',
  ]);
});
