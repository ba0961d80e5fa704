/** The first pause, in milliseconds; each further one is twice as long, up to the longest. */
const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/**
 * How long to wait before the next try, in milliseconds.
 *
 * @param failures How many tries have failed since the last success: 1 or more.
 */
export function pauseAfter(failures: number): number {
  return Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
}
