import type { Op, Patch } from '../lib/patch.svelte';

import { layoutOp } from './opLayout';

/** What stands on the canvas without being a box with ports. */
export const COMMENT = 'Ops.Ui.Comment';
export const AREA = 'Ops.Ui.Area';

/** How an op is drawn. */
export function nodeTypeOf(op: Op): 'op' | 'decoration' {
  return op.isPlaceholder || ![COMMENT, AREA].includes(op.info.name) ? 'op' : 'decoration';
}

/** What an op is called to who does not see it: of a comment or an area, also what it says. */
export function nameOf(op: Op): string {
  if (nodeTypeOf(op) === 'op') return op.label;
  const port = op.input('title') ?? op.input('Title');
  const title = port && op.valueOf(port);
  return typeof title === 'string' && title.trim() !== '' ? `${op.label}: ${title}` : op.label;
}

const LEAST = { width: 64, height: 48 };

/** The size of an area in pixels: what is set may be any number. */
export function areaSize(op: Op): { width: number; height: number } {
  const side = (name: string, least: number) => {
    const port = op.input(name);
    const number = Number(port && op.valueOf(port));
    return number >= least ? Math.min(number, MOST) : least;
  };
  return { width: side('Width', LEAST.width), height: side('Height', LEAST.height) };
}

const MOST = 100_000;

/** The colour of an area, nothing where it has none: what a file says goes into no style unread. */
export function areaColor(op: Op): string | null {
  const port = op.input('Color');
  const color = port && op.valueOf(port);
  return typeof color === 'string' && /^#[\da-f]{6}$/i.test(color) ? color : null;
}

/** The ops that lie wholly in an area, which go where it goes. */
export function carriedBy(area: Op, patch: Patch): Op[] {
  const { width, height } = areaSize(area);
  return [...patch.ops.values()].filter((op) => {
    if (op === area || op.subpatch !== area.subpatch) return false;
    const size = op.info.name === AREA ? areaSize(op) : layoutOp(op, patch);
    return (
      op.x >= area.x &&
      op.y >= area.y &&
      op.x + size.width <= area.x + width &&
      op.y + size.height <= area.y + height
    );
  });
}
