/** What some numbers were over time, up to a bound: the oldest go first. */
export class Samples {
  readonly #capacity: number;
  readonly #times: number[] = [];
  readonly #series = new Map<string, (number | null)[]>();

  /** `capacity` is how many moments are kept at least; never are there more than twice as many. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#times.length;
  }

  /** When the last moment was; 0 before the first. */
  get end(): number {
    return this.#times.at(-1) ?? 0;
  }

  /** What a number was at the last moment. */
  last(key: string): number {
    return this.#series.get(key)?.at(-1) ?? NaN;
  }

  /** What is kept of a number that was not there before begins as nothing. */
  push(time: number, values: ReadonlyMap<string, number>): void {
    for (const key of this.#series.keys()) if (!values.has(key)) this.#series.delete(key);
    for (const [key, value] of values) {
      let series = this.#series.get(key);
      if (!series) {
        series = Array.from({ length: this.#times.length }, () => null);
        this.#series.set(key, series);
      }
      // Of what is no number there is nothing to draw.
      series.push(Number.isFinite(value) ? value : null);
    }
    this.#times.push(time);
    if (this.#times.length < 2 * this.#capacity) return;
    for (const list of [this.#times, ...this.#series.values()]) list.splice(0, this.#capacity);
  }

  /** The moments from one time on, and what each number was at them. */
  since(time: number, keys: readonly string[]): [number[], ...(number | null)[][]] {
    const from = this.#firstFrom(time);
    const times = this.#times.slice(from);
    const nothing = () => times.map(() => null);
    return [times, ...keys.map((key) => this.#series.get(key)?.slice(from) ?? nothing())];
  }

  /** The least and the greatest of a number from one time on; `null` where it was none. */
  range(time: number, key: string): [min: number, max: number] | null {
    const series = this.#series.get(key) ?? [];
    let range: [number, number] | null = null;
    for (let at = this.#firstFrom(time); at < series.length; at += 1) {
      const value = series[at];
      if (value === null || value === undefined) continue;
      range = range ? [Math.min(range[0], value), Math.max(range[1], value)] : [value, value];
    }
    return range;
  }

  clear(): void {
    this.#times.length = 0;
    this.#series.clear();
  }

  #firstFrom(time: number): number {
    let [low, high] = [0, this.#times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#times[middle] ?? 0) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
