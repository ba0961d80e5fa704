import { endOf, type Op, type Patch } from '../lib/patch.svelte';
import type { Port } from '../lib/ports';
import type { Command, JsonValue, PortInfo } from '../lib/protocol';

/** An input that several ops have, with those inputs of theirs. */
export type SharedPort = {
  port: PortInfo;
  ends: readonly { op: Op; port: PortInfo }[];
  /** What the first of them holds. */
  value: JsonValue;
  /** Whether others hold something else. */
  isMixed: boolean;
  /** Whether any of them was set. */
  isSet: boolean;
};

/**
 * The inputs that all of some ops have by the same name and of the same kind, and that have neither
 * cable nor source on any of them: in the order of the first op.
 */
export function sharedPorts(ops: readonly Op[], patch: Patch): SharedPort[] {
  const [first, ...others] = ops;
  if (!first) return [];
  return first.inputs.flatMap((port): SharedPort[] => {
    if (!canShare(port)) return [];
    const ends = [{ op: first, port }];
    for (const op of others) {
      const own = op.input(port.name);
      if (!own || !isAlike(port, own)) return [];
      ends.push({ op, port: own });
    }
    const isFree = ends.every(
      ({ op, port }) =>
        !op.isPlaceholder && !op.sourceOf(port) && patch.cablesAtPort(op, port, false).length === 0,
    );
    if (!isFree) return [];
    const value = first.valueOf(port);
    const text = JSON.stringify(value);
    return [
      {
        port,
        ends,
        value,
        isMixed: ends.some(({ op, port }) => JSON.stringify(op.valueOf(port)) !== text),
        isSet: ends.some(({ op, port }) => op.isSet(port)),
      },
    ];
  });
}

/** Sets all of them, as one step; `null` returns them to their defaults. */
export function setShared({ port, ends }: SharedPort, value: JsonValue): Command {
  const commands = ends.map(({ op, port }): Command => {
    const end = endOf(op, port);
    return { type: 'set', op: end.op.id, port: end.port.name, value };
  });
  const does = value === null ? 'Reset' : 'Set';
  return { type: 'batch', label: `${does} ${port.name} of ${ends.length} ops`, commands };
}

function canShare(port: Port): boolean {
  const isValue = !['Trigger', 'Bytes', 'Reference'].includes(port.kind) && !port.resource;
  return isValue && !port.secret && !port.chooses;
}

function isAlike(a: PortInfo, b: PortInfo): boolean {
  return (
    a.kind === b.kind &&
    a.unit === b.unit &&
    !b.secret &&
    a.choices.join('\n') === b.choices.join('\n')
  );
}
