import { type Fragment, innerOps, parseFragment, placeAt } from '../lib/clipboard';
import type { Editor } from '../lib/editor.svelte';
import { GRID } from '../lib/grid';
import { isOwnCopy } from './ownCopy';
import { reasonOf } from '../lib/reason';
import { importCables, type Imported } from '../storage/cables';
import { guardOpen } from '../trust/guardOpen';
import { copyForCables as copy } from '../storage/toCables';

/** Copies the selected ops, or all, as cables pastes them. */
export async function copyForCables(editor: Editor): Promise<void> {
  try {
    await copy(editor);
  } catch (error) {
    editor.toasts.error(reasonOf(error));
  }
}

/** Adds the ops in a text, ours or those of cables, where the pointer is. */
export async function paste(editor: Editor, text: string): Promise<void> {
  let imported: Imported | null;
  try {
    imported = await importCables(text);
  } catch (error) {
    editor.toasts.error(reasonOf(error));
    return;
  }
  const fragment = parseFragment(imported?.file ?? text);
  if ('error' in fragment) {
    editor.toasts.warning(fragment.error);
    return;
  }
  if (fragment.ops.length === 0) return;
  // What is not from here is held, as a patch from outside is.
  if (!isOwnCopy(text)) editor.guard ??= guardOpen(editor.patch);
  const at = editor.pointer ? editor.view?.toCanvas(editor.pointer) : editor.view?.center();
  insert(editor, { ...fragment, ops: placeAt(fragment.ops, at?.x ?? 0, at?.y ?? 0, GRID) });
  if (imported) editor.tell(imported.notes, null);
}

/** Adds ops where a person is, as one step, selects them, and returns their ids. */
export function insert(editor: Editor, fragment: Fragment): string[] | null {
  const inner = innerOps(fragment.ops);
  const ops = fragment.ops.map((op) => (inner.has(op) ? op : { ...op, ...editor.here() }));
  const added = editor.apply({ type: 'paste', ops, links: fragment.links });
  const shown = added?.filter((id) => editor.patch.ops.get(id)?.subpatch === editor.level);
  if (shown) editor.view?.select(shown);
  return shown ?? null;
}

/** Adds the selected ops once more, beside themselves. */
export function duplicate(editor: Editor): void {
  const fragment = editor.copy();
  if (!fragment) return;
  const inner = innerOps(fragment.ops);
  const ops = fragment.ops.map((op) =>
    inner.has(op) ? op : { ...op, x: op.x + 3 * GRID, y: op.y + 3 * GRID },
  );
  insert(editor, { ...fragment, ops });
}
