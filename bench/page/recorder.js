/**
 * Runs in the editor's page before anything else: notes each frame, when the first op is on the
 * screen, and for each key how long it takes until what it changed is laid out.
 */
const recorder = {
  /** When each frame began, in milliseconds. @type {number[]} */
  frames: [],
  /** When the first op was on the screen. @type {number | null} */
  opened: null,
  /** How long each key took. @type {number[]} */
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

addEventListener(
  'keydown',
  ({ timeStamp }) => {
    // Svelte changes the page in microtasks: those are done where a task of its own begins.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      document.body.getBoundingClientRect();
      recorder.keys.push(performance.now() - timeStamp);
    };
    port2.postMessage(null);
  },
  { capture: true },
);
