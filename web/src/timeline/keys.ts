import type { Animation, Command, Key } from '../lib/protocol';

/** An animated input. */
export type Track = { op: string; port: string; animation: Animation };

/** How finely a key is put with the pointer, in seconds. */
const GRAIN = 0.01;

/** The shortest stretch of time that is shown, in seconds. */
const SHORTEST = 5;

/** The command that puts a key in the place of one, or adds it where there is none. */
export function put({ op, port }: Track, index: number | null, key: Key): Command {
  return { type: 'keys', op, port, remove: index === null ? [] : [index], add: [key] };
}

/** Where a key comes to stand that is put at a time in the place of one, or added. */
export function placeOf({ animation }: Track, index: number | null, time: number): number {
  return animation.keys.filter((key, place) => place !== index && key.time <= time).length;
}

/** The end of what is shown of all tracks: somewhat more than their keys take. */
export function spanOf(tracks: readonly Track[]): number {
  const times = tracks.flatMap(({ animation }) => animation.keys.map((key) => key.time));
  return times.reduce((end, time) => Math.max(end, time * 1.2), SHORTEST);
}

/** A time as it is put with the pointer: not below 0, on the grain. */
export function grained(time: number): number {
  return Math.max(0, Number((Math.round(time / GRAIN) * GRAIN).toFixed(2)));
}

/** The times to write on a ruler of that many seconds, some eight of them. */
export function ticks(span: number): number[] {
  const rough = span / 8;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((by) => by * power).find((step) => step >= rough) ?? rough;
  const count = Math.floor(span / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, place) => Number((place * step).toPrecision(12)));
}

/** The least and the greatest of a curve and its keys, apart from each other. */
export function rangeOf(
  curve: Iterable<number>,
  keys: readonly Key[],
): [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (const number of [...curve, ...keys.map((key) => key.value)]) {
    if (!Number.isFinite(number)) continue;
    low = Math.min(low, number);
    high = Math.max(high, number);
  }
  if (low > high) return [0, 1];
  if (low === high) return [low - 0.5, high + 0.5];
  return [low, high];
}

/** A time as a clock shows it: `0:04.50`. */
export function clockText(seconds: number): string {
  const hundredths = Math.floor(seconds * 100 + 1e-6);
  const minutes = Math.floor(hundredths / 6000);
  const rest = ((hundredths % 6000) / 100).toFixed(2).padStart(5, '0');
  return `${minutes}:${rest}`;
}
