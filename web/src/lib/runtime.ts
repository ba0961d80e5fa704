import type { Command, Notice, OpInfo, WatchedPort } from './protocol';

/** Where the runtime puts what it makes, and whom it tells. */
export type RuntimeOptions = {
  /** Where Html and Sidebar ops put their elements. */
  stage: HTMLElement;
  onNotice(notice: Notice): void;
  /** Once a frame, when something watched changed. */
  onValues(numbers: Float64Array, texts: [index: number, text: string][]): void;
};

/** The machine behind the page: the only owner of the patch. */
export type Runtime = {
  catalogue(): OpInfo[];
  /** Rejects with a reason a person can read; the patch that is open stays open then. */
  open(text: string): Promise<void>;
  save(): string;
  /** Returns the ids of the ops it added; throws the reason when it refuses. */
  edit(command: Command, gesture?: number): string[];
  undo(): boolean;
  redo(): boolean;
  press(op: string, port: string): void;
  watch(ports: WatchedPort[]): void;
  inspect(op: string, port: string, output: boolean): string;
  setSecret(op: string, port: string, value: string): Promise<void>;
  history(): { undo: string[]; redo: string[] };
  stop(): void;
};

/** Loads the WebAssembly and starts a runtime in it. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const wasm = await import('../wasm/ropewalk.js');
  await wasm.default();
  return wasm.Runtime.start(options);
}
