import { firstFitting, namespaceOf, shortName } from '../lib/catalogue';
import { evaluate } from '../lib/arithmetic';
import type { JsonValue, OpInfo, PortInfo } from '../lib/protocol';

/** One line of the palette. */
export type Entry = {
  op: OpInfo;
  /** What the op is added with. */
  values?: Record<string, JsonValue>;
  /** The port that is linked to the cable the palette was opened with. */
  port?: PortInfo;
  /** The port that leads on, where the op is put into a cable. */
  output?: PortInfo;
};

/** The ports at the ends of a cable that an op is put into. */
export type Ends = { from: PortInfo; to: PortInfo };

/** The end of a dragged cable, as far as it decides what fits. */
export type Dragged = { port: PortInfo; isOutput: boolean };

/** What the palette offers for a query, best first. */
export function search(
  ops: readonly OpInfo[],
  query: string,
  dragged: Dragged | Ends | null,
): Entry[] {
  const text = query.trim().toLowerCase();
  const ranked: { entry: Entry; score: number; isExact: boolean }[] = [];
  for (const op of ops) {
    const score = scoreOp(op, text);
    if (score === 0) continue;
    const entry = withPort({ op }, dragged);
    if (entry) ranked.push({ entry, score, isExact: isOfKind(entry, dragged) });
  }
  ranked.sort(
    (a, b) =>
      b.score - a.score ||
      // What takes the value as it is comes before what converts it.
      Number(b.isExact) - Number(a.isExact) ||
      shortName(a.entry.op.name).localeCompare(shortName(b.entry.op.name)),
  );
  const shortcut = shortcutFor(ops, text);
  const first = shortcut && withPort(shortcut, dragged);
  const entries = ranked.map(({ entry }) => entry);
  return first ? [first, ...entries.filter((entry) => entry.op !== first.op)] : entries;
}

/** What of an op is searched. */
export type Sought = Pick<OpInfo, 'name' | 'aliases' | 'summary'>;

/** How well an op matches; 0 for not at all. Every word of the query has to match something. */
export function scoreOp(op: Sought, query: string): number {
  if (query === '') return 1;
  let total = 0;
  for (const word of query.split(/\s+/)) {
    const score = scoreWord(op, word);
    if (score === 0) return 0;
    total += score;
  }
  return total;
}

function scoreWord(op: Sought, word: string): number {
  const name = shortName(op.name);
  const lower = name.toLowerCase();
  if (lower === word || op.name.toLowerCase() === word) return 1000;
  // Of two names that begin alike the shorter one is meant.
  if (lower.startsWith(word)) return 800 - Math.min(name.length, 100);
  const initials = initialsOf(name);
  if (initials === word) return 650;
  if (word.length > 1 && initials.startsWith(word)) return 600;
  if (wordsOf(name).some((part) => part.startsWith(word))) return 500 - Math.min(name.length, 100);
  if (lower.includes(word)) return 300;
  if (op.aliases.some((alias) => alias.toLowerCase().includes(word))) return 200;
  if (namespaceOf(op.name).toLowerCase().includes(word)) return 120;
  if (op.summary.toLowerCase().includes(word)) return 100;
  return 0;
}

/** `MapRange` gives `mr`. */
function initialsOf(name: string): string {
  return wordsOf(name)
    .map((word) => word[0] ?? '')
    .join('');
}

function wordsOf(name: string): readonly string[] {
  let words = wordsOfNames.get(name);
  if (!words) {
    const found = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
    words = found.map((word) => word.toLowerCase());
    wordsOfNames.set(name, words);
  }
  return words;
}

/** Each key asks for them of each op. */
const wordsOfNames = new Map<string, readonly string[]>();

/** A number stands for the op that holds it, and a sign for the op that computes it. */
function shortcutFor(ops: readonly OpInfo[], text: string): Entry | null {
  const find = (name: string | undefined) => ops.find((op) => op.name === name);
  const sign = find(SIGNS[text]);
  if (sign) return { op: sign };
  const number = evaluate(text);
  const holder = number === undefined ? undefined : find('Ops.Number.Number');
  return holder && number !== undefined ? { op: holder, values: { value: number } } : null;
}

function withPort(entry: Entry, dragged: Dragged | Ends | null): Entry | null {
  if (!dragged) return entry;
  const { inputs, outputs } = entry.op;
  if ('from' in dragged) {
    const input = firstFitting(dragged.from, true, inputs);
    const output = firstFitting(dragged.to, false, outputs);
    return input && output ? { ...entry, port: input, output } : null;
  }
  const { port: end, isOutput } = dragged;
  const port = firstFitting(end, isOutput, isOutput ? inputs : outputs);
  return port ? { ...entry, port } : null;
}

function isOfKind({ port, output }: Entry, dragged: Dragged | Ends | null): boolean {
  if (!dragged) return true;
  if (!('from' in dragged)) return port?.kind === dragged.port.kind;
  return port?.kind === dragged.from.kind && output?.kind === dragged.to.kind;
}

const SIGNS: Record<string, string> = {
  '+': 'Ops.Math.Sum',
  '-': 'Ops.Math.Subtract',
  '*': 'Ops.Math.Multiply',
  '/': 'Ops.Math.Divide',
  '>': 'Ops.Math.Compare.GreaterThan',
  '<': 'Ops.Math.Compare.LessThan',
  '=': 'Ops.Math.Compare.Equals',
};
