import type { Runtime, RuntimeOptions } from '../wasm/ropewalk';
import helpUrl from '../wasm/help.json?url';
import libraryUrl from '../wasm/ops.json?url';

import type { OpInfo } from './protocol';

export type { Runtime, RuntimeOptions };

/** Loads the WebAssembly and starts a runtime in it. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const wasm = await import('../wasm/ropewalk.js');
  await wasm.default();
  return wasm.Runtime.start(options);
}

/** Loads what the ops of the runtime and their ports are. */
export async function loadLibrary(): Promise<OpInfo[]> {
  return (await loadJson(libraryUrl, 'The list of ops')) as OpInfo[];
}

/** Loads the help pages, Markdown, by the names of their ops. */
export async function loadHelpPages(): Promise<Record<string, string>> {
  return (await loadJson(helpUrl, 'The help')) as Record<string, string>;
}

async function loadJson(url: string, what: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${what} did not load (HTTP ${response.status}).`);
  return response.json();
}
