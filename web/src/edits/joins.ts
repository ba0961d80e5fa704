import type { Editor } from '../lib/editor.svelte';
import { fits } from '../lib/kinds';
import { endOf, type Op, type Patch } from '../lib/patch.svelte';
import type { Port } from '../lib/ports';
import type { Command, Link, PortRef } from '../lib/protocol';

import { applyAll } from './batch';

/**
 * The links that take the place of ops that go out of their cables: what led into them leads on to
 * where they led, kind by kind, first port to first port.
 */
export function joinsWithout(ops: readonly Op[], patch: Patch): Link[] {
  const own = new Set(patch.cables.map(({ link }) => keyOf(link)));
  // Those of a chain go one after the other, each from the links that the one before has left.
  let links = patch.cables.map(({ link }) => link);
  for (const op of ops) {
    const inside = new Set([op, ...patch.contents(op.id)].map(({ id }) => id));
    const joins = joinsOf(op, links, inside, patch);
    links = links.filter(({ from, to }) => !inside.has(from.op) && !inside.has(to.op));
    const known = new Set(links.map(keyOf));
    links.push(...joins.filter((link) => !known.has(keyOf(link))));
  }
  return links.filter((link) => !own.has(keyOf(link)));
}

function joinsOf(
  op: Op,
  links: readonly Link[],
  inside: ReadonlySet<string>,
  patch: Patch,
): Link[] {
  const inputs = op.inputs
    .map((port) => ({ port, ends: endsAt(op, port, false, links, inside) }))
    .filter(({ ends }) => ends.length > 0);
  const outputs = op.outputs
    .map((port) => ({ port, ends: endsAt(op, port, true, links, inside) }))
    .filter(({ ends }) => ends.length > 0);
  const converts = inputs.length === 1 && outputs.length === 1;
  const joins: Link[] = [];
  const used = new Set<Port>();
  for (const output of outputs) {
    const input = inputs.find(
      ({ port }) => !used.has(port) && (converts || port.kind === output.port.kind),
    );
    if (!input) continue;
    used.add(input.port);
    for (const from of input.ends) {
      for (const to of output.ends) if (fit(from, to, patch)) joins.push({ from, to });
    }
  }
  return joins;
}

/** What a port is linked to outside of its op. */
function endsAt(
  op: Op,
  port: Port,
  isOutput: boolean,
  links: readonly Link[],
  inside: ReadonlySet<string>,
): PortRef[] {
  const end = endOf(op, port);
  return links
    .map(({ from, to }) => (isOutput ? { own: from, other: to } : { own: to, other: from }))
    .filter(({ own }) => own.op === end.op.id && own.port === end.port.name)
    .map(({ other }) => other)
    .filter(({ op }) => !inside.has(op));
}

function fit(from: PortRef, to: PortRef, patch: Patch): boolean {
  const output = patch.ops.get(from.op)?.output(from.port);
  const input = patch.ops.get(to.op)?.input(to.port);
  return output !== undefined && input !== undefined && fits(output, input);
}

function keyOf({ from, to }: Link): string {
  return JSON.stringify([from.op, from.port, to.op, to.port]);
}

/**
 * Removes what is selected, as one step. The neighbours of an op that goes are joined where their
 * kinds fit, unless `isJoining` is false.
 */
export function removeSelection(editor: Editor, isJoining = true): void {
  const { patch, selectedCables, selectedOps } = editor;
  const ops = selectedOps.map((op) => op.id);
  const gone = new Set(ops);
  // The links of the ops go with them.
  const commands: Command[] = selectedCables
    .filter(({ link }) => !gone.has(link.from.op) && !gone.has(link.to.op))
    .map(({ link }) => ({ type: 'unlink', link }));
  if (ops.length > 0) commands.push({ type: 'remove', ops });
  if (isJoining) {
    for (const link of joinsWithout(selectedOps, patch)) commands.push({ type: 'link', link });
  }
  if (applyAll(editor, 'Delete', commands)) editor.view?.focus();
}

/** Takes the selected ops out of their cables, and joins their neighbours where the kinds fit. */
export function unlinkSelection(editor: Editor): void {
  const { patch, selectedOps } = editor;
  const inside = new Set(selectedOps.flatMap((op) => [op, ...patch.contents(op.id)]));
  const isInside = ({ op }: PortRef) => {
    const it = patch.ops.get(op);
    return it !== undefined && inside.has(it);
  };
  const commands: Command[] = patch.cables
    .filter(({ link }) => isInside(link.from) !== isInside(link.to))
    .map(({ link }) => ({ type: 'unlink', link }));
  if (commands.length === 0) return;
  for (const link of joinsWithout(selectedOps, patch)) commands.push({ type: 'link', link });
  editor.apply({ type: 'batch', label: 'Unlink', commands });
}
