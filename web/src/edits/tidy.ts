import { GRID, snap } from '../lib/grid';
import type { Place } from '../lib/protocol';

import type { Item } from './arrange';

type Link = { from: string; to: string };

/** The room between two rows, for the cables, and between two boxes of a row. */
const ROW_GAP = 5 * GRID;
const GAP = 3 * GRID;
/** How often the rows are sorted down and up again: more hardly changes anything. */
const PASSES = 4;

/**
 * Places for boxes along their links: each below all that lead to it, in rows, with what belongs
 * together side by side. The upper left corner of them all stays where it is, and what is tidied
 * already stays as it is.
 */
export function tidied(items: readonly Item[], links: readonly Link[]): Place[] {
  if (items.length === 0) return [];
  const byId = new Map(items.map((item) => [item.id, item]));
  const forward = withoutCycles(
    // Left to right as they stand: what a person has put first comes first.
    [...items].sort((a, b) => a.y - b.y || a.x - b.x).map(({ id }) => id),
    links.filter(({ from, to }) => from !== to && byId.has(from) && byId.has(to)),
  );
  const rows = rowsOf(items, forward);
  order(rows, forward);
  return place(rows, forward, items);
}

/** The links without those that lead back to where a path has come from. */
function withoutCycles(ids: readonly string[], links: readonly Link[]): Link[] {
  const outgoing = new Map<string, Link[]>();
  for (const link of links) outgoing.set(link.from, [...(outgoing.get(link.from) ?? []), link]);
  const done = new Set<string>();
  const path = new Set<string>();
  const kept: Link[] = [];
  for (const root of ids) {
    // A walk in depth, without recursion: a chain may have thousands of ops.
    const stack: { id: string; links: Link[] }[] = [];
    const enter = (id: string) => {
      if (done.has(id)) return;
      done.add(id);
      path.add(id);
      stack.push({ id, links: [...(outgoing.get(id) ?? [])] });
    };
    enter(root);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const link = top.links.shift();
      if (!link) {
        path.delete(top.id);
        stack.pop();
      } else if (!path.has(link.to)) {
        kept.push(link);
        enter(link.to);
      }
    }
  }
  return kept;
}

/** The boxes by rows: each in the first row that is below all that lead to it. */
function rowsOf(items: readonly Item[], links: readonly Link[]): Item[][] {
  const waiting = new Map(items.map(({ id }) => [id, 0]));
  const outgoing = new Map<string, string[]>();
  for (const { from, to } of links) {
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
    outgoing.set(from, [...(outgoing.get(from) ?? []), to]);
  }
  const row = new Map<string, number>();
  const ready = items.filter(({ id }) => waiting.get(id) === 0).map(({ id }) => id);
  for (const id of ready) {
    const own = row.get(id) ?? 0;
    row.set(id, own);
    for (const to of outgoing.get(id) ?? []) {
      row.set(to, Math.max(row.get(to) ?? 0, own + 1));
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  // What leads to others and has nothing above it stands right above them, not far at the top.
  for (const id of [...ready].reverse()) {
    const below = (outgoing.get(id) ?? []).map((to) => row.get(to) ?? 0);
    if (below.length > 0) row.set(id, Math.min(...below) - 1);
  }
  const least = Math.min(...row.values());
  const rows: Item[][] = [];
  for (const item of [...items].sort((a, b) => a.x - b.x || a.y - b.y)) {
    const at = (row.get(item.id) ?? 0) - least;
    (rows[at] ??= []).push(item);
  }
  // Where all were pulled down, a row is left empty.
  return rows.filter((row) => row.length > 0);
}

/** Sorts each row by where the boxes above it and below it stand, so that few cables cross. */
function order(rows: Item[][], links: readonly Link[]): void {
  const above = neighbours(links, 'to', 'from');
  const below = neighbours(links, 'from', 'to');
  const at = new Map<string, number>();
  const number = (row: readonly Item[]) => row.forEach(({ id }, index) => at.set(id, index));
  rows.forEach(number);
  for (let pass = 0; pass < PASSES; pass += 1) {
    const isDown = pass % 2 === 0;
    for (const row of isDown ? rows : [...rows].reverse()) {
      const means = new Map(
        row.map(({ id }, index) => {
          const others = (isDown ? above : below).get(id) ?? [];
          const sum = others.reduce((sum, other) => sum + (at.get(other) ?? 0), 0);
          return [id, others.length > 0 ? sum / others.length : index];
        }),
      );
      row.sort((a, b) => (means.get(a.id) ?? 0) - (means.get(b.id) ?? 0));
      number(row);
    }
  }
}

function neighbours(links: readonly Link[], of: 'from' | 'to', to: 'from' | 'to') {
  const found = new Map<string, string[]>();
  for (const link of links) found.set(link[of], [...(found.get(link[of]) ?? []), link[to]]);
  return found;
}

/** Puts each box below the left ones of those that lead to it, where the row has room. */
function place(rows: readonly Item[][], links: readonly Link[], items: readonly Item[]): Place[] {
  const above = neighbours(links, 'to', 'from');
  const left = Math.min(...items.map(({ x }) => x));
  const top = Math.min(...items.map(({ y }) => y));
  const xs = new Map<string, number>();
  const places: Place[] = [];
  let y = top;
  for (const row of rows) {
    let free = left;
    for (const item of row) {
      const parents = (above.get(item.id) ?? []).flatMap((id) => xs.get(id) ?? []);
      const wanted = parents.length > 0 ? Math.min(...parents) : free;
      const x = snap(Math.max(free, wanted));
      xs.set(item.id, x);
      places.push({ id: item.id, x, y: snap(y) });
      free = x + item.width + GAP;
    }
    y += Math.max(...row.map(({ height }) => height)) + ROW_GAP;
  }
  return places;
}
