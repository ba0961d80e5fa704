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
  /** How many of them can wait for their turn when very much changes. */
  patient = 0;
  hasArrived = false;
  changedAt = 0;

  constructor(port: WatchedPort) {
    this.port = port;
  }
}

/** The live values of the ports that something on the screen shows. */
export class Values {
  /** Whether so much flows that a page could not show each move of it. */
  isCrowded = $state.raw(false);
  /** Where an op is: what is shown in one frame is side by side, as little is painted for it then. */
  placeOf: (op: string) => { x: number; y: number } = () => ({ x: 0, y: 0 });
  readonly #watch: (ports: WatchedPort[]) => void;
  readonly #nextFrame: (run: () => void) => void;
  readonly #cells = new Map<string, ValueCell>();
  readonly #listeners = new Set<() => void>();
  #watched: ValueCell[] = [];
  #isStale = false;
  /** What the runtime told last, and which of it is not shown yet. */
  #numbers: Float64Array = new Float64Array();
  readonly #texts = new Map<number, string>();
  readonly #due = new Set<number>();
  /** Whose turn it is next. */
  #next = 0;
  #isCatchingUp = false;
  #isHeld = false;
  /** Whether the last frame had values of those that can wait, and as many as it could take. */
  #wasFull = false;
  readonly #flowing = new Set<ValueCell>();
  #isSettling = false;

  constructor(
    watch: (ports: WatchedPort[]) => void,
    nextFrame: (run: () => void) => void = (run) => requestAnimationFrame(run),
  ) {
    this.#watch = watch;
    this.#nextFrame = nextFrame;
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

  /**
   * Keeps a cell filled until the returned function is called: the shape of an effect.
   *
   * A cell with none but `patient` viewers may be some frames late: what changes sixty times a
   * second is laid out and painted sixty times a second, and nobody reads hundreds of numbers so.
   */
  retain(cell: ValueCell, { patient = false } = {}): () => void {
    cell.viewers += 1;
    cell.patient += Number(patient);
    if (cell.viewers === 1) this.#refresh();
    return () => {
      cell.viewers -= 1;
      cell.patient -= Number(patient);
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
    this.#numbers = numbers;
    for (const [index, text] of texts) this.#texts.set(index, text);
    for (const [index, cell] of this.#watched.entries()) {
      const isNew = !Object.is(numbers[index], cell.number) || this.#texts.has(index);
      if (!isNew) continue;
      if (cell.viewers > cell.patient || !cell.hasArrived) this.#show(index, now);
      else {
        this.#due.add(index);
        // What waits for its turn flows all the same.
        if (cell.flowing) cell.changedAt = now;
      }
    }
    if (!this.#isHeld) this.#showDue(now);
    this.#catchUp();
    for (const listener of this.#listeners) listener();
  }

  /**
   * Has what can wait do so for as long as the canvas moves: nobody reads a number on its way, and
   * what moves has the frame's time to itself.
   */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.#catchUp();
  }

  /**
   * Shows those whose turn it is in this frame. A frame after one that was full has none: what is
   * shown in two goes is laid out, painted and put together twice.
   */
  #showDue(now: number): void {
    const isTurn = !this.#wasFull;
    this.#wasFull = isTurn && this.#due.size > MOST_A_FRAME;
    if (!isTurn) return;
    const end = this.#next + this.#watched.length;
    let left = MOST_A_FRAME;
    while (left > 0 && this.#next < end) {
      const index = this.#next++ % this.#watched.length;
      if (!this.#due.has(index)) continue;
      left -= 1;
      this.#show(index, now);
    }
  }

  /** By lines, as one reads. */
  #inPlace(cells: ValueCell[]): ValueCell[] {
    if (cells.length <= MOST_A_FRAME) return cells;
    const placed = cells.map((cell) => ({ cell, place: this.placeOf(cell.port.op) }));
    placed.sort(({ place: a }, { place: b }) => a.y - b.y || a.x - b.x);
    return placed.map(({ cell }) => cell);
  }

  /** Sees to it that what is due is shown also when the runtime has no more to tell. */
  #catchUp(): void {
    if (this.#due.size === 0 || this.#isCatchingUp || this.#isHeld) return;
    this.#isCatchingUp = true;
    const told = this.#numbers;
    this.#nextFrame(() => {
      this.#isCatchingUp = false;
      if (told === this.#numbers && !this.#isHeld) this.#showDue(performance.now());
      this.#catchUp();
    });
  }

  #show(index: number, now: number): void {
    this.#due.delete(index);
    const cell = this.#watched[index];
    const number = this.#numbers[index];
    const text = this.#texts.get(index);
    this.#texts.delete(index);
    if (!cell) return;
    if (number !== undefined && !Object.is(number, cell.number)) {
      cell.number = number;
      this.#changed(cell, now);
    }
    if (text !== undefined && !(cell.hasArrived && cell.text === text)) {
      cell.text = text;
      this.#changed(cell, now);
    }
  }

  /** Finds what was told by the places of an old list its places in the new one. */
  #keep(
    waiting: readonly { cell: ValueCell | undefined; number: number; text: string | undefined }[],
  ): void {
    this.#due.clear();
    this.#texts.clear();
    if (waiting.length === 0) return;
    const places = new Map(this.#watched.map((cell, index) => [cell, index]));
    this.#numbers = new Float64Array(this.#watched.length);
    for (const { cell, number, text } of waiting) {
      const index = cell && places.get(cell);
      if (index === undefined) continue;
      this.#numbers[index] = number;
      if (text !== undefined) this.#texts.set(index, text);
      this.#due.add(index);
    }
  }

  /** Forgets every value: another patch is open. */
  reset(): void {
    for (const cell of this.#cells.values()) {
      cell.number = NaN;
      cell.text = '';
      cell.hasArrived = false;
    }
    this.#due.clear();
    this.#texts.clear();
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
    this.isCrowded = this.#flowing.size > MOST_FLOWS;
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
    this.isCrowded = this.#flowing.size > MOST_FLOWS;
    this.#isSettling = false;
    if (this.#flowing.size > 0) this.#settleIn(FLOW_MS / 2);
  }

  /** Tells the runtime once what a burst of mounts and unmounts left to watch. */
  #refresh(): void {
    if (this.#isStale) return;
    this.#isStale = true;
    queueMicrotask(() => {
      this.#isStale = false;
      const waiting = Array.from(this.#due, (index) => ({
        cell: this.#watched[index],
        number: this.#numbers[index] ?? NaN,
        text: this.#texts.get(index),
      }));
      this.#watched = this.#inPlace([...this.#cells.values()].filter((cell) => cell.viewers > 0));
      this.#keep(waiting);
      this.#watch(this.#watched.map((cell) => cell.port));
    });
  }
}

/** How many cells that can wait are shown anew in one frame. */
const MOST_A_FRAME = 80;

/** How many cells flow before it is more than can be followed. */
const MOST_FLOWS = 96;

/** How long after a change a cable still shows that something flows. */
const FLOW_MS = 400;
