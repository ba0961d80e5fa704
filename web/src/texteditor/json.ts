import type { JsonValue } from '../lib/protocol';

/** What a text of JSON means, or what is wrong with it, for a person. */
export type Parsed = { value: JsonValue } | { error: string };

/** Reads the JSON that a port of some kind takes; nothing at all is its empty value. */
export function parseFor(kind: string, text: string): Parsed {
  if (text.trim() === '') return { value: kind === 'Array' ? [] : kind === 'Object' ? {} : null };
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    return { error: `This is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (kind === 'Array' && !Array.isArray(value)) {
    return { error: 'An array is needed here: `[` and `]` around what is in it.' };
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (kind === 'Object' && !isObject) {
    return { error: 'An object is needed here: `{` and `}` around its keys and values.' };
  }
  return { value };
}

/** The same JSON with a line for each value; `undefined` for what is none. */
export function formatJson(text: string): string | undefined {
  const parsed = parseFor('', text);
  if ('error' in parsed || text.trim() === '') return undefined;
  return JSON.stringify(parsed.value, null, 2);
}

/** Whether a text looks like an array or an object. */
export function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text) && formatJson(text) !== undefined;
}
