import { roomBeside } from '../edits/room';
import type { Editor } from '../lib/editor.svelte';
import { endOf, type Op } from '../lib/patch.svelte';
import type { Command, NewOp, PortInfo, Source } from '../lib/protocol';

/** Where about a box of one op fits. */
const BOX = { width: 160, height: 72 };

/** Which op sets a variable that an input of that kind follows. */
const SETTERS: Record<string, string> = {
  Number: 'Ops.Vars.VarSetNumber',
  Bool: 'Ops.Vars.VarSetNumber',
  Text: 'Ops.Vars.VarSetString',
  Array: 'Ops.Vars.VarSetArray',
};

/** Has an input follow a variable. */
export function bind(editor: Editor, op: Op, port: PortInfo, variable: string): void {
  editor.apply(sourcing(op, port, { variable }));
}

/** Returns an input to its own value. */
export function free(editor: Editor, op: Op, port: PortInfo): void {
  editor.apply(sourcing(op, port, null));
}

function sourcing(op: Op, port: PortInfo, source: Source | null): Command {
  const end = endOf(op, port);
  return { type: 'source', op: end.op.id, port: end.port.name, source };
}

/** Animates an input, from a key that holds its own value, and shows the timeline. */
export function animate(editor: Editor, op: Op, port: PortInfo): void {
  // A clock that goes on is nowhere in particular.
  const time = editor.timeline.playing ? 0 : Number(editor.timeline.seconds.toFixed(2));
  const key = { time, value: Number(op.valueOf(port)), easing: 'linear' as const };
  editor.apply(sourcing(op, port, { animation: { loop: 'off', keys: [key] } }));
  showTrack(editor, op, port);
}

/** Shows the keys of an input. */
export function showTrack(editor: Editor, op: Op, port: PortInfo): void {
  const end = endOf(op, port);
  editor.timeline.track = { op: end.op.id, port: end.port.name };
  editor.drawer.show('timeline');
}

/** Adds an op that sets a new variable to what an input holds, and has the input follow it. */
export function bindToNew(editor: Editor, op: Op, port: PortInfo, variable: string): void {
  const name = SETTERS[port.kind] ?? 'Ops.Vars.VarSetObject';
  const values: NewOp['values'] = { Variable: variable };
  const value = op.valueOf(port);
  if (port.kind === 'Number' || port.kind === 'Bool') values.Value = Number(value);
  else if (port.kind === 'Text' || port.kind === 'Array') values.Value = value;
  const place = roomBeside(editor, BOX) ?? { x: op.x, y: op.y };
  // Beside the op, in the subpatch that it is in.
  const inside = op.subpatch === null ? {} : { subpatch: op.subpatch };
  const commands: Command[] = [
    { type: 'add', op: { op: name, ...place, ...inside, values } },
    sourcing(op, port, { variable }),
  ];
  editor.apply({ type: 'batch', label: `New variable ${variable}`, commands });
}
