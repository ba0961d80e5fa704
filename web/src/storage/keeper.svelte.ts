import type { Editor } from '../lib/editor.svelte';
import { reasonOf } from '../lib/reason';

import { BrowserPatches, type KeptPatch } from './browser';
import { importCables, type Imported } from './cables';
import { emptyPatch, startPatch } from './start';

/** How long after the last edit the patch is kept. */
const DELAY_MS = 500;

/** The most that the runtime takes as a patch file, so that nothing larger is even read. */
const MAX_FILE_MB = 32;

/** Keeps the open patch in this browser, and opens others without losing it. */
export class Keeper {
  readonly patches = new BrowserPatches();
  /** When the patch was last kept, in milliseconds since the Unix epoch. */
  keptAt = $state.raw<number | null>(null);
  /** Why it could not be kept the last time. */
  failure = $state.raw<string | null>(null);
  /** Whether there are edits that are not kept yet. */
  isBehind = $state.raw(false);

  readonly #editor: Editor;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  /** Opens what was open when the page was left, or the start patch on a first visit. */
  async openLast(): Promise<void> {
    let last: KeptPatch | undefined;
    try {
      last = await this.patches.lastOpen();
    } catch (error) {
      this.#fail(error);
    }
    if (last) {
      try {
        await this.#editor.open(last.text);
        this.keptAt = last.keptAt;
        return;
      } catch (error) {
        // It stays where it is kept, under its own id.
        const reason = reasonOf(error);
        this.#editor.toasts.error(`“${last.name}” could not be opened again: ${reason}`);
      }
    }
    await this.#editor.open(startPatch(location));
  }

  async openNew(): Promise<void> {
    await this.flush();
    await this.#open(emptyPatch());
  }

  async openStart(): Promise<void> {
    await this.flush();
    await this.#open(startPatch(location));
  }

  async openFile(file: File): Promise<void> {
    const size = file.size / 1024 / 1024;
    if (size > MAX_FILE_MB) {
      const said = `it has ${Math.ceil(size)} MB, and a patch has at most ${MAX_FILE_MB} MB.`;
      this.#refuse(file.name, said);
      return;
    }
    let text: string;
    try {
      text = await file.text();
    } catch (error) {
      this.#refuse(file.name, reasonOf(error));
      return;
    }
    await this.openText(text, file.name);
  }

  /** Opens a patch from outside. What this browser keeps under the same id stays beside it. */
  async openText(file: string, source: string): Promise<void> {
    await this.flush();
    let imported: Imported | null;
    try {
      imported = await importCables(file);
    } catch (error) {
      this.#refuse(source, reasonOf(error));
      return;
    }
    const text = imported?.file ?? file;
    const id = idIn(text);
    const previous = id === undefined ? undefined : await this.#kept(id);
    const isOpen = await this.#open(text, source, imported);
    if (!isOpen || !previous || previous.text === text) return;
    try {
      await this.patches.put({ ...previous, id: `${previous.id}-${previous.keptAt}` });
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Opens one that this browser keeps. */
  async openKept(patch: KeptPatch): Promise<void> {
    await this.flush();
    await this.#open(patch.text, patch.name);
  }

  /** There is something to keep: soon, and once for a burst of edits. */
  schedule(): void {
    this.isBehind = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), DELAY_MS);
  }

  /** Keeps now what is not kept yet. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.isBehind) return;
    const { patch } = this.#editor;
    try {
      const keptAt = Date.now();
      const text = this.#editor.save();
      this.isBehind = false;
      await this.patches.keep({ id: patch.id, name: patch.name, text, keptAt });
      this.keptAt = keptAt;
      this.failure = null;
    } catch (error) {
      this.#fail(error);
    }
  }

  async #open(text: string, source?: string, imported?: Imported | null): Promise<boolean> {
    try {
      await this.#editor.open(text, imported);
      return true;
    } catch (error) {
      if (source === undefined) this.#editor.toasts.error(reasonOf(error));
      else this.#refuse(source, reasonOf(error));
      return false;
    }
  }

  async #kept(id: string): Promise<KeptPatch | undefined> {
    try {
      return await this.patches.get(id);
    } catch {
      // Reading fails as writing does, and that is said when it happens.
      return undefined;
    }
  }

  #refuse(source: string, reason: string): void {
    this.#editor.toasts.error(`“${source}” was not opened: ${reason}`);
  }

  #fail(error: unknown): void {
    this.isBehind = true;
    const isFirst = this.failure === null;
    this.failure = isFull(error)
      ? 'This browser’s storage is full.'
      : `This browser did not keep the patch: ${reasonOf(error)}`;
    if (isFirst) this.#editor.toasts.error(`${this.failure} Save it as a file to be safe.`);
  }
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

/** The id in the text of a patch file, if it is one. */
function idIn(text: string): string | undefined {
  try {
    const json: unknown = JSON.parse(text);
    const hasId = typeof json === 'object' && json !== null && 'id' in json;
    return hasId && typeof json.id === 'string' ? json.id : undefined;
  } catch {
    return undefined;
  }
}
