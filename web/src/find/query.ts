import type { Op, Patch } from '../lib/patch.svelte';
import { problemOf } from '../problems/problems';

/** Narrows a search to ops of one state. */
export type Filter = {
  name: string;
  title: string;
  does: string;
  /** Other words for it, such as those of cables. */
  aliases: readonly string[];
  holds(op: Op, patch: Patch, level: string | null): boolean;
};

/** What a person asks for: every word has to be found, and every filter has to hold. */
export type Query = {
  words: readonly string[];
  filters: readonly Filter[];
  /** Filters that nobody knows. */
  unknown: readonly string[];
};

export const FILTERS: readonly Filter[] = [
  {
    name: 'errors',
    title: 'Errors',
    does: 'Ops that bear an error',
    aliases: ['error'],
    holds: (op, patch) => problemOf(op, patch)?.level === 'error',
  },
  {
    name: 'warnings',
    title: 'Warnings',
    does: 'Ops that bear a warning',
    aliases: ['warning'],
    holds: (op, patch) => problemOf(op, patch)?.level === 'warning',
  },
  {
    name: 'hints',
    title: 'Hints',
    does: 'Ops that lack a link without which they do nothing',
    aliases: ['hint'],
    holds: (op, patch) => problemOf(op, patch)?.level === 'hint',
  },
  {
    name: 'unlinked',
    title: 'Unlinked',
    does: 'Ops that no cable begins or ends at',
    aliases: ['unconnected'],
    holds: (op, patch) => isUnlinked(op, patch),
  },
  {
    name: 'changed',
    title: 'Changed',
    does: 'Ops with a value that is not the default',
    aliases: ['modified'],
    holds: (op) => Object.keys(op.values).length > 0 || op.secrets.size > 0,
  },
  {
    name: 'animated',
    title: 'Animated',
    does: 'Ops with an input that is animated or follows a variable',
    aliases: ['bound'],
    holds: (op) => Object.keys(op.sources).length > 0,
  },
  {
    name: 'off',
    title: 'Off',
    does: 'Ops that are switched off',
    aliases: ['disabled'],
    holds: (op) => op.disabled,
  },
  {
    name: 'here',
    title: 'Only here',
    does: 'Ops of the subpatch that is shown, and of those in it',
    aliases: ['currentsubpatch'],
    holds: (op, patch, level) =>
      level === null
        ? op.subpatch === null
        : patch.pathOf(op).some((around) => around.id === level),
  },
];

/** Takes a query apart: `sine :errors "two words"`. */
export function parseQuery(text: string): Query {
  const words: string[] = [];
  const filters = new Set<Filter>();
  const unknown: string[] = [];
  for (const [, quoted, plain = ''] of text.matchAll(/"([^"]*)"?|(\S+)/g)) {
    const word = (quoted ?? plain).toLowerCase();
    if (quoted !== undefined || !word.startsWith(':')) {
      if (word !== '') words.push(word);
      continue;
    }
    const filter = FILTERS.find(({ name, aliases }) => [name, ...aliases].includes(word.slice(1)));
    if (filter) filters.add(filter);
    else if (word !== ':') unknown.push(word);
  }
  return { words, filters: [...filters], unknown };
}

/** A query with a filter put in or taken out. */
export function toggleFilter(text: string, filter: Filter): string {
  const names = [filter.name, ...filter.aliases].map((name) => `:${name}`);
  const parts = text.match(/"[^"]*"?|\S+/g) ?? [];
  const others = parts.filter((part) => !names.includes(part.toLowerCase()));
  const rest = others.join(' ');
  return others.length < parts.length ? rest : `${rest} :${filter.name}`.trim();
}

function isUnlinked(op: Op, patch: Patch): boolean {
  const ends = [false, true].flatMap((isOutput) =>
    op.ports(isOutput).map((port) => patch.cablesAtPort(op, port, isOutput)),
  );
  return ends.every((cables) => cables.length === 0);
}
