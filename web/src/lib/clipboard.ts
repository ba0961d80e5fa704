import type { JsonValue, Link, NewOp } from './protocol';

/** Ops and the links between them, as the clipboard carries them: a patch file's shape. */
export type Fragment = { ropewalk: 1; ops: NewOp[]; links: Link[] };

/** The fragment in a text, or why there is none. A whole patch file is one too. */
export function parseFragment(text: string): Fragment | { error: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { error: 'The clipboard holds no ops: it is not JSON.' };
  }
  if (!isRecord(json) || !Array.isArray(json.ops)) {
    return { error: 'The clipboard holds no ops: it is JSON of another kind.' };
  }
  if (json.ropewalk !== 1) {
    return { error: 'These ops are of a version of Ropewalk that this one does not know.' };
  }
  const links = json.links ?? [];
  if (!json.ops.every(isNewOp) || !Array.isArray(links) || !links.every(isLink)) {
    return { error: 'The ops on the clipboard are damaged: an op or a link lacks a part.' };
  }
  return { ropewalk: 1, ops: json.ops.map(knownFields), links };
}

/** The same ops with their upper left corner at a point of the grid. */
export function placeAt(ops: readonly NewOp[], x: number, y: number, grid: number): NewOp[] {
  const inner = innerOps(ops);
  const shown = ops.filter((op) => !inner.has(op));
  const left = Math.min(...shown.map((op) => op.x));
  const top = Math.min(...shown.map((op) => op.y));
  const snap = (value: number) => Math.round(value / grid) * grid;
  return ops.map((op) =>
    inner.has(op) ? op : { ...op, x: snap(x) + op.x - left, y: snap(y) + op.y - top },
  );
}

/** Those of the ops that are in a subpatch among them. */
export function innerOps(ops: readonly NewOp[]): Set<NewOp> {
  const ids = new Set(ops.map((op) => op.id));
  return new Set(ops.filter((op) => op.subpatch !== undefined && ids.has(op.subpatch)));
}

const FIELDS = new Set([
  'id',
  'op',
  'x',
  'y',
  'title',
  'disabled',
  'subpatch',
  'exposed',
  'inputs',
  'outputs',
  'values',
  'sources',
]);

/** What a paste takes of an op; a file can hold more. */
function knownFields(op: NewOp): NewOp {
  const known = Object.entries(op).filter(([field]) => FIELDS.has(field));
  const { exposed, ...rest } = Object.fromEntries(known) as NewOp;
  if (!exposed) return rest;
  const ports = exposed.map(({ op, port, output, name }) => ({ op, port, output, name }));
  return { ...rest, exposed: ports };
}

function isNewOp(value: unknown): value is NewOp {
  return (
    isRecord(value) &&
    typeof value.op === 'string' &&
    Number.isFinite(value.x) &&
    Number.isFinite(value.y) &&
    isOptional(value.id, 'string') &&
    isOptional(value.title, 'string') &&
    isOptional(value.disabled, 'boolean') &&
    isOptional(value.subpatch, 'string') &&
    (value.exposed === undefined ||
      (Array.isArray(value.exposed) && value.exposed.every(isPortRef))) &&
    isOptional(value.inputs, 'number') &&
    isOptional(value.outputs, 'number') &&
    (value.values === undefined || isRecord(value.values)) &&
    (value.sources === undefined || isRecord(value.sources))
  );
}

function isLink(value: unknown): value is Link {
  return isRecord(value) && isPortRef(value.from) && isPortRef(value.to);
}

function isPortRef(value: unknown): boolean {
  return isRecord(value) && typeof value.op === 'string' && typeof value.port === 'string';
}

function isOptional(value: unknown, type: 'string' | 'boolean' | 'number'): boolean {
  return value === undefined || typeof value === type;
}

function isRecord(value: unknown): value is Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
