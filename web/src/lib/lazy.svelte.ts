/** A part of the page that the first load leaves out. */
export class Lazy<T> {
  /** The part, once it is there. */
  current = $state.raw<T | null>(null);
  readonly #import: () => Promise<{ default: T }>;

  constructor(load: () => Promise<{ default: T }>) {
    this.#import = load;
  }

  /** Rejects when the part cannot be had, as when the server is gone or has another build. */
  async load(): Promise<void> {
    if (this.current === null) this.current = (await this.#import()).default;
  }

  /** Does something with the part: at once where it is there already. */
  use(run: (part: T) => unknown): void {
    if (this.current !== null) run(this.current);
    // Where it cannot be had, the page has said so when it tried to load it.
    else void this.load().then(() => this.current !== null && run(this.current), console.error);
  }
}

/**
 * Loads parts when the page has nothing better to do: what opens later has to open at once, and
 * also when the server is gone by then.
 */
export function loadWhenIdle(parts: readonly Lazy<unknown>[], onfail: (error: unknown) => void) {
  const load = () => void Promise.all(parts.map((part) => part.load())).catch(onfail);
  if ('requestIdleCallback' in globalThis) requestIdleCallback(load, { timeout: 2000 });
  else setTimeout(load, 500);
}
