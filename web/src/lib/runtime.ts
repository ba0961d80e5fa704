import { purify } from '../stage/purify';
import load, {
  type BrokerAsk,
  type BrokerRow,
  type BrokerView,
  Runtime,
  type RuntimeOptions,
} from '../wasm/ropewalk.js';

export type { BrokerAsk, BrokerRow, BrokerView, Runtime, RuntimeOptions };

/** Loads the WebAssembly and starts a runtime in it. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  await load();
  return Runtime.start({ purify, ...options });
}
