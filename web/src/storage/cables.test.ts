import { expect, test } from 'vitest';

import { mayBeCables } from './cables';

test('what may be a patch of cables is told from what is none', () => {
  expect(mayBeCables('{"ops":[{"objName":"Ops.Math.Sum"}]}')).toBe(true);
  expect(mayBeCables('CABLES.exportedPatch={ops:[]}')).toBe(true);
  expect(mayBeCables("```json\n{ 'ops' : [] }\n```")).toBe(true);
  expect(mayBeCables('{\n  "ropewalk": 1,\n  "ops": []\n}')).toBe(false);
  expect(mayBeCables('Oops: a text about ops')).toBe(false);
  expect(mayBeCables('')).toBe(false);
});
