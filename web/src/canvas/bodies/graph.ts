/** The last values of one line, oldest first. */
export class Trace {
  readonly #values: Float64Array;
  #next = 0;
  #length = 0;

  constructor(capacity: number) {
    this.#values = new Float64Array(capacity);
  }

  get capacity(): number {
    return this.#values.length;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.capacity;
    this.#length = Math.min(this.#length + 1, this.capacity);
  }

  clear(): void {
    this.#next = 0;
    this.#length = 0;
  }

  at(index: number): number {
    const oldest = this.#length < this.capacity ? 0 : this.#next;
    return this.#values[(oldest + index) % this.capacity] ?? NaN;
  }
}

/** The least and the greatest of all finite values. */
export function rangeOf(traces: readonly Trace[]): { low: number; high: number } {
  let low = Infinity;
  let high = -Infinity;
  for (const trace of traces) {
    for (let index = 0; index < trace.length; index += 1) {
      const value = trace.at(index);
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low <= high ? { low, high } : { low: 0, high: 0 };
}

/** Draws the traces over their own range, and returns the range. */
export function drawGraph(
  context: CanvasRenderingContext2D,
  traces: readonly Trace[],
  { width, height }: { width: number; height: number },
  { colors, line, isFilled }: { colors: readonly string[]; line: string; isFilled: boolean },
): { low: number; high: number } {
  const range = rangeOf(traces);
  const span = range.high - range.low;
  const y = (value: number) =>
    span > 0 ? height - 6 - ((value - range.low) / span) * (height - 12) : height / 2;
  context.clearRect(0, 0, width, height);

  if (range.low < 0 && range.high > 0) {
    context.fillStyle = line;
    context.fillRect(0, Math.round(y(0)), width, 1);
  }

  for (const [series, trace] of traces.entries()) {
    const color = colors[series % colors.length] ?? line;
    const step = width / (trace.capacity - 1);
    const start = width - (trace.length - 1) * step;
    context.beginPath();
    let isDrawing = false;
    for (let index = 0; index < trace.length; index += 1) {
      const value = trace.at(index);
      const isFinite = Number.isFinite(value);
      if (isFinite && isDrawing) context.lineTo(start + index * step, y(value));
      else if (isFinite) context.moveTo(start + index * step, y(value));
      isDrawing = isFinite;
    }
    context.strokeStyle = color;
    context.lineWidth = 1.5;
    context.lineJoin = 'round';
    context.stroke();
    if (isFilled && traces.length === 1 && trace.length > 1) {
      context.lineTo(width, height);
      context.lineTo(start, height);
      context.globalAlpha = 0.14;
      context.fillStyle = color;
      context.fill();
      context.globalAlpha = 1;
    }
  }
  return range;
}
