/**
 * Stands in for d3-color, which d3-transition and d3-interpolate bring along to fade colours: the
 * canvas moves and zooms, and no more. It saves 4.5 kB (gzip) of what a browser loads first.
 */

/** Reads a colour; null, as for any text that is none. */
export function color(): null {
  return null;
}

export { color as cubehelix, color as hcl, color as hsl, color as lab, color as rgb };
