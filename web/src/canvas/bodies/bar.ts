/** The least and the greatest number that came. */
export type Range = { low: number; high: number };

export const EMPTY: Range = { low: Infinity, high: -Infinity };

/** The range with a number more; what is no finite number widens nothing. */
export function widen({ low, high }: Range, value: number): Range {
  if (!Number.isFinite(value)) return { low, high };
  return { low: Math.min(low, value), high: Math.max(high, value) };
}

/** Where the bar of a number begins, and how long it is, as parts of the whole from 0 to 1. */
export function barOf(value: number, { low, high }: Range): { start: number; length: number } {
  const span = high - low;
  if (Number.isNaN(value) || !(span > 0)) return { start: 0, length: 0 };
  const at = (number: number) => Math.min(Math.max((number - low) / span, 0), 1);
  const [zero, end] = [at(0), at(value)];
  return { start: Math.min(zero, end), length: Math.abs(end - zero) };
}
