import type { Editor } from '../lib/editor.svelte';
import { reasonOf } from '../lib/reason';
import type { BrokerView } from '../lib/runtime';

/** How long it is between two looks, in milliseconds. */
const PAUSE = 100;
/** A search goes through all topics, so it is made less often. */
const SEARCH_PAUSE = 300;

/** What is seen of one connection, looked at some times a second while it is shown. */
export class Watch {
  view = $state.raw<BrokerView | null>(null);
  /** Why there is nothing to be seen. */
  fault = $state.raw('');
  /** Why what a person has asked for was not done. */
  refusal = $state.raw('');
  search = $state.raw('');
  /** The topic whose details are shown, by its number; 0 for none. */
  chosen = $state.raw(0);
  /** The rows to be seen: the first, and how many. */
  from = $state.raw(0);
  count = $state.raw(0);
  withPicture = $state.raw(false);
  readonly #editor: Editor;
  readonly #op: string;
  #lookedAt = -Infinity;

  constructor(editor: Editor, op: string) {
    this.#editor = editor;
    this.#op = op;
  }

  /** Looks from now on, until the returned function is called: the shape of an effect. */
  run(): () => void {
    let frame = requestAnimationFrame(function draw(this: void) {
      tick();
      frame = requestAnimationFrame(draw);
    });
    const tick = () => {
      const pause = this.search ? SEARCH_PAUSE : PAUSE;
      if (performance.now() - this.#lookedAt >= pause) this.look();
    };
    return () => {
      cancelAnimationFrame(frame);
      try {
        this.#editor.broker(this.#op, { do: 'leave' });
      } catch {
        // The op has gone, and what was watched with it.
      }
    };
  }

  look(): void {
    this.#lookedAt = performance.now();
    try {
      this.view = this.#editor.broker(this.#op, {
        do: 'look',
        from: this.from,
        count: this.count,
        search: this.search.trim(),
        topic: this.chosen,
        picture: this.withPicture,
      });
      this.fault = '';
    } catch (error) {
      this.fault = reasonOf(error);
    }
  }

  /** Watches a filter; nothing where it is empty. */
  watch(filter: string, anyway = false): void {
    this.chosen = 0;
    this.refusal = this.#ask({ do: 'watch', filter, anyway });
  }

  open(id: number, open: boolean): void {
    this.#ask({ do: 'open', id, open });
  }

  /** Publishes a message; why not, or nothing. */
  publish(message: { topic: string; payload: string; qos: number; retain: boolean }): string {
    return this.#ask({ do: 'publish', ...message });
  }

  #ask(asked: Parameters<Editor['broker']>[1]): string {
    try {
      this.#editor.broker(this.#op, asked);
    } catch (error) {
      return reasonOf(error);
    }
    this.look();
    return '';
  }
}
