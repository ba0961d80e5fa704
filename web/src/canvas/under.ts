import type { Point } from '../lib/editor.svelte';
import type { Op, Patch } from '../lib/patch.svelte';

import type { CanvasState } from './state.svelte';

/** Whether an element is the canvas itself, on which boxes and cables may be that are only drawn. */
export function isPane(element: Element): boolean {
  return element.classList.contains('svelte-flow__pane');
}

/** The op whose box an element is in, or is drawn at that place where only the canvas is. */
export function opUnder(
  element: Element,
  at: Point,
  patch: Patch,
  canvas: CanvasState,
): Op | undefined {
  const key = element.closest<HTMLElement>('.svelte-flow__node')?.dataset.id;
  if (key !== undefined) return patch.opWithKey(key);
  return isPane(element) ? canvas.hits?.opAt(at) : undefined;
}
