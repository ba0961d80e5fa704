import type { PortInfo } from '../../lib/protocol';

type Bounds = Pick<PortInfo, 'display' | 'min' | 'max'>;

/** A number as a port takes it: within its bounds, whole where it has to be. */
export function admit(value: number, { display, min, max }: Bounds): number {
  const whole = display === 'integer' ? Math.round(value) : value;
  return Math.min(Math.max(whole, min ?? -Infinity), max ?? Infinity);
}

/** A number some steps further on, as a port takes it. */
export function addSteps(value: number, steps: number, bounds: Bounds): number {
  const sum = value + steps * stepOf(value, bounds);
  // Adding leaves traces far behind the point: 0.1 + 0.2.
  return admit(Number(sum.toPrecision(12)), bounds);
}

/** How much one step of the wheel, of an arrow key, or of a drag changes a number. */
export function stepOf(value: number, { display, min, max }: Bounds): number {
  if (display === 'integer') return 1;
  if (min !== null && max !== null) return 10 ** Math.floor(Math.log10((max - min) / 50));
  const size = Math.max(Math.abs(value), 1);
  return 10 ** (Math.floor(Math.log10(size)) - 2);
}
