import { expect, test } from 'vitest';

import { formatJson, looksLikeJson, parseFor } from './json';

test('a port gets the kind of JSON that it takes', () => {
  expect(parseFor('Array', '[1, 2]')).toEqual({ value: [1, 2] });
  expect(parseFor('Object', ' {"a": 1} ')).toEqual({ value: { a: 1 } });
  expect(parseFor('Array', '')).toEqual({ value: [] });
  expect(parseFor('Object', ' ')).toEqual({ value: {} });
});

test('what it does not take is said', () => {
  expect(parseFor('Array', '{}')).toHaveProperty('error', expect.stringContaining('An array'));
  expect(parseFor('Object', '[]')).toHaveProperty('error', expect.stringContaining('An object'));
  expect(parseFor('Object', 'null')).toHaveProperty('error');
  expect(parseFor('Array', '[1,')).toHaveProperty('error', expect.stringContaining('no JSON'));
});

test('JSON is laid out, and nothing else is', () => {
  expect(formatJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(formatJson('{ no')).toBeUndefined();
  expect(formatJson('')).toBeUndefined();
});

test('a text is taken for JSON where it is an array or an object', () => {
  expect(looksLikeJson(' [1]')).toBe(true);
  expect(looksLikeJson('12')).toBe(false);
  expect(looksLikeJson('{ a rose }')).toBe(false);
});
