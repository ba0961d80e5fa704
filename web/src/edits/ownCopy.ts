import { store, stored } from '../lib/stored';

const KEY = 'ropewalk-copied';

/**
 * Keeps what was copied here last, so that it is known again when it is pasted, in any tab. Where it
 * cannot be kept, what is pasted then is taken for something from outside.
 */
export function keepOwnCopy(text: string): void {
  store(KEY, text);
}

/** Whether a text was copied from a patch that was made here. */
export function isOwnCopy(text: string): boolean {
  return stored(KEY) === text;
}
