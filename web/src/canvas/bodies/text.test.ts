import { expect, test } from 'vitest';

import { linesOf, matchesIn, MOST_LINES, withWhitespace } from './text';

test('a text is drawn line by line, up to a bound', () => {
  expect(linesOf('a\n\nb')).toEqual(['a', '', 'b']);
  expect(linesOf('')).toEqual(['']);
  const lines = linesOf('x\n'.repeat(10_000));
  expect(lines).toHaveLength(MOST_LINES + 1);
  expect(lines.at(-1)).toBe('…');
});

test('spaces and tabs are marked', () => {
  expect(withWhitespace('a b\tc')).toBe('a·b→\tc');
});

test('lines are found by a part of them', () => {
  expect(matchesIn(['Lamp', 'hall', 'LAMPS'], 'lamp')).toEqual([0, 2]);
  expect(matchesIn(['Lamp'], '')).toEqual([]);
  expect(matchesIn([], 'a')).toEqual([]);
});
