import { type Editor, linkOf, type Mismatch, type Plug, refOf } from '../lib/editor.svelte';
import { snap } from '../lib/grid';
import type { Command, OpInfo } from '../lib/protocol';

import { type Converter, convertersBetween } from './converters';

/** A converter, and the port that it leads to. */
export type Offer = Converter & { other: Plug };

/** The converters that could lie between a cable that was let go and the ports there. */
export function offersFor({ plug, others }: Mismatch, ops: readonly OpInfo[]): Offer[] {
  return others.flatMap((other) => {
    const [from, to] = plug.isOutput ? [plug, other] : [other, plug];
    return convertersBetween(from.port, to.port, ops).map((it) => ({ ...it, other }));
  });
}

/** Offers what converts, where there is something; whether there is. */
export function offerConverters(editor: Editor, mismatch: Mismatch): boolean {
  const hasOffers = offersFor(mismatch, editor.catalogue.ops).length > 0;
  if (hasOffers) editor.mismatch = mismatch;
  return hasOffers;
}

/** Adds a converter between the two ends, linked to both, as one step. */
export function convert(editor: Editor, { plug, moved }: Mismatch, offer: Offer): void {
  const { op, input, output, other } = offer;
  const [from, to] = plug.isOutput ? [plug, other] : [other, plug];
  const id = editor.patch.freeId(op.name);
  const x = snap((from.op.x + to.op.x) / 2);
  const y = snap((from.op.y + to.op.y) / 2);
  const own = (port: string) => ({ op: id, port });
  const commands: Command[] = [
    { type: 'add', op: { id, op: op.name, x, y, ...editor.here() } },
    { type: 'link', link: { from: refOf(from.op, from.port), to: own(nameOf(input)) } },
    { type: 'link', link: linkOf(to, own(nameOf(output))) },
  ];
  if (moved) commands.unshift({ type: 'unlink', link: moved });
  const added = editor.apply({ type: 'batch', label: 'Convert', commands });
  if (added) editor.view?.select([id]);
}

/** The name of the first port of a declared one. */
export function nameOf(port: { name: string; multi?: number }): string {
  return port.multi === undefined ? port.name : `${port.name}_0`;
}
