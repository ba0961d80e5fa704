import type { Runtime, RuntimeOptions } from '../wasm/ropewalk';
import libraryUrl from '../wasm/ops.json?url';

import type { OpInfo } from './protocol';

export type { Runtime, RuntimeOptions };

/** Loads the WebAssembly and starts a runtime in it. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const wasm = await import('../wasm/ropewalk.js');
  await wasm.default();
  return wasm.Runtime.start(options);
}

/** Loads what the ops of the runtime say of themselves. */
export async function loadLibrary(): Promise<OpInfo[]> {
  const response = await fetch(libraryUrl);
  if (!response.ok) throw new Error(`The list of ops did not load (HTTP ${response.status}).`);
  return (await response.json()) as OpInfo[];
}
