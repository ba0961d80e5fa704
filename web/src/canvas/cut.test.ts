import { expect, test } from 'vitest';

import { crosses } from './cut';

const at = (x: number, y: number) => ({ x, y });
const cable = { key: 'k', points: [at(0, 0), at(0, 10), at(10, 20)] };

test('a stroke cuts what it crosses, anywhere along it, and touches what it ends on', () => {
  expect(crosses(cable, at(-5, 5), at(5, 5))).toBe(true);
  expect(crosses(cable, at(0, 20), at(10, 10))).toBe(true);
  expect(crosses(cable, at(-5, 5), at(0, 5))).toBe(true);
});

test('a stroke beside a cable, before or beyond it, leaves it', () => {
  expect(crosses(cable, at(-5, 5), at(-1, 5))).toBe(false);
  expect(crosses(cable, at(-5, -1), at(5, -1))).toBe(false);
  expect(crosses(cable, at(1, 0), at(1, 10))).toBe(false);
});

test('a stroke along a cable cuts it, and one that goes on beyond it does not', () => {
  expect(crosses(cable, at(0, 2), at(0, 4))).toBe(true);
  expect(crosses(cable, at(0, -8), at(0, -2))).toBe(false);
});
