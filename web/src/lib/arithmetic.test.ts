import { expect, test } from 'vitest';

import { evaluate } from './arithmetic';

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
