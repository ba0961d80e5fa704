import type { Point } from '../../lib/editor.svelte';
import { isPane } from '../under';

/** How long the pointer rests on something until it is an element, in milliseconds. */
const REST = 40;

export type Under = {
  /** Has what is at a place of the page be an element, for as long as the pointer is there. */
  hover(at: Point): void;
  /** The same for the box there, at once; nothing where there is none. */
  take(at: Point): HTMLElement | null;
  /** Whether what is pressed is no box's, but a selection's, or a hand's. */
  isOther(event: MouseEvent | PointerEvent | TouchEvent): boolean;
};

/**
 * Hands what a person does with a box that is only drawn to the box, which becomes an element for it,
 * until the returned function is called. Where the pointer rests it is one already; a quick press
 * and a finger come before that.
 */
export function watchPresses(root: HTMLElement, under: Under): () => void {
  const stop = new AbortController();
  const options = { signal: stop.signal, capture: true };
  let rest: ReturnType<typeof setTimeout> | undefined;
  let pressed: HTMLElement | null = null;

  const isOnPane = ({ target }: Event) => target instanceof Element && isPane(target);
  const placeOf = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => ({
    x: clientX,
    y: clientY,
  });

  root.addEventListener(
    'pointermove',
    (event) => {
      if (event.pointerType === 'touch') return;
      clearTimeout(rest);
      rest = setTimeout(() => under.hover(placeOf(event)), REST);
    },
    options,
  );
  root.addEventListener('pointerleave', () => clearTimeout(rest), { signal: stop.signal });

  root.addEventListener(
    'pointerdown',
    (event) => {
      clearTimeout(rest);
      pressed = null;
      if (!isOnPane(event) || event.button !== 0 || under.isOther(event)) return;
      pressed = under.take(placeOf(event));
      // Else the pane would begin to draw a box.
      if (pressed) event.stopPropagation();
    },
    options,
  );
  for (const type of ['mousedown', 'click', 'dblclick'] as const) {
    root.addEventListener(
      type,
      (event) => {
        if (!isOnPane(event) || !event.isTrusted || !pressed?.isConnected) return;
        event.stopPropagation();
        // What is pressed has the keys, and nothing else takes them.
        event.preventDefault();
        if (type === 'mousedown') pressed.focus({ preventScroll: true });
        pressed.dispatchEvent(new MouseEvent(type, event));
      },
      options,
    );
  }

  // The moves of a finger go to where it came down, and from there to the box.
  for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const) {
    root.addEventListener(
      type,
      (event) => {
        if (!isOnPane(event) || !event.isTrusted || !pressed?.isConnected) return;
        if (event.touches.length > 1) return;
        event.stopPropagation();
        const touches = (list: TouchList) => Array.from(list);
        const same = new TouchEvent(type, {
          bubbles: true,
          cancelable: true,
          composed: true,
          view: window,
          touches: touches(event.touches),
          targetTouches: touches(event.targetTouches),
          changedTouches: touches(event.changedTouches),
        });
        if (!pressed.dispatchEvent(same)) event.preventDefault();
      },
      { ...options, passive: false },
    );
  }
  return () => {
    clearTimeout(rest);
    stop.abort();
  };
}
