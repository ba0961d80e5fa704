/** How many tests passed and failed, read from what the test runners write. */

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 */

/**
 * @param {string} output Of `cargo test` or `wasm-pack test`: a line for each program of tests.
 * @returns {Counts}
 */
export function countRust(output) {
  const lines = output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed;/gm);
  return [...lines].reduce(
    (sum, [, passed, failed]) => ({
      passed: sum.passed + Number(passed),
      failed: sum.failed + Number(failed),
    }),
    { passed: 0, failed: 0 },
  );
}

/**
 * @param {string} output Of `node --test` with its TAP reporter.
 * @returns {Counts}
 */
export function countTap(output) {
  return {
    passed: Number(/^# pass (\d+)$/m.exec(output)?.[1] ?? 0),
    failed: Number(/^# fail (\d+)$/m.exec(output)?.[1] ?? 0),
  };
}

/**
 * @param {string} json Of Vitest's JSON reporter.
 * @returns {Counts}
 */
export function countVitest(json) {
  const { numPassedTests, numFailedTests } = JSON.parse(json);
  return { passed: numPassedTests, failed: numFailedTests };
}

/**
 * @param {string} json Of Playwright's JSON reporter.
 * @returns {Counts} A test that passed only when tried again counts as failed.
 */
export function countPlaywright(json) {
  const { expected, unexpected, flaky } = JSON.parse(json).stats;
  return { passed: expected, failed: unexpected + flaky };
}

/**
 * @param {string} output Of a libFuzzer program with `-print_final_stats=1`.
 * @returns {number} How many inputs it ran; 0 where it did not come to its end.
 */
export function inputsRun(output) {
  return Number(/^stat::number_of_executed_units: +(\d+)$/m.exec(output)?.[1] ?? 0);
}
