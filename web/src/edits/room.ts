import { AREA } from '../canvas/decorations';
import { layoutBox } from '../canvas/layout';
import { shortName } from '../lib/catalogue';
import type { Editor, Point } from '../lib/editor.svelte';
import { GRID, snap } from '../lib/grid';
import { clearPlace, freePlace, type Rect } from '../lib/place';
import { boxPorts } from '../lib/ports';
import type { OpInfo } from '../lib/protocol';

/** The room that is left between boxes. */
const GAP = 2 * GRID;

/** The upper left corner of free room beside what is seen; `null` where no canvas is shown. */
export function roomBeside(
  editor: Editor,
  size: Pick<Rect, 'width' | 'height'>,
  gap = GAP,
): Point | null {
  const room = editor.view?.room();
  return room ? onGrid(freePlace(size, room.seen, room.taken, gap)) : null;
}

/** The upper left corner of room for a new op, at a point or close by, so that it covers no other. */
export function roomAt(editor: Editor, point: Point, op: OpInfo): Point {
  // What stands in an area is meant to, and so is an area around what stands there.
  if (op.name === AREA) return onGrid(point);
  const boxes = editor.view?.boxes() ?? [];
  const taken = boxes.filter((box) => box.op.info.name !== AREA).map(({ rect }) => rect);
  const { width, height } = layoutBox(boxPorts(op), {
    label: shortName(op.name),
    isExpanded: false,
    isLinked: () => false,
  });
  return onGrid(clearPlace({ ...point, width, height }, taken, GAP));
}

function onGrid({ x, y }: Point): Point {
  return { x: snap(x), y: snap(y) };
}
