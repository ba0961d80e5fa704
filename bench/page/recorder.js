/**
 * Runs in the editor's page before anything else: notes each frame, when the first op is on the
 * screen, and for each key how long it takes until what it changed is painted.
 */
const recorder = {
  /** When each frame began, in milliseconds. @type {number[]} */
  frames: [],
  /** When the first op was on the screen. @type {number | null} */
  opened: null,
  /**
   * How long each key took until what it changed was painted, in milliseconds, and without the time
   * in which the page waited for the screen to be due.
   *
   * @type {{ shown: number, work: number }[]}
   */
  keys: [],
  /** Waits for the next frame. */
  frame: () => new Promise(requestAnimationFrame),
  /** Where the canvas begins on the page, and how large its pixels are. */
  view: () => {
    const viewport = /** @type {Element} */ (document.querySelector('.svelte-flow__viewport'));
    const { left, top } = viewport.getBoundingClientRect();
    return { left, top, zoom: new DOMMatrix(getComputedStyle(viewport).transform).a };
  },
  /**
   * Drops a file onto the page.
   *
   * @param {string} name
   * @param {string} content
   */
  drop: (name, content) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([content], name, { type: 'application/json' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }));
  },
};
Object.assign(globalThis, { recorder });

requestAnimationFrame(function note(time) {
  recorder.frames.push(time);
  if (document.querySelector('[data-testid="op"]')) recorder.opened ??= time;
  requestAnimationFrame(note);
});

let pressed = 0;
addEventListener('keydown', ({ timeStamp }) => (pressed = timeStamp), { capture: true });

// Last of all that hear of it; Svelte changes the page in a microtask, which was asked for before.
addEventListener('input', () => {
  const at = pressed;
  queueMicrotask(() => {
    const answered = performance.now();
    requestAnimationFrame(() => {
      const frame = performance.now();
      // A task of its own comes once the frame is painted.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        const painted = performance.now();
        recorder.keys.push({ work: answered - at + painted - frame, shown: painted - at });
      };
      port2.postMessage(null);
    });
  });
});
