/** How much of a port's own unit each unit is that can be typed in its place. */
export type Units = Readonly<Record<string, number>>;

const SECONDS: Units = { s: 1, sec: 1, ms: 1e-3, µs: 1e-6, us: 1e-6, min: 60, h: 3600 };
const DEGREES: Units = { '°': 1, deg: 1, rad: 180 / Math.PI, turn: 360 };
const BYTES: Units = { bytes: 1, B: 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20 };
const HERTZ: Units = { Hz: 1, kHz: 1e3 };

/** What may stand behind any number. */
const FACTORS: Units = { k: 1e3, M: 1e6, G: 1e9 };

/** The units that fit where numbers of this one are meant; without one, only `k`, `M` and `G`. */
export function unitsOf(unit: string): Units {
  switch (unit) {
    case 's':
      return { ...FACTORS, ...SECONDS };
    case 'ms':
      return { ...FACTORS, ...scaled(SECONDS, 1e3) };
    case '°':
      return { ...FACTORS, ...DEGREES };
    case 'bytes':
      return { ...FACTORS, ...BYTES };
    case '1/s':
      return { ...FACTORS, ...HERTZ };
    default:
      return unit === '' ? FACTORS : { ...FACTORS, [unit]: 1 };
  }
}

/** The units that a person may be told of. */
export function unitsText(unit: string): string {
  const names: Record<string, string> = {
    s: 'ms, s, min or h',
    ms: 'ms, s, min or h',
    '°': '°, rad or turn',
    bytes: 'kB, MB or KiB',
    '1/s': 'Hz or kHz',
  };
  return names[unit] ?? '';
}

function scaled(units: Units, factor: number): Units {
  const entries = Object.entries(units).map(([name, size]) => [name, size * factor] as const);
  return Object.fromEntries(entries);
}
