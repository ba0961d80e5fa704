import { describe, expect, test } from 'vitest';

import { formatCount, formatExact, formatNumber, formatValue } from './format';

describe('formatNumber', () => {
  test.each([
    [0, '0'],
    [7, '7'],
    [-12, '-12'],
    [0.5, '0.500'],
    [-0.12345, '-0.123'],
    [123.456, '123.46'],
    [1234.56, '1234.6'],
    [999_999, '999999'],
    [1_234_567, '1.2e6'],
    [0.000_012, '1.2e-5'],
    [NaN, 'NaN'],
    [Infinity, '∞'],
    [-Infinity, '-∞'],
  ])('%d is %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  test('never needs more than eight characters', () => {
    for (let exponent = -320; exponent <= 308; exponent += 1) {
      expect(formatNumber(-1.2345678 * 10 ** exponent).length).toBeLessThanOrEqual(8);
    }
  });
});

test('an exact number keeps its digits', () => {
  expect(formatExact(1 / 3)).toBe('0.3333333333333333');
  expect(formatExact(-0)).toBe('0');
});

test('a value is shown by its kind', () => {
  expect(formatValue({ name: 'Value', kind: 'Bool' }, 1, '')).toBe('true');
  expect(formatValue({ name: 'Value', kind: 'Bool' }, 0, '')).toBe('false');
  expect(formatValue({ name: 'Value', kind: 'Bool' }, NaN, '')).toBe('false');
  expect(formatValue({ name: 'Value', kind: 'Trigger' }, 12, '')).toBe('12×');
  expect(formatValue({ name: 'Value', kind: 'Text' }, NaN, 'hello')).toBe('hello');
  expect(formatValue({ name: 'Value', kind: 'Any' }, 2, '')).toBe('2');
  expect(formatValue({ name: 'Value', kind: 'Object' }, NaN, '')).toBe('');
});

test('an error is said without the marks around names, and data is shown as it is', () => {
  const text = 'no broker at `broker:1883`';
  expect(formatValue({ name: 'Error', kind: 'Text' }, NaN, text)).toBe('no broker at broker:1883');
  expect(formatValue({ name: 'Error Message', kind: 'Text' }, NaN, '`a`')).toBe('a');
  expect(formatValue({ name: 'Payload', kind: 'Text' }, NaN, text)).toBe(text);
});

test('a count says one of one, and many of others', () => {
  expect([0, 1, 2000].map((number) => formatCount(number, 'op'))).toEqual([
    '0 ops',
    '1 op',
    '2,000 ops',
  ]);
});
