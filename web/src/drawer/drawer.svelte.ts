import { store, stored } from '../lib/stored';

import type { PanelName } from './panels';

const HEIGHT_KEY = 'ropewalk-drawer-height';
const USUAL_HEIGHT = 240;
export const LEAST_HEIGHT = 96;

/** What is shown at the foot of the canvas: one panel at a time. */
export class Drawer {
  /** The panel that is shown; `null` while the drawer is shut. */
  shown = $state.raw<PanelName | null>(null);
  /** How high a person has made it, in pixels of the page, which may have less room. */
  height = $state.raw(readHeight());
  #last: PanelName = 'timeline';

  /** Whether the panel that is shown is to take the focus. */
  #wantsFocus = $state.raw(false);

  /** Shows a panel and gives it the focus. */
  enter(panel: PanelName): void {
    this.show(panel);
    this.#wantsFocus = true;
  }

  /** For a panel to ask in an effect: whether it is to take the focus now. */
  takeFocus(): boolean {
    const wantsFocus = this.#wantsFocus;
    this.#wantsFocus = false;
    return wantsFocus;
  }

  show(panel: PanelName): void {
    this.#last = panel;
    this.shown = panel;
  }

  shut(): void {
    this.shown = null;
  }

  /** Shows a panel, or shuts the drawer when that is what it shows. */
  toggle(panel: PanelName = this.shown ?? this.#last): void {
    if (this.shown === panel) this.shut();
    else this.show(panel);
  }

  /** Makes it as high as a person wants it, within what `room` there is. */
  resize(height: number, room: number): void {
    this.height = Math.round(Math.max(LEAST_HEIGHT, Math.min(height, room)));
    store(HEIGHT_KEY, String(this.height));
  }
}

function readHeight(): number {
  const height = Number(stored(HEIGHT_KEY));
  return height >= LEAST_HEIGHT ? height : USUAL_HEIGHT;
}
