/** The grid that everything on the canvas stands on, in pixels. */
export const GRID = 8;

export function snap(value: number): number {
  return Math.round(value / GRID) * GRID;
}
