import { reasonOf } from '../lib/reason';
import { idIn } from '../trust/remembered';

import type { KeptPatch } from './browser';
import { importCables, type Imported } from './cables';
import { downloadText } from './files';
import { type Keeper, type Origin, originOf } from './keeper.svelte';
import type { ServerFile } from './server';
import { emptyPatch, newPatchId, startPatch } from './start';

/** The most that the runtime takes as a patch file, so that nothing larger is even read. */
const MAX_FILE_MB = 32;

/** Opens a patch without ops. */
export async function openNew(keeper: Keeper): Promise<void> {
  await openOther(keeper, emptyPatch(), {});
}

/** Opens the patch of a first visit. */
export async function openStart(keeper: Keeper): Promise<void> {
  await openOther(keeper, startPatch(location), {});
}

/** Opens a file that a person has chosen or dropped. */
export async function openFile(keeper: Keeper, file: File): Promise<void> {
  const size = file.size / 1024 / 1024;
  if (size > MAX_FILE_MB) {
    const said = `it has ${Math.ceil(size)} MB, and a patch has at most ${MAX_FILE_MB} MB.`;
    refuse(keeper, file.name, said);
    return;
  }
  let text: string;
  try {
    text = await file.text();
  } catch (error) {
    refuse(keeper, file.name, reasonOf(error));
    return;
  }
  await openText(keeper, text, file.name);
}

/**
 * Opens a patch that may be from outside. What this browser keeps under the same id stays beside it.
 * One of a file in the server's folder is the person's own.
 */
export async function openText(
  keeper: Keeper,
  content: string,
  source: string,
  file?: ServerFile,
): Promise<void> {
  await keeper.flush();
  let imported: Imported | null;
  try {
    imported = await importCables(content);
  } catch (error) {
    refuse(keeper, source, reasonOf(error));
    return;
  }
  const text = imported?.file ?? content;
  const id = idIn(text);
  const previous = id === undefined ? undefined : await kept(keeper, id);
  // As it is kept here, it is known already.
  const isOwn = file !== undefined || previous?.text === text;
  const allowed = previous?.allowed ?? (isOwn ? undefined : []);
  const isOpen = await openOther(keeper, text, {
    source,
    imported,
    ...(allowed && { allowed }),
    ...(previous && { keptAt: previous.keptAt }),
    ...(file && { file }),
  });
  if (!isOpen || !previous || previous.text === text) return;
  try {
    await keeper.patches.put({ ...previous, id: `${previous.id}-${previous.keptAt}` });
  } catch (error) {
    keeper.fail(error);
  }
}

/** Opens one that this browser keeps. */
export async function openKept(keeper: Keeper, patch: KeptPatch): Promise<void> {
  // One that was put beside another bears the other's id in its text.
  const text = idIn(patch.text) === patch.id ? patch.text : renamed(patch.text, patch.id);
  await openOther(keeper, text, { source: patch.name, ...originOf(patch) });
}

/** Opens a patch in the place of another, which is handed over where this browser does not keep it. */
async function openOther(keeper: Keeper, text: string, origin: Origin): Promise<boolean> {
  await keeper.flush();
  const { editor, failure } = keeper;
  const { name } = editor.patch;
  const left = failure === null ? null : editor.save();
  const isOpen = await open(keeper, text, origin);
  if (isOpen && left !== null) {
    const save = { label: 'Save it as a file', run: () => downloadText(name, left) };
    editor.toasts.warning(`“${name}” is gone from here: this browser did not keep it.`, save);
  }
  return isOpen;
}

/** Goes on with the patch under a name of its own. Passwords stay with the other. */
export async function openCopy(keeper: Keeper): Promise<void> {
  const { patch, guard } = keeper.editor;
  const text = renamed(keeper.editor.save(), newPatchId(), `${patch.name} (copy)`);
  keeper.isBehind = false;
  await open(keeper, text, guard ? { allowed: guard.allowed } : {});
}

/** Keeps the patch in this tab from here on, as the other has left it. */
export async function takeOver(keeper: Keeper): Promise<void> {
  // What was edited here in the meantime stays as a copy.
  await keeper.flush();
  await keeper.tabs?.take();
  const left = await kept(keeper, keeper.editor.patch.id);
  if (left && left.text !== keeper.editor.save()) await open(keeper, left.text, originOf(left));
  else keeper.know(left?.keptAt);
  keeper.rival = null;
}

/** Opens the text of a patch; says why not, and is false then. */
async function open(keeper: Keeper, text: string, origin: Origin): Promise<boolean> {
  try {
    await keeper.show(text, origin);
    return true;
  } catch (error) {
    const { source } = origin;
    if (source === undefined) keeper.editor.toasts.error(reasonOf(error));
    else refuse(keeper, source, reasonOf(error));
    return false;
  }
}

function refuse(keeper: Keeper, source: string, reason: string): void {
  keeper.editor.toasts.error(`“${source}” was not opened: ${reason}`);
}

/** What is kept under an id, if that can be read. */
async function kept(keeper: Keeper, id: string): Promise<KeptPatch | undefined> {
  try {
    return await keeper.patches.get(id);
  } catch {
    // Reading fails as writing does, and that is said when it happens.
    return undefined;
  }
}

/** The text of a patch file with another id, and another name if one is given. */
function renamed(text: string, id: string, name?: string): string {
  return JSON.stringify({ ...JSON.parse(text), id, ...(name !== undefined && { name }) }, null, 2);
}
