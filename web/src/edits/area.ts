import { AREA } from '../canvas/decorations';
import type { Editor } from '../lib/editor.svelte';
import { GRID, snap } from '../lib/grid';

/** The room between an area's edge and what it is put around, and that for its title above. */
const MARGIN = 3 * GRID;
const TITLE = 4 * GRID;

/** Puts an area around the selected ops, which goes where they are carried with it. */
export function createArea(editor: Editor): void {
  const selected = new Set(editor.selectedOps);
  const rects = (editor.view?.boxes() ?? [])
    .filter(({ op }) => selected.has(op))
    .map(({ rect }) => rect);
  if (rects.length === 0) return;
  const x = snap(Math.min(...rects.map((rect) => rect.x)) - MARGIN);
  const y = snap(Math.min(...rects.map((rect) => rect.y)) - MARGIN - TITLE);
  const right = Math.max(...rects.map((rect) => rect.x + rect.width));
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height));
  editor.add(
    AREA,
    { x, y },
    {
      Width: snap(right - x + MARGIN),
      Height: snap(bottom - y + MARGIN),
    },
  );
}
