/** How often the handlers of an op have run, and how long that took, in microseconds. */
type OpCost = readonly [op: string, runs: number, micros: number];

/** What an op costs, a frame. */
export type Row = {
  op: string;
  micros: number;
  runs: number;
  /** Its part of what all ops took, from 0 to 1. */
  share: number;
};

export type Order = 'micros' | 'runs';

/** What was measured during so many frames, for each op and each frame. */
export function rowsOf(costs: readonly OpCost[], frames: number): Row[] {
  const total = costs.reduce((sum, [, , micros]) => sum + micros, 0);
  const count = Math.max(frames, 1);
  return costs.map(([op, runs, micros]) => ({
    op,
    micros: micros / count,
    runs: runs / count,
    share: total > 0 ? micros / total : 0,
  }));
}

/** The most costly first. */
export function sorted(rows: readonly Row[], by: Order): Row[] {
  return rows.toSorted((a, b) => b[by] - a[by] || b.micros - a.micros || b.runs - a.runs);
}

/** How hot each op is beside the hottest, from 0 to 1: by the root, so that small ones show too. */
export function heatOf(rows: readonly Row[]): Map<string, number> {
  const most = Math.max(0, ...rows.map(({ micros }) => micros));
  return new Map(rows.map(({ op, micros }) => [op, most > 0 ? Math.sqrt(micros / most) : 0]));
}

/** Microseconds for a person. */
export function timeText(micros: number): string {
  if (micros >= 1000) return `${(micros / 1000).toFixed(2)} ms`;
  return `${micros.toFixed(micros >= 100 ? 0 : 1)} µs`;
}

/** How often something runs a frame. */
export function runsText(runs: number): string {
  return runs >= 100 ? runs.toFixed(0) : runs.toFixed(runs % 1 === 0 ? 0 : 2);
}
