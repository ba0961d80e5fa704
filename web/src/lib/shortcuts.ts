import { tinykeys } from 'tinykeys';

import { edit, type Edits } from '../parts';

import type { Editor } from './editor.svelte';
import { isElsewhere } from './focus';
import { stored } from './stored';

/** Under which name is kept whether letters by themselves are keys: `off` where they are not. */
export const CHARACTERS = 'ropewalk-characters';

/** What the keys do besides editing the patch. */
export type PageActions = {
  saveFile(): void;
  openDialog(): void;
  help(): void;
  editTitle(): void;
};

/**
 * Listens to the keys and the clipboard until the returned function is called. `shortcutList.ts` has
 * the same keys, for people.
 */
export function listen(editor: Editor, page: PageActions): () => void {
  const onPage = (run: () => void) => (event: KeyboardEvent) => {
    if (isElsewhere(event.target)) return;
    event.preventDefault();
    run();
  };
  const onPatch = (run: (edits: Edits) => void) => onPage(() => edit(run));
  const openPalette = () => editor.openPalette(editor.pointer);
  let usesPointer = false;
  const point = () => (usesPointer = true);
  addEventListener('pointerdown', point, { capture: true });
  const keys: Record<string, (event: KeyboardEvent) => void> = {
    Escape: (event) => {
      const isBusy = isControl(event.target) || editor.plug !== null;
      if (!isBusy) onPage(openPalette)(event);
    },
    Tab: (event) => {
      // Only for who works with the pointer: with the keyboard, Tab goes from thing to thing.
      const isOnCanvas = document.activeElement?.closest('[data-testid="canvas"]');
      if (isOnCanvas && usesPointer) onPage(openPalette)(event);
      else usesPointer = false;
    },
    l: onPage(() => (editor.linking = editor.selectedOps[0] ?? null)),
    'Shift+Delete': onPatch((edits) => edits.removeSelection(editor, false)),
    'Shift+Backspace': onPatch((edits) => edits.removeSelection(editor, false)),
    x: onPatch((edits) => edits.unlinkSelection(editor)),
    d: onPatch((edits) => edits.toggleSelection(editor)),
    a: onPatch((edits) => edits.align(editor, 'left')),
    'Shift+A': onPatch((edits) => edits.tidy(editor)),
    h: onPatch((edits) => edits.distribute(editor, 'x')),
    v: onPatch((edits) => edits.distribute(editor, 'y')),
    k: onPatch((edits) => edits.toggleBookmarks(editor)),
    'Shift+K': onPatch((edits) => edits.goToBookmark(editor, 1)),
    'Alt+Shift+K': onPatch((edits) => edits.goToBookmark(editor, -1)),
    g: onPatch((edits) => edits.createSubpatch(editor)),
    'Shift+G': onPatch((edits) => edits.unpack(editor)),
    'Shift+U': onPatch((edits) => edits.transfer(editor)),
    u: onPage(() => editor.leave()),
    f: onPage(() => editor.view?.fit()),
    m: onPage(() => (editor.isMapShown = !editor.isMapShown)),
    b: onPage(() => editor.drawer.toggle('mqtt')),
    'Shift+c': onPatch((edits) => void edits.copyForCables(editor)),
    F2: onPage(() => page.editTitle()),
    t: onPage(() => page.editTitle()),
    'Shift+?': onPage(() => page.help()),
    '$mod+z': onPage(() => editor.undo()),
    '$mod+Shift+z': onPage(() => editor.redo()),
    '$mod+y': onPage(() => editor.redo()),
    '$mod+d': onPatch((edits) => edits.duplicate(editor)),
    '$mod+a': onPage(() =>
      editor.view?.select(
        // What is elsewhere is not on the canvas, and stays as it is.
        [...editor.patch.ops.keys()],
        editor.patch.cables.map((cable) => cable.id),
      ),
    ),
    '$mod+f': (event) => {
      // A dialog and the editor of a text keep the key.
      if (event.target instanceof Element && event.target.closest('dialog')) return;
      event.preventDefault();
      editor.drawer.enter('find');
    },
    '$mod+s': (event) => {
      event.preventDefault();
      page.saveFile();
    },
    '$mod+o': onPage(() => page.openDialog()),
  };
  // By itself the library leaves out fields, where saving and finding mean the page all the same.
  const ignore = (event: KeyboardEvent) =>
    event.repeat || event.isComposing || (isCharacter(event) && stored(CHARACTERS) === 'off');
  const stopKeys = tinykeys(window, keys, { ignore });

  const copy = (event: ClipboardEvent) => {
    if (isElsewhere(event.target) || !getSelection()?.isCollapsed) return;
    const fragment = editor.copy();
    if (!fragment) return;
    event.preventDefault();
    const text = JSON.stringify(fragment, null, 2);
    event.clipboardData?.setData('text/plain', text);
    edit((edits) => edits.keepOwnCopy(editor.guard ? '' : text));
    if (event.type === 'cut') edit((edits) => edits.removeSelection(editor));
  };
  const paste = (event: ClipboardEvent) => {
    if (isElsewhere(event.target)) return;
    const text = event.clipboardData?.getData('text/plain');
    if (text) edit((edits) => void edits.paste(editor, text));
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

function isCharacter({ altKey, ctrlKey, key, metaKey }: KeyboardEvent): boolean {
  return key.length === 1 && !altKey && !ctrlKey && !metaKey;
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, summary') !== null;
}
