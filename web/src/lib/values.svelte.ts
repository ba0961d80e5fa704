import type { WatchedPort } from './protocol';

/** The live value of one port: what is drawn of it changes alone, sixty times a second. */
export class ValueCell {
  readonly port: WatchedPort;
  /** A Number, a Bool as 0 or 1, a trigger's count of pulses; NaN for the other kinds. */
  number = $state.raw(NaN);
  /** The text of the other kinds. */
  text = $state.raw('');
  /** Whether the value changed within the last moment. */
  flowing = $state.raw(false);
  /** How many views show it. */
  viewers = 0;
  hasArrived = false;
  changedAt = 0;

  constructor(port: WatchedPort) {
    this.port = port;
  }
}

/** The live values of the ports that something on the screen shows. */
export class Values {
  readonly #watch: (ports: WatchedPort[]) => void;
  readonly #cells = new Map<string, ValueCell>();
  readonly #listeners = new Set<() => void>();
  #watched: ValueCell[] = [];
  #isStale = false;
  readonly #flowing = new Set<ValueCell>();
  #isSettling = false;

  constructor(watch: (ports: WatchedPort[]) => void) {
    this.#watch = watch;
  }

  /**
   * The cell of a port. It is filled while some view retains it. Text is cut after 200 characters, a
   * `long` one after 8,000.
   */
  cell(op: string, port: string, output: boolean, long = false): ValueCell {
    const key = JSON.stringify([op, port, output, long]);
    let cell = this.#cells.get(key);
    if (!cell) {
      cell = new ValueCell({ op, port, output, long });
      this.#cells.set(key, cell);
    }
    return cell;
  }

  /** Keeps a cell filled until the returned function is called: the shape of an effect. */
  retain(cell: ValueCell): () => void {
    cell.viewers += 1;
    if (cell.viewers === 1) this.#refresh();
    return () => {
      cell.viewers -= 1;
      if (cell.viewers === 0) this.#refresh();
    };
  }

  /** Calls back after each frame's values; returns how to stop it. */
  onframe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What the runtime sends once a frame, in the order of the watched ports. */
  receive(numbers: Float64Array, texts: readonly [index: number, text: string][]): void {
    const now = performance.now();
    for (const [index, cell] of this.#watched.entries()) {
      const number = numbers[index];
      if (number === undefined || Object.is(number, cell.number)) continue;
      cell.number = number;
      this.#changed(cell, now);
    }
    for (const [index, text] of texts) {
      const cell = this.#watched[index];
      if (!cell || (cell.hasArrived && cell.text === text)) continue;
      cell.text = text;
      this.#changed(cell, now);
    }
    for (const listener of this.#listeners) listener();
  }

  /** Forgets every value: another patch is open. */
  reset(): void {
    for (const cell of this.#cells.values()) {
      cell.number = NaN;
      cell.text = '';
      cell.hasArrived = false;
    }
    for (const [key, cell] of this.#cells) if (cell.viewers === 0) this.#cells.delete(key);
    this.#refresh();
  }

  #changed(cell: ValueCell, now: number): void {
    // A first value is no flow: it was there before anyone looked.
    if (!cell.hasArrived) {
      cell.hasArrived = true;
      return;
    }
    cell.changedAt = now;
    if (cell.flowing) return;
    cell.flowing = true;
    this.#flowing.add(cell);
    if (!this.#isSettling) this.#settleIn(FLOW_MS);
  }

  #settleIn(delay: number): void {
    this.#isSettling = true;
    setTimeout(() => this.#settle(), delay);
  }

  #settle(): void {
    const now = performance.now();
    for (const cell of this.#flowing) {
      if (now - cell.changedAt < FLOW_MS) continue;
      cell.flowing = false;
      this.#flowing.delete(cell);
    }
    this.#isSettling = false;
    if (this.#flowing.size > 0) this.#settleIn(FLOW_MS / 2);
  }

  /** Tells the runtime once what a burst of mounts and unmounts left to watch. */
  #refresh(): void {
    if (this.#isStale) return;
    this.#isStale = true;
    queueMicrotask(() => {
      this.#isStale = false;
      this.#watched = [...this.#cells.values()].filter((cell) => cell.viewers > 0);
      this.#watch(this.#watched.map((cell) => cell.port));
    });
  }
}

/** How long after a change a cable still shows that something flows. */
const FLOW_MS = 400;
