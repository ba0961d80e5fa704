import { endOf, type Op } from './op.svelte';
import type { Link, PortInfo, PortRef } from './protocol';

/** The end of a cable that is being made. */
export type Plug = { op: Op; port: PortInfo; isOutput: boolean };

/** The name of a port in a link. */
export function refOf(op: Op, port: PortInfo): PortRef {
  const end = endOf(op, port);
  return { op: end.op.id, port: end.port.name };
}

/** The link between a plug and a port at its other end. */
export function linkOf(plug: Plug, other: PortRef): Link {
  const own = refOf(plug.op, plug.port);
  return plug.isOutput ? { from: own, to: other } : { from: other, to: own };
}
