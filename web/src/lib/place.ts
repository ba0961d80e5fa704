/** A part of the canvas. */
export type Rect = { x: number; y: number; width: number; height: number };

/**
 * The upper left corner of free room for something of that size: in the middle of what is seen
 * where nothing is seen there, and otherwise to the right of it.
 */
export function freePlace(
  { width, height }: Pick<Rect, 'width' | 'height'>,
  seen: Rect,
  taken: readonly Rect[],
  gap: number,
): { x: number; y: number } {
  const visible = taken.filter((rect) => overlap(rect, seen));
  const place = { x: seen.x + (seen.width - width) / 2, y: seen.y + (seen.height - height) / 2 };
  if (visible.length > 0) {
    place.x = Math.max(...visible.map((rect) => rect.x + rect.width)) + gap;
    place.y = Math.min(...visible.map((rect) => rect.y));
  }
  return pastAll({ ...place, width, height }, taken, gap, ['x', 'width']);
}

/**
 * The upper left corner of room for something: where it is wanted where it covers nothing there,
 * and otherwise below that or to the right of it, whichever is nearer.
 */
export function clearPlace(
  wanted: Rect,
  taken: readonly Rect[],
  gap: number,
): { x: number; y: number } {
  if (!taken.some((rect) => overlap(rect, wanted))) return { x: wanted.x, y: wanted.y };
  const below = pastAll(wanted, taken, gap, ['y', 'height']);
  const right = pastAll(wanted, taken, gap, ['x', 'width']);
  return below.y - wanted.y <= right.x - wanted.x ? below : right;
}

/** Where something is clear of what is there, when it is moved along one axis. */
function pastAll(
  { x, y, width, height }: Rect,
  taken: readonly Rect[],
  gap: number,
  [axis, side]: ['x', 'width'] | ['y', 'height'],
): { x: number; y: number } {
  const place = { x, y };
  const blocking = () => {
    const wanted = around({ ...place, width, height }, gap);
    return taken.find((rect) => overlap(rect, wanted));
  };
  // Each step goes past one more, so it ends.
  for (let rect = blocking(); rect; rect = blocking()) place[axis] = rect[axis] + rect[side] + gap;
  return place;
}

/** What of the canvas is seen in so many pixels of the page. */
export function seenIn(
  { x, y, zoom }: { x: number; y: number; zoom: number },
  width: number,
  height: number,
): Rect {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

/** A part of the canvas and so much around it. */
export function around({ x, y, width, height }: Rect, margin: number): Rect {
  return { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin };
}

/** Whether two parts of the canvas overlap, if only with a corner. */
export function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
