import { expect, test } from 'vitest';

import { bodySizeOf } from './sizes';

test('an op of a file has no body by a name that every object has', () => {
  expect(bodySizeOf('Ops.Ui.VizBool')).toEqual({ height: 40, minWidth: 104 });
  expect(bodySizeOf('constructor')).toBeUndefined();
  expect(bodySizeOf('__proto__')).toBeUndefined();
});
