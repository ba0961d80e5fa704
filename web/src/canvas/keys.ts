import type { Editor } from '../lib/editor.svelte';
import type { Op } from '../lib/patch.svelte';

import type { Dragging } from './dragging';
import type { CanvasState } from './state.svelte';

const ARROWS: Record<string, [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** What else the keys of the canvas do. */
type Doing = { editor: Editor; canvas: CanvasState; dragging: Dragging; open: (op: Op) => void };

/** Does what a key means on the canvas, before the library hears of it; whether it means something. */
export function pressKey(event: KeyboardEvent, { editor, canvas, dragging, open }: Doing): boolean {
  const arrow = ARROWS[event.key];
  const target = event.target as HTMLElement;
  const isForControl = target.closest('input, textarea, select, button, .map') !== null;
  const [only, another] = editor.selectedOps;
  if (event.key === 'Enter' && only && !another && !isForControl) {
    open(only);
    return true;
  }
  if (event.key === 'Escape' && canvas.tool !== 'hand') {
    canvas.tool = 'hand';
    return true;
  }
  // The library would take the selection away first, and with it where the op is to go.
  if (event.key === 'Escape' && editor.selectedCables.length === 1 && !isForControl) {
    editor.openPalette(editor.pointer);
    return true;
  }
  if (!arrow || isForControl || editor.selectedOps.length === 0) return false;
  const [dx, dy] = arrow;
  const steps = event.shiftKey ? 4 : 1;
  dragging.nudge(dx * steps, dy * steps, event.altKey);
  return true;
}
