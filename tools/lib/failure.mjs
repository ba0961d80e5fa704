/** Something that a person can mend; shown without a stack trace. */
export class Failure extends Error {
  /**
   * @param {string} message What is wrong and what to do.
   * @param {string} [output] What the program that failed had to say.
   */
  constructor(message, output = '') {
    super(message);
    this.name = 'Failure';
    this.output = output;
    /** @type {import('./counts.mjs').Counts | undefined} How many of its tests passed and failed. */
    this.counts = undefined;
  }
}

/**
 * Tells a person what went wrong; the process then ends with code 1.
 *
 * @param {unknown} error
 */
export function report(error) {
  process.exitCode = 1;
  if (!(error instanceof Failure)) {
    console.error(error);
    return;
  }
  if (error.output) console.error(`\n${error.output.trimEnd()}\n`);
  console.error(error.message);
}
