const KEY = 'ropewalk-player-faults';

/** Counts one more fault of this tab's runtimes; without storage each counts as the first. */
export function countFault(): number {
  try {
    const faults = Number(sessionStorage.getItem(KEY)) + 1;
    sessionStorage.setItem(KEY, String(faults));
    return faults;
  } catch {
    return 1;
  }
}

/** What comes after counts as the first again. */
export function forgetFaults(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // There is nothing to forget.
  }
}
