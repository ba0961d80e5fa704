/** What the address of a player page asks for. */
export type PlayRequest =
  | {
      type: 'play';
      src: string;
      /** Whether the patch is from another server, and may be anybody's. */
      isHeld: boolean;
      isKeptAwake: boolean;
    }
  | { type: 'refuse'; reason: string };

/**
 * Reads the address of a player page: `play.html?patch=<address of a patch file>`, with `&awake=0` to
 * let the screen go dark.
 */
export function readRequest(address: string): PlayRequest {
  const page = new URL(address);
  const patch = page.searchParams.get('patch');
  if (!patch) {
    const reason =
      'No patch is named. Add ?patch= and the address of a patch file to the address of this page, such as ?patch=patches/lamp.json.';
    return { type: 'refuse', reason };
  }
  const src = URL.parse(patch, page);
  if (!src || !['http:', 'https:', 'file:'].includes(src.protocol)) {
    return { type: 'refuse', reason: `“${patch}” is no address of a patch file.` };
  }
  const isKeptAwake = page.searchParams.get('awake') !== '0';
  return { type: 'play', src: src.href, isHeld: src.origin !== page.origin, isKeptAwake };
}
