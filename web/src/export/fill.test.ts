import { expect, test } from 'vitest';

import { fill } from './fill';

const TEMPLATE = '<title>%PATCH_NAME%</title><script>%PATCH_FILE%</script>';

test('nothing of a patch or its name ends its element', () => {
  expect(fill(TEMPLATE, 'A & <b>B</b>', '{"name":"</script><b>"}')).toBe(
    '<title>A &amp; &lt;b>B&lt;/b></title><script>{"name":"\\u003c/script>\\u003cb>"}</script>',
  );
});

test('what is put into a page is not looked through for places', () => {
  expect(fill(TEMPLATE, '%PATCH_FILE%', '{"name":"$& %PATCH_NAME%"}')).toBe(
    '<title>%PATCH_FILE%</title><script>{"name":"$& %PATCH_NAME%"}</script>',
  );
});
