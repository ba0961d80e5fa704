/** The patch's clock, and what of it is shown. */
export class Timeline {
  /** Whether it goes on. */
  playing = $state.raw(false);
  /** The animated input that the panel is about. */
  track = $state.raw<{ op: string; port: string } | null>(null);
  /** Counts how often it was set, stopped or let go on. */
  settings = $state.raw(0);
  #seconds = 0;
  #since = 0;

  /** The runtime has told of it. */
  told(playing: boolean, seconds: number): void {
    this.playing = playing;
    this.#seconds = seconds;
    this.#since = performance.now();
    this.settings += 1;
  }

  /** What it shows, in seconds: of no need to ask the runtime, as both count the same time. */
  get seconds(): number {
    return this.#seconds + (this.playing ? (performance.now() - this.#since) / 1000 : 0);
  }
}
