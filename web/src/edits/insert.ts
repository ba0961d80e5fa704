import { firstFitting } from '../lib/catalogue';
import { type Editor, refOf } from '../lib/editor.svelte';
import type { Cable, End, Op, Patch } from '../lib/patch.svelte';
import { snap } from '../lib/grid';
import type { Command, JsonValue, OpInfo, PortInfo, PortRef } from '../lib/protocol';

import { nameOf } from './convert';

/** The ports of an op that a cable is led through. */
export type Passage<P = PortInfo> = { input: P; output: P };

/** The ports by which an op can be put into a cable; `null` where the kinds do not fit. */
function passage<P extends PortInfo>(
  { from, to }: { from: PortInfo; to: PortInfo },
  inputs: readonly P[],
  outputs: readonly P[],
): Passage<P> | null {
  const input = firstFitting(from, true, inputs) as P | undefined;
  const output = firstFitting(to, false, outputs) as P | undefined;
  return input && output ? { input, output } : null;
}

/** The ports at the ends of a cable. */
export function portsOf(cable: Cable, patch: Patch): { from: PortInfo; to: PortInfo } | null {
  const { from, to } = cable.link;
  const output = patch.ops.get(from.op)?.output(from.port);
  const input = patch.ops.get(to.op)?.input(to.port);
  return output && input ? { from: output, to: input } : null;
}

/** How an op of the patch can be put into a cable: through ports that nothing is linked to yet. */
export function passageOf(op: Op, cable: Cable, patch: Patch): Passage | null {
  const ends = portsOf(cable, patch);
  const found = ends && passage(ends, op.inputs, op.outputs);
  if (!found || cable.link.from.op === op.id || cable.link.to.op === op.id) return null;
  const isFree =
    patch.cablesAtPort(op, found.input, false).length === 0 &&
    patch.cablesAtPort(op, found.output, true).length === 0;
  return isFree ? found : null;
}

/** The commands that lead a cable through an op. */
export function through({ link }: Cable, input: PortRef, output: PortRef): Command[] {
  return [
    { type: 'unlink', link },
    { type: 'link', link: { from: link.from, to: input } },
    { type: 'link', link: { from: output, to: link.to } },
  ];
}

/** Puts an op into a cable, after it was moved to where it is let go; whether that could be done. */
export function insertInto(
  editor: Pick<Editor, 'apply' | 'patch'>,
  op: Op,
  cable: Cable,
  place?: { x: number; y: number },
): boolean {
  const found = passageOf(op, cable, editor.patch);
  if (!found) return false;
  const move: Command[] = place ? [{ type: 'move', ops: [{ id: op.id, ...place }] }] : [];
  const ends: [End, End] = [
    { op, port: found.input },
    { op, port: found.output },
  ];
  const [input, output] = ends.map(({ op, port }) => refOf(op, port)) as [PortRef, PortRef];
  const commands = [...move, ...through(cable, input, output)];
  return editor.apply({ type: 'batch', label: `Insert ${op.label}`, commands }) !== null;
}

/** Adds an op into a cable, between its ends, as one step; whether the kinds fit. */
export function addInto(
  editor: Editor,
  op: OpInfo,
  cable: Cable,
  values?: Record<string, JsonValue>,
): boolean {
  const { patch } = editor;
  const ends = portsOf(cable, patch);
  const found = ends && passage(ends, op.inputs, op.outputs);
  const from = patch.boxAt(editor.level, cable.link.from.op);
  const to = patch.boxAt(editor.level, cable.link.to.op);
  if (!found || !from || !to) return false;
  const id = patch.freeId(op.name);
  const place = { x: snap((from.x + to.x) / 2), y: snap((from.y + to.y) / 2) };
  const input = { op: id, port: nameOf(found.input) };
  const output = { op: id, port: nameOf(found.output) };
  const commands: Command[] = [
    { type: 'add', op: { id, op: op.name, ...place, ...editor.here(), ...(values && { values }) } },
    ...through(cable, input, output),
  ];
  const added = editor.apply({ type: 'batch', label: 'Add into a cable', commands });
  if (added) editor.view?.select(added);
  return added !== null;
}
