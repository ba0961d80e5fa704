import { loadJson } from '../lib/library';
import helpUrl from '../wasm/help.json?url';

/** The help pages of the library, which are loaded when the first of them is read. */
export class HelpPages {
  /** By the name of the op; `null` before they are there. */
  current = $state.raw<Readonly<Record<string, string>> | null>(null);
  /** Why they did not load, empty while nothing is wrong. */
  failure = $state.raw('');
  readonly #fetch: () => Promise<Record<string, string>>;
  #loading = false;

  constructor(fetch: () => Promise<Record<string, string>>) {
    this.#fetch = fetch;
  }

  /** Loads them, unless they are there or on their way. After a failure it tries again. */
  async load(): Promise<void> {
    if (this.current || this.#loading) return;
    this.#loading = true;
    this.failure = '';
    try {
      this.current = await this.#fetch();
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    } finally {
      this.#loading = false;
    }
  }
}

/** Those of the runtime of this page. */
export const help = new HelpPages(
  () => loadJson(helpUrl, 'The help') as Promise<Record<string, string>>,
);
