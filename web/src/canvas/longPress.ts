import type { Point } from '../lib/editor.svelte';

/** How long a finger rests, in milliseconds, and how far it may stray meanwhile, in pixels. */
const REST = 500;
const STRAY = 8;

/** What has a press of its own. */
const OWN = '.svelte-flow__handle, button, input, a, .nodrag';

/**
 * Listens to fingers that rest on something, until the returned function is called. What
 * `onpress` takes, by returning true, is no tap and opens no menu afterwards.
 */
export function watchLongPress(
  root: HTMLElement,
  onpress: (element: Element, at: Point) => boolean,
): () => void {
  const stop = new AbortController();
  const options = { signal: stop.signal, capture: true };
  let rest: ReturnType<typeof setTimeout> | undefined;
  let start: Point = { x: 0, y: 0 };
  let isTaken = false;
  const cancel = () => clearTimeout(rest);

  root.addEventListener(
    'pointerdown',
    (event) => {
      cancel();
      isTaken = false;
      const element = event.target as Element;
      if (event.pointerType !== 'touch' || !event.isPrimary || element.closest(OWN)) return;
      start = { x: event.clientX, y: event.clientY };
      rest = setTimeout(() => (isTaken = onpress(element, start)), REST);
    },
    options,
  );
  root.addEventListener(
    'pointermove',
    ({ clientX, clientY }) => {
      if (Math.hypot(clientX - start.x, clientY - start.y) > STRAY) cancel();
    },
    options,
  );
  for (const end of ['pointerup', 'pointercancel'] as const) {
    root.addEventListener(end, cancel, options);
  }
  for (const after of ['click', 'contextmenu'] as const) {
    root.addEventListener(
      after,
      (event) => {
        if (!isTaken) return;
        event.preventDefault();
        event.stopPropagation();
      },
      options,
    );
  }
  return () => {
    cancel();
    stop.abort();
  };
}
