import type { useSvelteFlow, Viewport } from '@xyflow/svelte';

import type { Editor } from '../lib/editor.svelte';
import { GRID } from '../lib/grid';

import type { CableEdge, OpNode } from './reconcile';

type Flow = ReturnType<typeof useSvelteFlow<OpNode, CableEdge>>;

const ORIGIN: Viewport = { x: 0, y: 0, zoom: 1 };

/** From where on values can be read. */
export const DETAIL_ZOOM = 0.5;

/** The room around all that is seen, and that of the tools below it. */
const [SIDE, TOOLS] = ['5%', '60px'] as const;

/** How high a canvas is, in pixels, that has no room to spare. */
const LOW = 400;

/** Which part of the canvas is seen. */
export class Framing {
  viewport = $state.raw(ORIGIN);
  readonly #flow: Flow;
  readonly #root: () => HTMLElement;

  /** Made while its component is; `root` is the canvas, once it is there. */
  constructor(editor: Editor, flow: Flow, root: () => HTMLElement) {
    this.#flow = flow;
    this.#root = root;

    // Each subpatch is seen as it was left, or as a whole.
    const viewports = new Map<string | null, Viewport>();
    let seenLevel: string | null = null;
    let seenOpenings = 0;
    $effect(() => {
      const { level, openings } = editor;
      if (openings !== seenOpenings) viewports.clear();
      else if (level !== seenLevel) {
        viewports.set(seenLevel, lastViewport);
        const left = viewports.get(level);
        if (left) this.viewport = left;
        else requestAnimationFrame(() => requestAnimationFrame(() => this.fit()));
      }
      seenOpenings = openings;
      seenLevel = level;
    });

    // A fast pinch can leave the library with a viewport that is no number.
    let lastViewport = ORIGIN;
    $effect.pre(() => {
      const { x, y, zoom } = this.viewport;
      if (Number.isFinite(x + y) && zoom > 0) lastViewport = this.viewport;
      else this.viewport = lastViewport;
    });

    // Another patch: all of it in view, and large enough to be read, even where not all of it fits.
    $effect(() => {
      if (editor.openings === 0) return;
      requestAnimationFrame(() => requestAnimationFrame(() => this.fit(DETAIL_ZOOM)));
    });

    // On a phone the inspector comes up over the lower part: what was selected stays in sight.
    $effect(() => {
      const [op, another] = editor.selectedOps;
      if (op && !another) requestAnimationFrame(() => this.#clear(op.key));
    });
  }

  /** Brings all of the level into view, not smaller than that. */
  fit(minZoom?: number): void {
    // The tools cover nothing, but where it is so low that all is needed.
    const bottom = this.#root().clientHeight < LOW ? SIDE : TOOLS;
    const padding = { x: SIDE, top: SIDE, bottom } as const;
    void this.#flow.fitView({ maxZoom: 1, padding, ...(minZoom !== undefined && { minZoom }) });
  }

  /** Moves a box up that reaches below what is seen, or on a low canvas behind the tools. */
  #clear(key: string): void {
    const root = this.#root();
    const box = root.querySelector(`[data-id="${key}"]`)?.getBoundingClientRect();
    const bar = root.querySelector('.zoom')?.getBoundingClientRect();
    const { bottom: end, height } = root.getBoundingClientRect();
    if (!box) return;
    const bottom = bar && height < LOW && box.left < bar.right ? bar.top : end;
    if (box.bottom <= bottom || box.height > height) return;
    const { x, y, zoom } = this.viewport;
    void this.#flow.setViewport({ x, y: y - (box.bottom - bottom) - 3 * GRID, zoom });
  }
}
