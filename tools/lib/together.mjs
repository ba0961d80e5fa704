import { Failure } from './failure.mjs';

/**
 * Does several things beside one another, which a machine with more than one core does sooner, and
 * waits for all of them.
 *
 * @template {readonly unknown[]} T
 * @param {{ [K in keyof T]: Promise<T[K]> }} works
 * @returns {Promise<T>}
 * @throws {unknown} When one has failed; a {@link Failure} with what all had to say when several
 *   have.
 */
export async function together(works) {
  const ends = await Promise.allSettled(works);
  const faults = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  const failures = faults.filter((fault) => fault instanceof Failure);
  if (failures.length > 1 && failures.length === faults.length) {
    const outputs = failures.map(({ output }) => output.trimEnd()).filter(Boolean);
    throw new Failure(failures.map(({ message }) => message).join('\n'), outputs.join('\n\n'));
  }
  const strange = faults.find((fault) => !(fault instanceof Failure));
  if (faults.length > 0) throw strange ?? faults[0];
  return /** @type {any} */ (
    ends.map((end) => (end.status === 'fulfilled' ? end.value : undefined))
  );
}
