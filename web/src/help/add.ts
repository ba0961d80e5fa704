import { insert } from '../edits/clipboard';
import { placeAt, type Fragment } from '../lib/clipboard';
import type { Editor } from '../lib/editor.svelte';
import { GRID } from '../lib/grid';
import { freePlace, type Rect } from '../lib/place';

/** Adds ops that take up that much room where it is free, beside what is seen, and shows them. */
export function insertBeside(
  editor: Editor,
  fragment: Fragment,
  size: Pick<Rect, 'width' | 'height'>,
): void {
  const { view } = editor;
  if (!view) return;
  const { seen, taken } = view.room();
  const { x, y } = freePlace(size, seen, taken, 6 * GRID);
  const added = insert(editor, { ...fragment, ops: placeAt(fragment.ops, x, y, GRID) });
  if (!added) return;
  view.reveal(...added);
  view.focus();
}
