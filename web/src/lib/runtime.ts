import type { BrokerAsk, BrokerRow, BrokerView, Runtime, RuntimeOptions } from '../wasm/ropewalk';
import { purify } from '../stage/purify';

export type { BrokerAsk, BrokerRow, BrokerView, Runtime, RuntimeOptions };

/** Loads the WebAssembly and starts a runtime in it. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const wasm = await import('../wasm/ropewalk.js');
  await wasm.default();
  return wasm.Runtime.start({ purify, ...options });
}
