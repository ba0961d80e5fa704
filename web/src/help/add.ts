import { insert } from '../edits/clipboard';
import { roomBeside } from '../edits/room';
import { placeAt, type Fragment } from '../lib/clipboard';
import type { Editor } from '../lib/editor.svelte';
import { GRID } from '../lib/grid';
import type { Rect } from '../lib/place';

/** Adds ops that take up that much room where it is free, beside what is seen, and shows them. */
export function insertBeside(
  editor: Editor,
  fragment: Fragment,
  size: Pick<Rect, 'width' | 'height'>,
): void {
  const place = roomBeside(editor, size, 6 * GRID);
  if (!place) return;
  const ops = placeAt(fragment.ops, place.x, place.y, GRID);
  const added = insert(editor, { ...fragment, ops });
  if (!added) return;
  editor.view?.reveal(...added);
  editor.view?.focus();
}
