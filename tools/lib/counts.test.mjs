import assert from 'node:assert/strict';
import { test } from 'node:test';

import { countPlaywright, countRust, countTap, countVitest, inputsRun } from './counts.mjs';

test('Rust: the programs of tests are added up', () => {
  const output = [
    'running 2 tests',
    'test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s',
    '   Doc-tests ropewalk_flow',
    'test result: FAILED. 5 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1s',
  ].join('\n');
  assert.deepEqual(countRust(output), { passed: 7, failed: 1 });
});

test('Rust: no test ran when nothing compiled', () => {
  assert.deepEqual(countRust('error: could not compile'), { passed: 0, failed: 0 });
});

test('Node: the sums at the end are taken', () => {
  assert.deepEqual(countTap('# tests 3\n# pass 2\n# fail 1\n'), { passed: 2, failed: 1 });
});

test('Vitest: its report is read', () => {
  const json = '{"numTotalTests":4,"numPassedTests":3,"numFailedTests":1}';
  assert.deepEqual(countVitest(json), { passed: 3, failed: 1 });
});

test('Playwright: a test that is flaky counts as failed', () => {
  const json = '{"stats":{"expected":3,"unexpected":1,"flaky":1,"skipped":0}}';
  assert.deepEqual(countPlaywright(json), { passed: 3, failed: 2 });
});

test('libFuzzer: its final figures are read', () => {
  const output = 'Done 20000 runs in 1 second(s)\nstat::number_of_executed_units: 20013\n';
  assert.equal(inputsRun(output), 20_013);
  assert.equal(inputsRun('ERROR: libFuzzer: deadly signal'), 0);
});
