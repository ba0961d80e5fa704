/** What tabs of one browser tell each other. */
type Message = {
  /** A tab has opened it; one that has it answers; another is to have it; it has been given away. */
  type: 'opened' | 'mine' | 'take' | 'given';
  patch: string;
  /** The tab that it is for; all where there is none. */
  to?: string;
  from: string;
};

/** How long to wait for a tab that is to give a patch away, in milliseconds: it may be frozen. */
const PATIENCE_MS = 1_000;

/** Which tab of this browser keeps which patch, so that no two of them overwrite each other. */
export class Tabs {
  readonly #channel = new BroadcastChannel('ropewalk-tabs');
  readonly #id = Math.random().toString(36).slice(2);
  readonly #lose: (how: 'open' | 'taken') => Promise<void>;
  #patch = '';
  #isMine = false;
  #given: (() => void) | null = null;
  #hasAsked = false;

  /**
   * @param lose This tab keeps its patch no more: it is `open` in another, or was `taken`. When it
   *   resolves, the other goes on.
   */
  constructor(lose: (how: 'open' | 'taken') => Promise<void>) {
    this.#lose = lose;
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => void this.#hear(data);
  }

  /** This tab has opened a patch. */
  open(patch: string): void {
    this.#patch = patch;
    this.#isMine = true;
    this.#say({ type: 'opened', patch });
  }

  /** This tab is to keep the patch that it has open; resolves when the other has let go of it. */
  async take(): Promise<void> {
    this.#isMine = true;
    const given = new Promise<void>((resolve) => {
      this.#given = resolve;
      setTimeout(resolve, PATIENCE_MS);
    });
    this.#say({ type: 'take', patch: this.#patch });
    await given;
  }

  /** Has the browser throw nothing away that is kept here, when it needs room. */
  stay(): void {
    if (this.#hasAsked) return;
    this.#hasAsked = true;
    // There is none in a page that came over plain HTTP from another machine.
    if ('storage' in navigator) void navigator.storage.persist().catch(() => undefined);
  }

  async #hear({ type, patch, to, from }: Message): Promise<void> {
    if (patch !== this.#patch || (to !== undefined && to !== this.#id)) return;
    if (type === 'given') this.#given?.();
    else if (!this.#isMine) return;
    else if (type === 'opened') this.#say({ type: 'mine', patch, to: from });
    else {
      this.#isMine = false;
      await this.#lose(type === 'mine' ? 'open' : 'taken');
      if (type === 'take') this.#say({ type: 'given', patch, to: from });
    }
  }

  #say(message: Omit<Message, 'from'>): void {
    this.#channel.postMessage({ ...message, from: this.#id } satisfies Message);
  }
}
