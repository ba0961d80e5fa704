import { expect, test } from 'vitest';

import { fileNameOf } from './files';

test.each([
  ['First light', 'first-light.json'],
  ['  Größe / 2: "Ω" ', 'größe-2-ω.json'],
  ['../../etc/passwd', 'etc-passwd.json'],
  ['***', 'patch.json'],
])('%j is saved as %s', (name, file) => {
  expect(fileNameOf(name)).toBe(file);
});
