import { copyText } from '../lib/copy';
import type { Editor } from '../lib/editor.svelte';
import { formatCount } from '../lib/format';
import type { Link } from '../lib/protocol';

import { exportCables } from './cables';

type PatchFile = { ops: { id: string; subpatch?: string | undefined }[]; links?: Link[] };

/** Puts the selected ops, or all where none is, on the clipboard as cables pastes them. */
export async function copyForCables(editor: Editor): Promise<void> {
  const { toasts, selectedOps } = editor;
  const file = part(editor.save(), new Set(selectedOps.map((op) => op.id)));
  const count = file.ops.length;
  const { clipboard, notes } = await exportCables(JSON.stringify(file));
  await copyText(clipboard);
  const text = `${formatCount(count, 'op')} ${count === 1 ? 'is' : 'are'} on the clipboard, to be pasted in cables.`;
  if (notes.length === 0) toasts.info(text);
  else {
    const show = () => (editor.report = { about: 'export', notes });
    toasts.info(text, { label: 'What it lacks there', run: show });
  }
}

/**
 * The ops of a patch file with these ids, what is in those that are subpatches, and the links among
 * them; all for no ids.
 */
export function part(text: string, ids: ReadonlySet<string>): PatchFile {
  // The file of the runtime holds more of an op than the page knows: what an import has kept.
  const file = JSON.parse(text) as PatchFile;
  if (ids.size === 0) return file;
  const holders = new Map(file.ops.map(({ id, subpatch }) => [id, subpatch]));
  const isIn = (id: string | undefined): boolean =>
    id !== undefined && (ids.has(id) || isIn(holders.get(id)));
  const ops = file.ops
    .filter(({ id }) => isIn(id))
    // What comes out of a subpatch that stays here is not in it there.
    .map(({ subpatch, ...op }) => (isIn(subpatch) ? { ...op, subpatch } : op));
  const links = (file.links ?? []).filter(({ from, to }) => isIn(from.op) && isIn(to.op));
  return { ...file, ops, links };
}
