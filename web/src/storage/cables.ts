import namesUrl from '../../../crates/cables/names/cables.json?url';
import { loadJson, loadLibrary } from '../lib/library';

/** A patch of cables as one of ours. */
export type Imported = {
  /** The text of a patch file, to be opened or pasted. */
  file: string;
  /** What is not as it was, for the person. */
  notes: string[];
};

/**
 * Reads a patch of cables, in any of its forms; `null` where the text holds none. Rejects with the
 * reason where it holds one that is damaged.
 */
export async function importCables(text: string): Promise<Imported | null> {
  if (!mayBeCables(text)) return null;
  // Few ever need it, so it is loaded when there is something to read.
  const [importer, library] = await Promise.all([loadImporter(), loadLibrary()]);
  const ops = JSON.stringify(library);
  const read = (names?: string) => {
    const imported = importer.importCables(text, ops, names);
    if (!imported) return null;
    const { file, notes, isNameless } = imported;
    imported.free();
    return { file, notes, isNameless };
  };
  const imported = read();
  if (!imported?.isNameless) return imported;
  // Files of the standalone editor have ids for names. Those of the ops that are here are known.
  return read(JSON.stringify(await loadJson(namesUrl, 'The names of cables’ ops')));
}

/** Ops as the clipboard of cables has them. */
export type Exported = {
  clipboard: string;
  /** What will not be there as it is here, for the person. */
  notes: string[];
};

/** Writes the text of a patch file as cables pastes it. Rejects with the reason where it is none. */
export async function exportCables(file: string): Promise<Exported> {
  const [importer, library] = await Promise.all([loadImporter(), loadLibrary()]);
  const exported = importer.exportCables(file, JSON.stringify(library));
  const { clipboard, notes } = exported;
  exported.free();
  return { clipboard, notes };
}

/** Whether it is worth loading the importer: a patch has a list of ops, and ours says whose it is. */
export function mayBeCables(text: string): boolean {
  return /\bops\b["']?\s*:/.test(text) && !/^\s*\{\s*"ropewalk"\s*:/.test(text);
}

async function loadImporter() {
  const importer = await import('../wasm/importer.js');
  await importer.default();
  return importer;
}
