import { reasonOf } from '../lib/reason';

/** How long after it was refused or lost it is asked for again, in milliseconds. */
const AGAIN_MS = 60_000;

/**
 * Keeps the screen on while the page is seen. A browser lets go of that whenever the page is hidden
 * and whenever it likes, as with a low battery, so it is asked for again: as the page comes back, and
 * now and then.
 */
export class Awake {
  #lock: WakeLockSentinel | null = null;
  #isAsking = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Begins to keep the screen on; what forbids it goes to `onRefusal`. */
  begin(onRefusal: (reason: string) => void): void {
    if (this.#timer !== undefined) return;
    // Missing where the page does not come over https.
    if (!('wakeLock' in navigator)) {
      onRefusal('The screen is not kept on: that takes a page that came over https.');
      return;
    }
    this.#onRefusal = onRefusal;
    document.addEventListener('visibilitychange', this.#ask);
    this.#timer = setInterval(this.#ask, AGAIN_MS);
    this.#ask();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    document.removeEventListener('visibilitychange', this.#ask);
    void this.#lock?.release();
    this.#lock = null;
  }

  #onRefusal: (reason: string) => void = () => undefined;

  readonly #ask = () => {
    const isHeld = this.#lock !== null && !this.#lock.released;
    if (document.visibilityState === 'visible' && !isHeld && !this.#isAsking)
      void this.#lockScreen();
  };

  async #lockScreen(): Promise<void> {
    this.#isAsking = true;
    try {
      const lock = await navigator.wakeLock.request('screen');
      // It may have been ended meanwhile.
      if (this.#timer === undefined) await lock.release();
      else this.#lock = lock;
    } catch (error) {
      this.#onRefusal(`The screen is not kept on: ${reasonOf(error)}`);
    }
    this.#isAsking = false;
  }
}
