import type { Editor } from '../lib/editor.svelte';
import { reasonOf } from '../lib/reason';
import type { Guard } from '../trust/guard';

import { BrowserPatches, ChangedElsewhere, type KeptPatch } from './browser';
import type { Imported } from './cables';
import type { ServerFile } from './server';
import type { Tabs } from './tabs';

/** How long after an edit the patch is kept, however many follow: less than a second is ever lost. */
const DELAY_MS = 500;

/** How long after a failure it is tried again: room may have been made. */
const RETRY_MS = 5_000;

/** What another tab does with the patch: has it open, has taken it over, or has changed it. */
export type Rival = 'open' | 'taken' | 'changed';

/** What is known of a patch that is opened. */
export type Origin = {
  /** For a person: a file's name. */
  source?: string;
  imported?: Imported | null;
  /** The servers that it may reach, where it came from outside. */
  allowed?: string[];
  /** When it was kept, where it is. */
  keptAt?: number;
  file?: ServerFile;
};

/** Keeps the open patch in this browser, and opens others without losing it. */
export class Keeper {
  readonly patches = new BrowserPatches();
  /** When the patch was last kept, in milliseconds since the Unix epoch. */
  keptAt = $state.raw<number | null>(null);
  /** Why it could not be kept the last time. */
  failure = $state.raw<string | null>(null);
  /** Whether there are edits that are not kept yet. */
  isBehind = $state.raw(false);
  /** Another tab has the same patch: what is edited here is kept beside it. */
  rival = $state.raw<Rival | null>(null);
  /** The file in the server's folder that the patch was read from, or written to. */
  file: ServerFile | null = null;

  readonly editor: Editor;
  #timer: ReturnType<typeof setTimeout> | undefined;
  tabs: Tabs | null = null;
  /** Under which id the patch is kept beside the one of another tab. */
  #copyId = '';
  /** When the patch was kept as this page knows it, and as it has kept it itself. */
  readonly #known = new Set<number>();
  /** Counts what there was to keep. */
  #changes = 0;
  /** What is being written: up to which of the changes, and when that has ended. */
  #writing: { changes: number; end: Promise<void> } | null = null;

  constructor(editor: Editor) {
    this.editor = editor;
  }

  /** Opens what was open when the page was left, or the start patch on a first visit. */
  async openLast(): Promise<void> {
    let last: KeptPatch | undefined;
    try {
      last = await this.patches.lastOpen();
    } catch (error) {
      this.fail(error);
    }
    if (last) {
      try {
        await this.show(last.text, originOf(last));
        return;
      } catch (error) {
        // It stays where it is kept, under its own id.
        const reason = reasonOf(error);
        this.editor.toasts.error(`“${last.name}” could not be opened again: ${reason}`);
      }
    }
    const { startPatch } = await import('./start');
    await this.show(startPatch(location), {});
  }

  /** The patch was written to a file in the server's folder. */
  wrote(file: ServerFile): void {
    this.file = file;
    this.schedule();
  }

  /** There is something to keep: soon, and once for a burst of edits. */
  schedule(): void {
    this.#changes += 1;
    this.isBehind = true;
    this.#timer ??= setTimeout(() => void this.flush(), DELAY_MS);
  }

  /** Keeps now what is not kept yet. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.isBehind) return;
    if (this.#writing?.changes === this.#changes) return this.#writing.end;
    const writing = { changes: this.#changes, end: this.#write() };
    this.#writing = writing;
    await writing.end;
    if (this.#writing === writing) this.#writing = null;
  }

  async #write(): Promise<void> {
    const { patch, guard } = this.editor;
    const changes = this.#changes;
    try {
      const keptAt = Date.now();
      const text = this.editor.save();
      const kept: KeptPatch = {
        id: patch.id,
        name: patch.name,
        text,
        keptAt,
        ...(guard && { allowed: guard.allowed }),
        ...(this.file && { file: this.file }),
      };
      if (this.rival) {
        const name = `${patch.name} (other tab)`;
        await this.patches.put({ ...kept, id: this.#copyId, name });
      } else {
        this.know(keptAt);
        await this.patches.keep(kept, this.#known);
        this.keptAt = keptAt;
      }
      // What was edited while it was written is not kept by that.
      if (changes === this.#changes) this.isBehind = false;
      this.failure = null;
      this.tabs?.stay();
    } catch (error) {
      if (error instanceof ChangedElsewhere) {
        if (!this.rival) this.#lose('changed');
        // The copy is not to wait for this write, which waits for it.
        if (this.#writing?.changes === changes) this.#writing = null;
        await this.flush();
      } else this.fail(error);
    }
  }

  /** Another tab has the patch. What was not kept by then is kept beside it. */
  #lose(rival: Rival): void {
    this.rival = rival;
    this.#copyId = `${this.editor.patch.id}-${Date.now()}`;
    if (rival !== 'changed') return;
    this.#changes += 1;
    this.isBehind = true;
  }

  /** Opens the text of a patch. Rejects with the reason; what is open stays open then. */
  async show(text: string, origin: Origin): Promise<void> {
    const { imported, allowed, keptAt, file } = origin;
    const guard = await guardFor(text, allowed);
    // What was edited until now would go with the patch that is open.
    for (let tries = 0; tries < 3 && this.isBehind && !this.failure; tries += 1) await this.flush();
    // From here on nothing is awaited before the other is open, so that what is kept is all of one.
    const before = { rival: this.rival, file: this.file };
    this.know(keptAt);
    Object.assign(this, { rival: null, file: file ?? null });
    try {
      await this.editor.open(text, imported, guard);
    } catch (error) {
      Object.assign(this, before);
      throw error;
    }
    this.keptAt = keptAt ?? this.keptAt;
    if (!this.tabs) {
      const { Tabs } = await import('./tabs');
      this.tabs ??= new Tabs(async (how) => {
        // What is edited here by now is this tab's last word.
        if (how === 'taken') await this.flush();
        this.#lose(how);
      });
    }
    this.tabs.open(this.editor.patch.id);
  }

  know(keptAt: number | undefined): void {
    if (keptAt !== undefined) this.#known.add(keptAt);
  }

  fail(error: unknown): void {
    this.isBehind = true;
    const isFirst = this.failure === null;
    this.failure = isFull(error)
      ? 'This browser’s storage is full.'
      : `This browser did not keep the patch: ${reasonOf(error)}`;
    this.#timer ??= setTimeout(() => void this.flush(), RETRY_MS);
    if (isFirst) this.editor.toasts.error(`${this.failure} Save it as a file to be safe.`);
  }
}

/** What holds a patch from outside to the servers that it may reach; `null` for one made here. */
async function guardFor(text: string, allowed: string[] | undefined): Promise<Guard | null> {
  if (!allowed) return null;
  const { guardFor, idIn } = await import('../trust/remembered');
  return guardFor(idIn(text), allowed);
}

export function originOf({ keptAt, allowed, file }: KeptPatch): Origin {
  return { keptAt, ...(allowed && { allowed }), ...(file && { file }) };
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}
