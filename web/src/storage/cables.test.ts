import { expect, test } from 'vitest';

import { mayBeCables } from './cables';
import { part } from './toCables';

test('what may be a patch of cables is told from what is none', () => {
  expect(mayBeCables('{"ops":[{"objName":"Ops.Math.Sum"}]}')).toBe(true);
  expect(mayBeCables('CABLES.exportedPatch={ops:[]}')).toBe(true);
  expect(mayBeCables("```json\n{ 'ops' : [] }\n```")).toBe(true);
  expect(mayBeCables('{\n  "ropewalk": 1,\n  "ops": []\n}')).toBe(false);
  expect(mayBeCables('Oops: a text about ops')).toBe(false);
  expect(mayBeCables('')).toBe(false);
});

test('a part of a patch file has what the file has of its ops, and the links among them', () => {
  const link = (from: string, to: string) => ({
    from: { op: from, port: 'p' },
    to: { op: to, port: 'q' },
  });
  const ops = [{ id: 'a', cables: { storage: 1 } }, { id: 'b' }, { id: 'c' }];
  const file = { ropewalk: 1, ops, links: [link('a', 'b'), link('b', 'c')] };
  const text = JSON.stringify(file);
  expect(part(text, new Set())).toEqual(file);
  expect(part(text, new Set(['a', 'b']))).toEqual({
    ropewalk: 1,
    ops: ops.slice(0, 2),
    links: [link('a', 'b')],
  });
  expect(part('{"ops":[{"id":"a"}]}', new Set(['a'])).links).toEqual([]);
});

test('a subpatch goes with all that is in it, and what comes out of one without it', () => {
  const ops = [
    { id: 'outer' },
    { id: 'inner', subpatch: 'outer' },
    { id: 'a', subpatch: 'inner' },
    { id: 'b' },
  ];
  const text = JSON.stringify({ ropewalk: 1, ops, links: [] });
  expect(part(text, new Set(['outer'])).ops).toEqual(ops.slice(0, 3));
  expect(part(text, new Set(['inner'])).ops).toEqual([
    { id: 'inner' },
    { id: 'a', subpatch: 'inner' },
  ]);
});
