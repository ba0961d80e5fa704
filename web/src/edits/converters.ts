import { namespaceOf } from '../lib/catalogue';
import { fits } from '../lib/kinds';
import type { OpInfo, PortInfo } from '../lib/protocol';

/** An op that takes what one port gives and gives what another takes. */
export type Converter = { op: OpInfo; input: PortInfo; output: PortInfo };

/** What people reach for, the first first. */
const KNOWN = [
  'Ops.String.NumberToString',
  'Ops.String.StringToNumber',
  'Ops.String.ParseInt',
  'Ops.Boolean.BoolToString',
  'Ops.Boolean.ParseBoolean',
  'Ops.Json.ParseObject',
  'Ops.Json.ObjectStringify',
  'Ops.Array.StringToArray',
  'Ops.Array.ArrayToString',
  'Ops.Number.TriggerOnChangeNumber',
  'Ops.Boolean.TriggerChangedTrue',
  'Ops.Boolean.TriggerOnChangeBoolean',
  'Ops.Trigger.TriggerOnChangeString',
  'Ops.Trigger.TriggerCounter',
  'Ops.Array.ArrayGetNumber',
  'Ops.Array.ArrayLength',
  'Ops.Array.ArrayGetString',
  'Ops.Array.ArrayGetObject',
  'Ops.Array.ArrayGetArray',
  'Ops.Array.NumbersToArrayMultiPort',
  'Ops.String.StringsToArrayMultiPort',
  'Ops.String.Split',
  'Ops.Json.ObjectGetNumber',
  'Ops.Json.ObjectGetString',
  'Ops.Json.ObjectGetBool',
  'Ops.Json.ObjectGetArray',
  'Ops.Json.ObjectGetObject',
  'Ops.Json.ObjectKeys',
];

/** Families whose ops do something on their way, which nobody means who wants another kind. */
const ACTING = /^(?:Audio|Devices|Gl|Html|Net|Sidebar|TimeLine|Ui|Vars)\b/;

/** How many are offered: more is no help to choose. */
const MOST = 8;

/**
 * The ops that make what one port gives into what another takes, best first: those that are known
 * for it, then those that take and give just this, with few other ports.
 */
export function convertersBetween(
  from: PortInfo,
  to: PortInfo,
  ops: readonly OpInfo[],
): Converter[] {
  const found: { converter: Converter; rank: number }[] = [];
  for (const op of ops) {
    const [input] = op.inputs;
    const [output] = op.outputs;
    if (!input || !output || ACTING.test(namespaceOf(op.name))) continue;
    if (!fits(from, input) || !fits(output, to)) continue;
    const known = KNOWN.indexOf(op.name);
    const isExact = input.kind === from.kind && output.kind === to.kind;
    // What takes or gives anything converts nothing by itself.
    if (!isExact && (input.kind === 'Any' || output.kind === 'Any')) continue;
    const ports = op.inputs.length + op.outputs.length;
    const rank = (known < 0 ? 100 + ports : known) + (isExact ? 0 : 1000);
    found.push({ converter: { op, input, output }, rank });
  }
  found.sort((a, b) => a.rank - b.rank || a.converter.op.name.localeCompare(b.converter.op.name));
  return found.slice(0, MOST).map(({ converter }) => converter);
}
