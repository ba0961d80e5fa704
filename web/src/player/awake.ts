/**
 * Keeps the screen on while the page is seen. A browser lets go of that whenever the page is
 * hidden, so it is asked for again each time the page comes back.
 */
export class Awake {
  #lock: WakeLockSentinel | null = null;
  #isWanted = false;

  /** Begins to keep the screen on; what forbids it goes to `onRefusal`. */
  begin(onRefusal: (reason: string) => void): void {
    if (this.#isWanted) return;
    // Missing where the page does not come over https.
    if (!('wakeLock' in navigator)) {
      onRefusal('This browser cannot keep the screen on for a page that is not served over https.');
      return;
    }
    this.#isWanted = true;
    this.#onRefusal = onRefusal;
    document.addEventListener('visibilitychange', this.#ask);
    this.#ask();
  }

  end(): void {
    this.#isWanted = false;
    document.removeEventListener('visibilitychange', this.#ask);
    void this.#lock?.release();
    this.#lock = null;
  }

  #onRefusal: (reason: string) => void = () => undefined;

  readonly #ask = () => {
    if (document.visibilityState === 'visible') void this.#lockScreen();
  };

  async #lockScreen(): Promise<void> {
    if (this.#lock && !this.#lock.released) return;
    try {
      const lock = await navigator.wakeLock.request('screen');
      // It may have been ended meanwhile.
      if (this.#isWanted) this.#lock = lock;
      else await lock.release();
    } catch (error) {
      // A low battery, or the page was hidden just now: the next time that it is seen it asks again.
      const reason = error instanceof Error ? error.message : String(error);
      this.#onRefusal(`The screen is not kept on: ${reason}`);
    }
  }
}
