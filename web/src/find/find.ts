import { shortName } from '../lib/catalogue';
import { valueText } from '../lib/format';
import type { Op, Patch } from '../lib/patch.svelte';
import { problemOf } from '../problems/problems';

import type { Query } from './query';

/** A text of an op in which something was found, and what it is of the op. */
export type Reason = { what: string; text: string; word: string };

/** An op that was found, and what of it beyond what stands on its box. */
export type Hit = { op: Op; reasons: readonly Reason[] };

/** What an op's outputs hold right now, by name. */
export type LiveValues = (op: Op) => readonly (readonly [port: string, text: string])[];

type Said = { what: string; text: string };

/**
 * The ops in which every word of a query is found and for which every filter holds: those whose
 * label begins with a word first, then by label, by name, and by the rest.
 */
export function find(
  patch: Patch,
  level: string | null,
  query: Query,
  live: LiveValues = () => [],
): Hit[] {
  if (query.words.length === 0 && query.filters.length === 0) return [];
  const hits: { hit: Hit; rank: number }[] = [];
  for (const op of patch.ops.values()) {
    if (!query.filters.every((filter) => filter.holds(op, patch, level))) continue;
    const found = match(op, patch, query.words, live);
    if (found) hits.push({ hit: { op, reasons: found.reasons }, rank: found.rank });
  }
  // Among equals the order of the patch stays.
  return hits.sort((a, b) => a.rank - b.rank).map(({ hit }) => hit);
}

/** The part of a text around a word, and where in it the word is. */
export function excerpt(
  text: string,
  word: string,
): [before: string, found: string, after: string] {
  const line = text.replace(/\s+/g, ' ');
  const at = line.toLowerCase().indexOf(word);
  if (word === '' || at < 0) return [line.slice(0, MOST_AROUND * 3), '', ''];
  const start = at <= MOST_AROUND ? 0 : at - MOST_AROUND;
  const end = at + word.length;
  return [
    (start > 0 ? '…' : '') + line.slice(start, at),
    line.slice(at, end),
    line.slice(end, end + 2 * MOST_AROUND) + (line.length > end + 2 * MOST_AROUND ? '…' : ''),
  ];
}

function match(op: Op, patch: Patch, words: readonly string[], live: LiveValues) {
  const label = op.label.toLowerCase();
  const name = op.info.name.toLowerCase();
  const reasons: Reason[] = [];
  let rank = 0;
  let said: Said[] | null = null;
  let now: Said[] | null = null;
  for (const word of words) {
    if (label.includes(word)) {
      rank = Math.max(rank, label.startsWith(word) ? 0 : 1);
      continue;
    }
    const has = ({ text }: Said) => text.toLowerCase().includes(word);
    if (name.includes(word)) {
      rank = Math.max(rank, 2);
      reasons.push({ what: '', text: op.info.name, word });
      continue;
    }
    said ??= sayings(op, patch);
    let found = said.find(has);
    if (!found) {
      now ??= live(op).map(([port, text]) => ({ what: port, text }));
      found = now.find(has);
    }
    if (!found) return null;
    rank = 3;
    reasons.push({ ...found, word });
  }
  const problem = words.length === 0 ? problemOf(op, patch) : null;
  if (problem) reasons.push({ what: '', text: plain(problem.text), word: '' });
  return { rank, reasons };
}

/** What of an op a person may look for, beside its names. */
function sayings(op: Op, patch: Patch): Said[] {
  const said: Said[] = [];
  for (const [port, value] of Object.entries(op.values)) {
    said.push({ what: port, text: valueText(value) });
  }
  for (const [port, source] of Object.entries(op.sources)) {
    if ('variable' in source) said.push({ what: `${port} follows`, text: source.variable });
  }
  const problem = problemOf(op, patch);
  if (problem) said.push({ what: problem.level, text: plain(problem.text) });
  if (op.title !== null) said.push({ what: 'op', text: shortName(op.info.name) });
  return said;
}

/** A message without the marks around the names in it. */
function plain(text: string): string {
  return text.replaceAll('`', '');
}

const MOST_AROUND = 24;
