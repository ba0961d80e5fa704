import type { VariableInfo } from './protocol';

/** How long after a change the list is made anew: a person reads no faster. */
const PAUSE_MS = 100;

/** The variables of the patch, as long as something on the screen shows them. */
export class Variables {
  /** By name. */
  list = $state.raw<readonly VariableInfo[]>([]);
  readonly #runtime: { watch: (watched: boolean) => void; list: () => VariableInfo[] };
  #viewers = 0;
  #isStale = false;

  constructor(runtime: { watch: (watched: boolean) => void; list: () => VariableInfo[] }) {
    this.#runtime = runtime;
  }

  /** Keeps the list up to date until the returned function is called: the shape of an effect. */
  retain(): () => void {
    this.#viewers += 1;
    if (this.#viewers === 1) {
      this.#runtime.watch(true);
      this.list = this.#runtime.list();
    }
    return () => {
      this.#viewers -= 1;
      if (this.#viewers === 0) this.#runtime.watch(false);
    };
  }

  /** The runtime has told that some have other values or users. */
  changed(): void {
    if (this.#isStale) return;
    this.#isStale = true;
    setTimeout(() => {
      this.#isStale = false;
      if (this.#viewers > 0) this.list = this.#runtime.list();
    }, PAUSE_MS);
  }
}
