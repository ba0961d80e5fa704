/**
 * Stands in for d3-transition and d3-interpolate, by which d3-zoom moves a view little by little:
 * the canvas goes where it is told at once, and nothing here asks the library for a `duration`. It
 * saves 6 kB (gzip) of what a browser loads first.
 */

import { selection } from 'd3-selection';

/** Ends the transition of an element: there is none. */
export function interrupt(): void {
  return undefined;
}

Object.assign(selection.prototype as object, {
  interrupt(this: unknown) {
    return this;
  },
});

/** What a transition would go by. Without one nobody calls them. */
export { interrupt as interpolate, interrupt as interpolateZoom };
