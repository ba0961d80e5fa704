import type { Editor } from '../lib/editor.svelte';
import type { Op, Patch } from '../lib/patch.svelte';
import type { Command } from '../lib/protocol';

import { applyAll } from './batch';

/** The ops with a bookmark, in the order in which they came into the patch. */
export function bookmarksOf(patch: Patch): Op[] {
  return [...patch.ops.values()].filter((op) => op.bookmarked);
}

/** Puts bookmarks at the selected ops, or takes them away where all have one. */
export function toggleBookmarks(editor: Editor): void {
  const { selectedOps, toasts } = editor;
  if (selectedOps.length === 0) {
    toasts.info('Select an op to put a bookmark at it.');
    return;
  }
  const bookmarked = !selectedOps.every((op) => op.bookmarked);
  const commands: Command[] = selectedOps.map((op) => ({
    type: 'bookmark',
    op: op.id,
    bookmarked,
  }));
  applyAll(editor, bookmarked ? 'Bookmark' : 'Remove bookmarks', commands);
}

/** Goes to the bookmark after the one that is selected, or the one before it. */
export function goToBookmark(editor: Editor, step: 1 | -1): void {
  const bookmarks = bookmarksOf(editor.patch);
  if (bookmarks.length === 0) {
    editor.toasts.info('No op has a bookmark. K puts one at the selected op.');
    return;
  }
  const [selected] = editor.selectedOps;
  const at = selected ? bookmarks.indexOf(selected) : -1;
  const next = at < 0 && step < 0 ? bookmarks.length - 1 : at + step;
  const op = bookmarks[(next + bookmarks.length) % bookmarks.length];
  if (op) editor.view?.reveal(op.id);
  editor.view?.focus();
}
