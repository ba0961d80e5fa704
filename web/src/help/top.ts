import type { Catalogue } from '../lib/catalogue';
import { type Fragment, innerOps } from '../lib/clipboard';
import type { JsonValue, Link, NewOp, OpInfo, PortInfo, PortRef } from '../lib/protocol';

/** An op as it stands at the top of a fragment: a subpatch with the ports that it shows. */
export type TopOp = { op: NewOp; info: OpInfo; values: Record<string, JsonValue> };

/** What is seen of a fragment from outside of its subpatches. */
export function topOf(
  { ops, links }: Fragment,
  catalogue: Catalogue,
): { ops: TopOp[]; links: Link[] } {
  const inner = innerOps(ops);
  const byId = new Map(ops.map((op) => [op.id ?? '', op]));
  const boxOf = (id: string): NewOp | undefined => {
    let op = byId.get(id);
    // A circle ends where all have been passed.
    for (let left = ops.length; op && inner.has(op) && left > 0; left -= 1) {
      op = byId.get(op.subpatch ?? '');
    }
    return op;
  };
  const portsOf = (op: NewOp, output: boolean): PortInfo[] => {
    const info = catalogue.find(op.op);
    return (output ? info?.outputs : info?.inputs) ?? [];
  };

  const top = ops
    .filter((op) => !inner.has(op))
    .map((op): TopOp => {
      const values = { ...op.values };
      const ports = (output: boolean): PortInfo[] =>
        (op.exposed ?? []).flatMap((exposed) => {
          const owner = byId.get(exposed.op);
          if (!owner || (exposed.output ?? false) !== output) return [];
          const port = portsOf(owner, output).find(({ name }) => name === exposed.port);
          const value = owner.values?.[exposed.port];
          if (value !== undefined && !output) values[exposed.name] = value;
          return port ? [{ ...port, name: exposed.name, group: '' }] : [];
        });
      const info = catalogue.find(op.op) ?? unknownOp(op);
      const shown = op.exposed ? { inputs: ports(false), outputs: ports(true) } : {};
      return { op, info: { ...info, ...shown }, values };
    });

  const endOf = (end: PortRef, isOutput: boolean): PortRef | undefined => {
    const box = boxOf(end.op);
    if (!box || box.id === end.op) return box && end;
    const shown = box.exposed?.find(
      ({ op, port, output }) =>
        op === end.op && port === end.port && (output ?? false) === isOutput,
    );
    return shown && { op: box.id ?? '', port: shown.name };
  };
  return {
    ops: top,
    links: links.flatMap((link) => {
      const isInside = boxOf(link.from.op) === boxOf(link.to.op) && link.from.op !== link.to.op;
      const [from, to] = [endOf(link.from, true), endOf(link.to, false)];
      return from && to && !isInside ? [{ from, to }] : [];
    }),
  };
}

function unknownOp(op: NewOp): OpInfo {
  return { name: op.op, aliases: [], summary: '', inputs: [], outputs: [] };
}
