import { expect, test } from 'vitest';

import { clearPlace, freePlace } from './place';

const size = { width: 100, height: 50 };
const seen = { x: 0, y: 0, width: 500, height: 300 };

test('where nothing is seen it is the middle', () => {
  const far = { x: 2000, y: 0, width: 100, height: 50 };
  expect(freePlace(size, seen, [], 40)).toEqual({ x: 200, y: 125 });
  expect(freePlace(size, seen, [far], 40)).toEqual({ x: 200, y: 125 });
});

test('it is to the right of what is seen, at its upper edge', () => {
  const taken = [
    { x: 40, y: 80, width: 100, height: 50 },
    { x: 200, y: 160, width: 120, height: 50 },
  ];
  expect(freePlace(size, seen, taken, 40)).toEqual({ x: 360, y: 80 });
});

test('what is there already, also out of sight, is not covered', () => {
  const taken = [
    { x: 300, y: 0, width: 100, height: 50 },
    { x: 520, y: 20, width: 100, height: 50 },
    { x: 700, y: 0, width: 100, height: 50 },
  ];
  expect(freePlace(size, seen, taken, 40)).toEqual({ x: 840, y: 0 });
});

test('something stands where it is wanted, or past what it would cover by the shorter way', () => {
  const wanted = { ...size, x: 100, y: 100 };
  const beside = { x: 205, y: 100, width: 100, height: 50 };
  expect(clearPlace(wanted, [beside], 16)).toEqual({ x: 100, y: 100 });
  const same = { ...size, x: 96, y: 96 };
  expect(clearPlace(wanted, [same], 16), 'below').toEqual({ x: 100, y: 162 });
  const under = { ...size, x: 90, y: 170 };
  expect(clearPlace(wanted, [same, under], 16), 'to the right').toEqual({ x: 212, y: 100 });
});
