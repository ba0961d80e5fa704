import { tinykeys } from 'tinykeys';

import type { Editor } from './editor.svelte';

/** What the keys do besides editing the patch. */
export type PageActions = {
  saveFile(): void;
  openDialog(): void;
  help(): void;
  editTitle(): void;
};

/** Every key of the page, for whoever lists them. */
export const SHORTCUTS: [keys: string, does: string][] = [
  ['Esc or Tab or double-click', 'Add an op'],
  ['L', 'Link a port of the selected op'],
  ['Delete', 'Remove what is selected'],
  ['Arrow keys', 'Move the selected ops; with Shift in larger steps'],
  ['Shift and drag', 'Select with a box'],
  ['Ctrl Z, Ctrl Y', 'Undo, redo'],
  ['Ctrl C, Ctrl X, Ctrl V', 'Copy, cut, paste'],
  ['Shift C', 'Copy the selected ops, or all, for cables'],
  ['Ctrl D', 'Duplicate'],
  ['Ctrl A', 'Select everything'],
  ['Ctrl S, Ctrl O', 'Save as a file, open'],
  ['F', 'Fit the patch into view'],
  ['G, Shift G', 'Make a subpatch of the selected ops; unpack it'],
  ['Enter or double-click', 'Go into the selected subpatch, or to the text of a comment'],
  ['U', 'Leave the subpatch'],
  ['Shift U', 'Move the selected ops into the subpatch among them, or out of the one around them'],
  ['F2', 'Give the selected op a title'],
  ['?', 'This list'],
];

/** Listens to the keys and the clipboard until the returned function is called. */
export function listen(editor: Editor, page: PageActions): () => void {
  const onPage = (run: () => void) => (event: KeyboardEvent) => {
    if (isElsewhere(event.target)) return;
    event.preventDefault();
    run();
  };
  const openPalette = () => {
    const at = editor.pointer;
    const place = at && (editor.view?.toCanvas(at) ?? null);
    editor.palette = { at, place, plug: null };
  };
  let usesPointer = false;
  const point = () => (usesPointer = true);
  addEventListener('pointerdown', point, { capture: true });
  const stopKeys = tinykeys(window, {
    Escape: (event) => {
      const isBusy = isControl(event.target) || editor.plug !== null;
      if (!isBusy) onPage(openPalette)(event);
    },
    Tab: (event) => {
      // Only for who works with the pointer: with the keyboard, Tab goes from thing to thing.
      const isOnCanvas = document.activeElement?.closest('[data-testid="canvas"]') !== null;
      if (isOnCanvas && usesPointer) onPage(openPalette)(event);
      else usesPointer = false;
    },
    l: onPage(() => (editor.linking = editor.selectedOps[0] ?? null)),
    g: onPage(() => editor.createSubpatch()),
    'Shift+G': onPage(() => editor.unpack()),
    'Shift+U': onPage(() => editor.transfer()),
    u: onPage(() => editor.leave()),
    f: onPage(() => editor.view?.fit()),
    'Shift+c': onPage(() => void editor.copyForCables()),
    F2: onPage(() => page.editTitle()),
    'Shift+?': onPage(() => page.help()),
    '$mod+z': onPage(() => editor.undo()),
    '$mod+Shift+z': onPage(() => editor.redo()),
    '$mod+y': onPage(() => editor.redo()),
    '$mod+d': onPage(() => editor.duplicate()),
    '$mod+a': onPage(() =>
      editor.view?.select(
        // What is elsewhere is not on the canvas, and stays as it is.
        [...editor.patch.ops.keys()],
        editor.patch.cables.map((cable) => cable.id),
      ),
    ),
    '$mod+s': (event) => {
      event.preventDefault();
      page.saveFile();
    },
    '$mod+o': onPage(() => page.openDialog()),
  });

  const copy = (event: ClipboardEvent) => {
    if (isElsewhere(event.target) || !getSelection()?.isCollapsed) return;
    const fragment = editor.copy();
    if (!fragment) return;
    event.preventDefault();
    event.clipboardData?.setData('text/plain', JSON.stringify(fragment, null, 2));
    if (event.type === 'cut') editor.removeSelection();
  };
  const paste = (event: ClipboardEvent) => {
    if (isElsewhere(event.target)) return;
    const text = event.clipboardData?.getData('text/plain');
    if (text) void editor.paste(text);
  };
  document.addEventListener('copy', copy);
  document.addEventListener('cut', copy);
  document.addEventListener('paste', paste);
  return () => {
    stopKeys();
    removeEventListener('pointerdown', point, { capture: true });
    document.removeEventListener('copy', copy);
    document.removeEventListener('cut', copy);
    document.removeEventListener('paste', paste);
  };
}

/** Whether keys typed there are meant for something else: a field, a dialog. */
function isElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest('input, textarea, select, [contenteditable], dialog') !== null;
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, summary') !== null;
}
