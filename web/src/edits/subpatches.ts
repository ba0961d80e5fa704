import type { Editor } from '../lib/editor.svelte';
import { GRID } from '../lib/grid';
import type { Op } from '../lib/patch.svelte';
import type { Command } from '../lib/protocol';

import { applyAll } from './batch';

/** Makes a subpatch of the selected ops, in the middle of where they are. */
export function createSubpatch(editor: Editor): void {
  const { selectedOps } = editor;
  if (selectedOps.length === 0) return;
  const middle = (values: number[]) =>
    Math.round((Math.min(...values) + Math.max(...values)) / 2 / GRID) * GRID;
  const x = middle(selectedOps.map((op) => op.x));
  const y = middle(selectedOps.map((op) => op.y));
  const ops = selectedOps.map((op) => op.id);
  const added = editor.apply({ type: 'createSubpatch', ops, title: '', x, y });
  if (added) editor.view?.select(added);
  editor.view?.focus();
}

/** Puts the selected ops into the subpatch among them, or, without one, out of where they are. */
export function transfer(editor: Editor): void {
  const { level, patch, selectedOps } = editor;
  const into = selectedOps.find((op) => op.isSubpatch);
  const out = level === null ? undefined : patch.ops.get(level);
  if (into && selectedOps.length > 1) enclose(editor, into, into.id);
  else if (out) enclose(editor, out, out.subpatch);
}

/** Moves the selected ops to another level, where they stand below a box as they stood here. */
function enclose(editor: Editor, box: Op, subpatch: string | null): void {
  const ops = editor.selectedOps.filter((op) => op !== box);
  const ids = ops.map((op) => op.id);
  const commands: Command[] = [{ type: 'enclose', ops: ids, subpatch }];
  if (subpatch !== box.id) {
    const left = box.x - Math.min(...ops.map((op) => op.x));
    const top = box.y + 12 * GRID - Math.min(...ops.map((op) => op.y));
    const places = ops.map((op) => ({ id: op.id, x: op.x + left, y: op.y + top }));
    commands.push({ type: 'move', ops: places });
  }
  if (ids.length === 0) return;
  const label = subpatch === box.id ? `Move into ${box.label}` : `Move out of ${box.label}`;
  if (!editor.apply({ type: 'batch', label, commands })) return;
  editor.view?.reveal(...ids);
  editor.view?.focus();
}

/** Puts ops that were dropped on the box of a subpatch into it, where they stood before. */
export function dropInto(editor: Editor, ops: readonly Op[], box: Op): void {
  const ids = ops.map((op) => op.id);
  const commands: Command[] = [{ type: 'enclose', ops: ids, subpatch: box.id }];
  if (!editor.apply({ type: 'batch', label: `Move into ${box.label}`, commands })) return;
  editor.view?.select([box.id]);
}

/** Takes the ops out of the selected subpatches. */
export function unpack(editor: Editor): void {
  const subpatches = editor.selectedOps.filter((op) => op.isSubpatch);
  if (subpatches.length === 0) return;
  const inner = [...editor.patch.ops.values()].filter((op) =>
    subpatches.some(({ id }) => id === op.subpatch),
  );
  const commands: Command[] = subpatches.map(({ id }) => ({ type: 'unpack', op: id }));
  if (!applyAll(editor, 'Unpack', commands)) return;
  editor.view?.select(inner.map((op) => op.id));
  editor.view?.focus();
}
