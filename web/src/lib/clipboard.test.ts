import { expect, test } from 'vitest';

import { parseFragment, placeAt } from './clipboard';

const op = { id: 'sum', op: 'Ops.Math.Sum', x: 16, y: 24, values: { number1: 2 } };
const link = { from: { op: 'sum', port: 'result' }, to: { op: 'viz', port: 'Number' } };

test('ops and links survive the clipboard', () => {
  const text = JSON.stringify({ ropewalk: 1, ops: [op], links: [link] });
  expect(parseFragment(text)).toEqual({ ropewalk: 1, ops: [op], links: [link] });
});

test('a whole patch file can be pasted, without what only files hold', () => {
  const ops = [{ ...op, colour: 'red' }];
  const text = JSON.stringify({ ropewalk: 1, id: 'a', name: 'First light', ops });
  expect(parseFragment(text)).toEqual({ ropewalk: 1, ops: [op], links: [] });
});

test.each([
  ['hello', 'not JSON'],
  ['[1, 2]', 'another kind'],
  ['{"ops": 3}', 'another kind'],
  ['{"ropewalk": 2, "ops": []}', 'version'],
  ['{"ropewalk": 1, "ops": [{"op": "Ops.Math.Sum"}]}', 'damaged'],
  ['{"ropewalk": 1, "ops": [null]}', 'damaged'],
  ['{"ropewalk": 1, "ops": [], "links": [{"from": {}}]}', 'damaged'],
])('%s is refused', (text, reason) => {
  const result = parseFragment(text);
  expect('error' in result && result.error).toContain(reason);
});

test('pasted ops keep their arrangement and land on the grid', () => {
  const other = { ...op, x: 48, y: 0 };
  const placed = placeAt([op, other], 101, 203, 8);
  expect(placed.map(({ x, y }) => [x, y])).toEqual([
    [104, 224],
    [136, 200],
  ]);
});
