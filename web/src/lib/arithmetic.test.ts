import { expect, test } from 'vitest';

import { evaluate } from './arithmetic';
import { unitsOf } from './units';

test.each([
  ['12', 12],
  [' -0.5 ', -0.5],
  ['.25', 0.25],
  ['1/3', 1 / 3],
  ['2 + 3 * 4', 14],
  ['(2 + 3) * 4', 20],
  ['10 - 4 - 3', 3],
  ['2^3^2', 512],
  ['-2^2', -4],
  ['2*-3', -6],
  ['1e-3', 0.001],
  ['1,5', 1.5],
  ['50%', 0.5],
  ['pi/2', Math.PI / 2],
  ['TAU', Math.PI * 2],
])('%s is %d', (text, value) => {
  expect(evaluate(text)).toBeCloseTo(value, 12);
});

test.each(['', '   ', 'abc', '1 2', '1 +', '(1', '1)', '2 ** 3', 'alert(1)', '1/0', '1;2', '0x10'])(
  '%j is no number',
  (text) => {
    expect(evaluate(text)).toBeUndefined();
  },
);

test('an expression that nests without end is refused, not followed', () => {
  expect(evaluate('('.repeat(100_000))).toBeUndefined();
  expect(evaluate('-'.repeat(100_000) + '1')).toBeUndefined();
});

test.each([
  ['250ms', 's', 0.25],
  ['2 s', 's', 2],
  ['1 min + 30 s', 's', 90],
  ['0.25s', 'ms', 250],
  ['90deg', '°', 90],
  ['pi rad', '°', 180],
  ['0.5turn', '°', 180],
  ['(1 + 1) k', '', 2000],
  ['1.5k', 's', 1500],
  ['64 KiB', 'bytes', 65_536],
  ['12 px', 'px', 12],
  ['10%', 's', 0.1],
])('%s where %j is meant is %d', (text, unit, value) => {
  expect(evaluate(text, unitsOf(unit))).toBeCloseTo(value, 9);
});

test.each([
  ['90deg', 's'],
  ['2s', ''],
  ['s', 's'],
  ['2 s s', 's'],
  ['2 constructor', 's'],
])('%j is no number where %j is meant', (text, unit) => {
  expect(evaluate(text, unitsOf(unit))).toBeUndefined();
});
