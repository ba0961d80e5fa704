import { expect, test } from 'vitest';

import { formatAge } from './age';

test('ages are in words', () => {
  const now = 1_700_000_000_000;
  expect(formatAge(now - 20_000, now)).toBe('just now');
  expect(formatAge(now - 5 * 60_000, now)).toBe('5 min ago');
  expect(formatAge(now - 3 * 3_600_000, now)).toBe('3 h ago');
  expect(formatAge(now - 26 * 3_600_000, now)).toBe('yesterday');
  expect(formatAge(now - 80 * 3_600_000, now)).toBe('3 days ago');
});
