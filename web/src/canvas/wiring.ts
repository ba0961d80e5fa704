import type { Connection } from '@xyflow/svelte';

import { firstFitting } from '../lib/catalogue';
import { type Editor, linkOf, type Plug, type Point, refOf } from '../lib/editor.svelte';
import { fits } from '../lib/kinds';
import type { Op } from '../lib/patch.svelte';
import type { Link } from '../lib/protocol';

/** The port behind one of the library's handles. */
export function plugOf(op: Op | undefined, handle: string | null): Plug | null {
  if (!op || !handle) return null;
  const isOutput = handle.startsWith('o');
  const next = op.nextPort(isOutput);
  const port =
    op.ports(isOutput).find((port) => port.handle === handle) ??
    (next?.handle === handle ? next : undefined);
  return port ? { op, port, isOutput } : null;
}

/** The link that a connection of the library stands for. */
export function linkOfConnection(editor: Editor, connection: Connection): Link | null {
  const { patch } = editor;
  const from = plugOf(patch.opWithKey(connection.source), connection.sourceHandle);
  const to = plugOf(patch.opWithKey(connection.target), connection.targetHandle);
  return from && to && linkOf(from, refOf(to.op, to.port));
}

/** Where a dragged cable was let go. */
export type Drop =
  | { on: 'port'; plug: Plug }
  | { on: 'op'; op: Op }
  | { on: 'canvas'; at: Point }
  | { on: 'elsewhere' };

/** What of the editor a drop needs. */
export type DropEditor = Pick<
  Editor,
  'apply' | 'link' | 'palette' | 'patch' | 'relink' | 'toasts' | 'view'
>;

/**
 * Ends the drag of a new cable, or of an end of `moved`, where the library found no port that
 * takes it. `offer` offers what converts between it and these ports, and says whether anything does.
 */
export function drop(
  editor: DropEditor,
  plug: Plug,
  moved: Link | null,
  drop: Drop,
  offer: (others: readonly Plug[]) => boolean,
): void {
  const make = (link: Link) => (moved ? editor.relink(moved, link) : editor.link(link));
  switch (drop.on) {
    case 'port':
      if (drop.plug.isOutput === plug.isOutput) {
        // Let go where it was taken: a change of mind.
        if (drop.plug.op === plug.op && drop.plug.port.name === plug.port.name) return;
        editor.toasts.warning(
          plug.isOutput ? 'An output links to an input.' : 'An input links to an output.',
        );
        return;
      }
      // Where nothing converts, the runtime knows best why not.
      if (isFitting(plug, drop.plug) || !offer([drop.plug])) {
        make(linkOf(plug, refOf(drop.plug.op, drop.plug.port)));
      }
      return;
    case 'op': {
      const { op } = drop;
      if (op === plug.op) return;
      const next = op.nextPort(!plug.isOutput);
      const ports = op.ports(!plug.isOutput);
      const port = firstFitting(
        plug.port,
        plug.isOutput,
        next ? [...ports, next] : ports,
        (port) => editor.patch.cablesAtPort(op, port, !plug.isOutput).length === 0,
      );
      if (port) make(linkOf(plug, refOf(op, port)));
      else if (!offer(oneOfEachKind(op, !plug.isOutput))) {
        const { kind, name } = plug.port;
        editor.toasts.warning(
          plug.isOutput
            ? `No input of ${op.label} takes ${kind}, which ${name} gives.`
            : `No output of ${op.label} gives ${kind}, which ${name} takes.`,
        );
      }
      return;
    }
    case 'canvas':
      if (moved) editor.apply({ type: 'unlink', link: moved });
      else {
        const place = editor.view?.toCanvas(drop.at) ?? null;
        editor.palette = { at: drop.at, place, plug };
      }
      return;
    case 'elsewhere':
      // Let go outside of the canvas: nothing was meant.
      return;
  }
}

function isFitting(plug: Plug, other: Plug): boolean {
  return plug.isOutput ? fits(plug.port, other.port) : fits(other.port, plug.port);
}

/** The first port of each kind: what converts for one does for the others. */
function oneOfEachKind(op: Op, isOutput: boolean): Plug[] {
  const ports = new Map(
    op
      .ports(isOutput)
      .toReversed()
      .map((port) => [port.kind, port]),
  );
  return Array.from(ports.values(), (port) => ({ op, port, isOutput })).reverse();
}
