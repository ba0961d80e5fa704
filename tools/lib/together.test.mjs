import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Failure } from './failure.mjs';
import { together } from './together.mjs';

test('gives what each has made, in their order', async () => {
  assert.deepEqual(await together([Promise.resolve(1), Promise.resolve('two')]), [1, 'two']);
});

test('waits for all before it fails', async () => {
  let isDone = false;
  const slow = new Promise((resolve) => setImmediate(resolve)).then(() => (isDone = true));
  await assert.rejects(together([Promise.reject(new Failure('one', 'its words')), slow]), {
    message: 'one',
    output: 'its words',
  });
  assert.ok(isDone);
});

test('tells of all that have failed', async () => {
  const works = [
    Promise.reject(new Failure('one', 'a\n')),
    Promise.reject(new Failure('two', 'b')),
  ];
  await assert.rejects(together(works), { message: 'one\ntwo', output: 'a\n\nb' });
});

test('what is no failure but a fault of ours is not hidden by one', async () => {
  const fault = new TypeError('strange');
  await assert.rejects(
    together([Promise.reject(new Failure('one')), Promise.reject(fault)]),
    fault,
  );
});
