import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';

import { unlessDone } from './stamp.mjs';

let folder = '';
let runs = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ropewalk-stamp-'));
  runs = 0;
  mkdirSync(join(folder, 'in', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'in', 'deep', 'a'), 'one');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** @param {unknown} [settings] */
async function build(settings) {
  const output = join(folder, 'out');
  const step = { name: 'copy', inputs: [join(folder, 'in')], outputs: [output], settings };
  return unlessDone(
    step,
    async () => {
      runs += 1;
      writeFileSync(output, 'made');
    },
    join(folder, 'stamps'),
  );
}

test('what is done is not done again', async () => {
  assert.equal(await build(), true);
  assert.equal(await build(), false);
  assert.equal(runs, 1);
});

test('a change of a file, its name or the settings has it done again', async () => {
  await build();
  writeFileSync(join(folder, 'in', 'deep', 'a'), 'two');
  assert.equal(await build(), true, 'changed file of the same size');
  writeFileSync(join(folder, 'in', 'b'), '');
  assert.equal(await build(), true, 'new file');
  rmSync(join(folder, 'in', 'b'));
  assert.equal(await build(), true, 'removed file');
  assert.equal(await build('-O3'), true, 'other settings');
  assert.equal(await build('-O3'), false);
});

test('a product that is lost or damaged is made again', async () => {
  await build();
  writeFileSync(join(folder, 'out'), 'half');
  assert.equal(await build(), true);
  rmSync(join(folder, 'out'));
  assert.equal(await build(), true);
});

test('work that failed is tried again', async () => {
  const step = { name: 'fails', inputs: [join(folder, 'in')] };
  const stamps = join(folder, 'stamps');
  const fail = () => unlessDone(step, () => Promise.reject(new Error('full disk')), stamps);
  await assert.rejects(fail, /full disk/);
  await assert.rejects(fail, /full disk/);
});

test('an edit during the work is seen the next time', async () => {
  const step = { name: 'slow', inputs: [join(folder, 'in')] };
  const stamps = join(folder, 'stamps');
  const work = async () => writeFileSync(join(folder, 'in', 'deep', 'a'), 'edited');
  assert.equal(await unlessDone(step, work, stamps), true);
  assert.equal(await unlessDone(step, async () => {}, stamps), true);
});
