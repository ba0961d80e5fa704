import type { Port } from '../lib/ports';

/** Three sliders that are one colour. */
export type ColorPorts = { name: string; red: Port; green: Port; blue: Port };

/** The colour of which an input is the red part, if it is one: `Color R`, `Color G` and `Color B`. */
export function colorAt(ports: readonly Port[], red: Port): ColorPorts | null {
  const at = ports.indexOf(red);
  const [green, blue] = [ports[at + 1], ports[at + 2]];
  if (!green || !blue || ![red, green, blue].every(isPart)) return null;
  const stem = red.name.slice(0, -1);
  const isColor =
    /^(.* )?r$/i.test(red.name) &&
    green.name.toLowerCase() === `${stem}g`.toLowerCase() &&
    blue.name.toLowerCase() === `${stem}b`.toLowerCase();
  return isColor ? { name: stem.trim() || 'Colour', red, green, blue } : null;
}

/** Parts from 0 to 1 as `#rrggbb`. */
export function hexOf(parts: readonly number[]): string {
  const hex = parts.map((part) => {
    const byte = Math.round(Math.min(Math.max(part || 0, 0), 1) * 255);
    return byte.toString(16).padStart(2, '0');
  });
  return `#${hex.join('')}`;
}

/** `#rrggbb` as parts from 0 to 1. */
export function partsOf(hex: string): [number, number, number] {
  const part = (at: number) =>
    Number((Number.parseInt(hex.slice(at, at + 2), 16) / 255).toFixed(4)) || 0;
  return [part(1), part(3), part(5)];
}

function isPart(port: Port): boolean {
  return port.kind === 'Number' && port.min === 0 && port.max === 1;
}
