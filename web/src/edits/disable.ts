import type { Editor } from '../lib/editor.svelte';
import type { Op } from '../lib/patch.svelte';
import type { Command } from '../lib/protocol';

import { applyAll } from './batch';

/** Switches ops off or on, as one step. */
export function setDisabled(editor: Editor, ops: readonly Op[], disabled: boolean): void {
  // A subpatch goes with what is in it: by itself it does nothing that could be switched off.
  const all = new Set(ops.flatMap((op) => [op, ...editor.patch.contents(op.id)]));
  const commands: Command[] = Array.from(all, (op) => ({ type: 'disable', op: op.id, disabled }));
  applyAll(editor, disabled ? 'Disable' : 'Enable', commands);
}

/** Switches the selected ops off, or on where all of them are off. */
export function toggleSelection(editor: Editor): void {
  const { selectedOps } = editor;
  setDisabled(editor, selectedOps, !selectedOps.every((op) => op.disabled));
}
