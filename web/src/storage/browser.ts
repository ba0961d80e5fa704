import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

import type { ServerFile } from './server';

/** A patch as this browser keeps it. */
export type KeptPatch = {
  id: string;
  name: string;
  /** The text of its file. */
  text: string;
  /** When it was kept, in milliseconds since the Unix epoch. */
  keptAt: number;
  /** The servers that it may reach, where it came from outside. */
  allowed?: string[];
  /** The file in the server's folder that it was read from, or written to. */
  file?: ServerFile;
};

/** The patch that is kept has been changed by another tab. */
export class ChangedElsewhere extends Error {}

type Schema = DBSchema & {
  patches: { key: string; value: KeptPatch };
  /** Which patch the page had open. */
  page: { key: 'open'; value: string };
};

/** The patches in this browser's IndexedDB. */
export class BrowserPatches {
  #opening: Promise<IDBPDatabase<Schema>> | null = null;

  /** Opened when it is used, and anew where that has failed or the browser has closed it since. */
  get #database(): Promise<IDBPDatabase<Schema>> {
    const forget = () => (this.#opening = null);
    if (!this.#opening) {
      this.#opening = openDatabase(forget);
      this.#opening.catch(forget);
    }
    return this.#opening;
  }

  /**
   * Keeps a patch, as the one that the page has open. `known` are the times at which it was kept that
   * the page knows of: rejects with {@link ChangedElsewhere} where it was kept at another.
   */
  async keep(patch: KeptPatch, known: ReadonlySet<number>): Promise<void> {
    const database = await this.#database;
    const transaction = database.transaction(['patches', 'page'], 'readwrite');
    const patches = transaction.objectStore('patches');
    const kept = await patches.get(patch.id);
    if (kept && !known.has(kept.keptAt)) throw new ChangedElsewhere();
    await Promise.all([
      patches.put(patch),
      transaction.objectStore('page').put(patch.id, 'open'),
      transaction.done,
    ]);
  }

  /** The patch that the page had open. */
  async lastOpen(): Promise<KeptPatch | undefined> {
    const database = await this.#database;
    const id = await database.get('page', 'open');
    return id === undefined ? undefined : database.get('patches', id);
  }

  async get(id: string): Promise<KeptPatch | undefined> {
    return (await this.#database).get('patches', id);
  }

  /** Keeps a patch beside the others, without opening it. */
  async put(patch: KeptPatch): Promise<void> {
    await (await this.#database).put('patches', patch);
  }

  /** All patches, the latest first. */
  async list(): Promise<KeptPatch[]> {
    const patches = await (await this.#database).getAll('patches');
    return patches.sort((a, b) => b.keptAt - a.keptAt);
  }

  async remove(id: string): Promise<void> {
    await (await this.#database).delete('patches', id);
  }
}

// Asynchronous as a whole: where storage is closed to the page, opening it throws at once.
async function openDatabase(onclose: () => void): Promise<IDBPDatabase<Schema>> {
  const database = await openDB<Schema>('ropewalk-editor', 1, {
    upgrade(database) {
      database.createObjectStore('patches', { keyPath: 'id' });
      database.createObjectStore('page');
    },
    // As when a person clears what the browser keeps for this page.
    terminated: onclose,
    blocking() {
      database.close();
      onclose();
    },
  });
  return database;
}
