const KEY = 'ropewalk-copied';

/** Keeps what was copied here last, so that it is known again when it is pasted, in any tab. */
export function keepOwnCopy(text: string): void {
  try {
    localStorage.setItem(KEY, text);
  } catch {
    // No storage, or no room: what is pasted then is taken for something from outside.
  }
}

/** Whether a text was copied from a patch that was made here. */
export function isOwnCopy(text: string): boolean {
  try {
    return localStorage.getItem(KEY) === text;
  } catch {
    return false;
  }
}
