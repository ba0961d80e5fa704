import { expect, test } from 'vitest';

import { pauseAfter } from './backoff';

test('pauses double, up to a minute, however often it fails', () => {
  expect([1, 2, 3, 6, 7, 8, 5_000].map(pauseAfter)).toEqual([
    1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000,
  ]);
});
