import libraryUrl from '../wasm/ops.json?url';

import type { OpInfo } from './protocol';

/** Loads what the ops of the runtime and their ports are. */
export async function loadLibrary(): Promise<OpInfo[]> {
  return (await loadJson(libraryUrl, 'The list of ops')) as OpInfo[];
}

/** Loads a file of the build; `what` names it in the error. */
export async function loadJson(url: string, what: string): Promise<unknown> {
  const response = await fetch(url).catch(() => {
    // What a browser says here is of no help: “Failed to fetch”.
    throw new Error(`${what} did not load: its server cannot be reached.`);
  });
  if (!response.ok) throw new Error(`${what} did not load (HTTP ${response.status}).`);
  return response.json();
}
