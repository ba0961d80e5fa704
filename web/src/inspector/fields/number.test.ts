import { expect, test } from 'vitest';

import { addSteps, admit, stepOf } from './number';

const plain = { display: 'plain', min: null, max: null } as const;

test('a number stays within its bounds, and whole where it has to be', () => {
  expect(admit(3.7, { ...plain, display: 'integer' })).toBe(4);
  expect(admit(-1, { ...plain, min: 0 })).toBe(0);
  expect(admit(70_000, { ...plain, max: 65_535 })).toBe(65_535);
  expect(admit(1 / 3, plain)).toBe(1 / 3);
});

test('a step is small beside the number it changes', () => {
  expect(stepOf(0, plain)).toBe(0.01);
  expect(stepOf(450, plain)).toBe(1);
  expect(stepOf(450, { ...plain, display: 'integer' })).toBe(1);
  expect(stepOf(0.5, { ...plain, min: 0, max: 1 })).toBe(0.01);
});

test('steps leave no traces behind the point', () => {
  expect(addSteps(0.1, 20, plain)).toBe(0.3);
  expect(addSteps(0.95, 10, { ...plain, min: 0, max: 1 })).toBe(1);
});
