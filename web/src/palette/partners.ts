import { convertersBetween } from '../edits/converters';
import { type Plug, refOf } from '../lib/editor.svelte';
import { fits } from '../lib/kinds';
import type { Op, Patch } from '../lib/patch.svelte';
import type { Port } from '../lib/ports';
import type { OpInfo } from '../lib/protocol';

/** The ports of an op, outputs first: a cable is mostly made from there. */
export function plugsOf(op: Op): Plug[] {
  return [
    ...portsFor(op, true).map((port) => ({ op, port, isOutput: true })),
    ...portsFor(op, false).map((port) => ({ op, port, isOutput: false })),
  ];
}

/** The ports that a cable can begin or end at, the one that would be added then among them. */
function portsFor(op: Op, isOutput: boolean): Port[] {
  const next = op.nextPort(isOutput);
  return next ? [...op.ports(isOutput), next] : [...op.ports(isOutput)];
}

/** The ports of the other ops that a port can be linked to and is not yet, nearest op first. */
export function partnersOf(plug: Plug, patch: Patch): Plug[] {
  return others(plug, patch, (port) => fit(plug, port));
}

/** Those that it can be linked to by an op between that converts. */
export function distantOf(plug: Plug, patch: Patch, library: readonly OpInfo[]): Set<Plug> {
  // What decides is the kinds, of which there are few.
  const known = new Map<string, boolean>();
  const converts = (port: Port): boolean => {
    const found = known.get(port.kind);
    if (found !== undefined) return found;
    const [from, to] = plug.isOutput ? [plug.port, port] : [port, plug.port];
    const has = convertersBetween(from, to, library).length > 0;
    known.set(port.kind, has);
    return has;
  };
  return new Set(others(plug, patch, (port) => !fit(plug, port) && converts(port)));
}

function fit(plug: Plug, port: Port): boolean {
  return plug.isOutput ? fits(plug.port, port) : fits(port, plug.port);
}

function others(plug: Plug, patch: Patch, isWanted: (port: Port) => boolean): Plug[] {
  const linked = new Set(
    patch
      .cablesAtPort(plug.op, plug.port, plug.isOutput)
      .map(({ link }) => (plug.isOutput ? link.to : link.from))
      .map(({ op, port }) => JSON.stringify([op, port])),
  );
  const distance = (op: Op) => Math.hypot(op.x - plug.op.x, op.y - plug.op.y);
  return Array.from(patch.ops.values())
    .filter((op) => op !== plug.op && op.subpatch === plug.op.subpatch)
    .sort((a, b) => distance(a) - distance(b))
    .flatMap((op) =>
      portsFor(op, !plug.isOutput)
        .filter(isWanted)
        .filter((port) => {
          const ref = refOf(op, port);
          return !linked.has(JSON.stringify([ref.op, ref.port]));
        })
        .map((port) => ({ op, port, isOutput: !plug.isOutput })),
    );
}
