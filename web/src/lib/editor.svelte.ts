import { createContext } from 'svelte';

import { Drawer } from '../drawer/drawer.svelte';
import type { Imported } from '../storage/cables';
import type { Guard } from '../trust/guard';

import type { CanvasView, Mismatch, PaletteRequest, Point, Report } from './asked';
import { Catalogue } from './catalogue';
import type { Fragment } from './clipboard';
import { loadLibrary } from './library';
import { type Cable, endOf, type Op, Patch } from './patch.svelte';
import { linkOf, type Plug, refOf } from './plug';
import { choiceOf } from './ports';
import type {
  Command,
  History,
  JsonValue,
  Link,
  Notice,
  OpInfo,
  PortInfo,
  PortRef,
} from './protocol';
import { reasonOf } from './reason';
import { type BrokerAsk, type BrokerView, type Runtime, startRuntime } from './runtime';
import { Timeline } from './timeline.svelte';
import type { Toasts } from './toasts.svelte';
import { type ValueCell, Values } from './values.svelte';
import { Variables } from './variables.svelte';

export type { CanvasView, Mismatch, PaletteRequest, Point, Report } from './asked';
export { linkOf, type Plug, refOf } from './plug';

/** How many messages are shown in passing, for a while each. */
const MOST_IN_PASSING = 2;

/** What a runtime tells while it lives. */
type LivingNotice = Exclude<Notice, { type: 'fatal' }>;

/** What a person does with a patch: the one way from the page to the runtime. */
export class Editor {
  readonly catalogue: Catalogue;
  readonly patch: Patch;
  readonly values: Values;
  readonly variables: Variables;
  readonly timeline = new Timeline();
  readonly drawer = new Drawer();
  readonly toasts: Toasts;
  readonly #runtime: Runtime;

  /** What would be undone and done again; `null` for nothing. */
  canUndo = $state.raw<string | null>(null);
  canRedo = $state.raw<string | null>(null);
  /** Counts what a save would write: each edit, and each patch opened. */
  revision = $state.raw(0);
  /** Counts the patches opened, for whoever has to begin anew with each. */
  openings = $state.raw(0);

  /** The id of the subpatch whose inside is shown; `null` at the top. */
  level = $state.raw<string | null>(null);
  selectedOps = $state.raw<readonly Op[]>([]);
  selectedCables = $state.raw<readonly Cable[]>([]);
  palette = $state.raw<PaletteRequest | null>(null);
  /** The cable for which converters are offered. */
  mismatch = $state.raw<Mismatch | null>(null);
  /** What a person is to read of a patch that came in. */
  report = $state.raw<Report | null>(null);
  /** What the patch may reach, where it came from outside; `null` for one made here. */
  guard = $state.raw<Guard | null>(null);
  /** The op whose "Link" list is open. */
  linking = $state.raw<Op | null>(null);
  /** The end of the cable that is being dragged. */
  plug = $state.raw<Plug | null>(null);
  /** Whether the canvas has its map. */
  isMapShown = $state.raw(false);
  view: CanvasView | null = null;
  /** Where the pointer was last, in pixels of the page, while it is over the canvas. */
  pointer: Point | null = null;

  /** The import of the patch that is being opened. */
  #imported: Imported | null = null;
  /** The guard of the patch that is being opened. */
  #nextGuard: Guard | null = null;
  #gesture = 0;
  #isDead = false;

  /**
   * Loads the runtime and starts it.
   *
   * `onFatal` is called once, when the runtime has died.
   */
  static async start(
    stage: HTMLElement,
    toasts: Toasts,
    onFatal: (text: string) => void,
  ): Promise<Editor> {
    let editor: Editor | null = null;
    const early: LivingNotice[] = [];
    const starting = startRuntime({
      stage,
      onNotice: (notice) => {
        if (notice.type === 'fatal') {
          if (editor) editor.#isDead = true;
          onFatal(notice.text);
        } else if (editor) editor.#noticed(notice);
        else early.push(notice);
      },
      onValues: (numbers, texts) => editor?.values.receive(numbers, texts),
      onVariables: () => editor?.variables.changed(),
      hold: (what, isAddress) => editor?.guard?.hold(what, isAddress) ?? '',
    });
    const [runtime, library] = await Promise.all([starting, loadLibrary()]);
    editor = new Editor(runtime, library, toasts);
    for (const notice of early) editor.#noticed(notice);
    return editor;
  }

  private constructor(runtime: Runtime, library: OpInfo[], toasts: Toasts) {
    this.#runtime = runtime;
    this.toasts = toasts;
    this.catalogue = new Catalogue(library);
    this.patch = new Patch(this.catalogue);
    this.values = new Values((ports) => {
      if (!this.#isDead) runtime.watch(ports);
    });
    this.values.placeOf = (op) => this.patch.ops.get(op) ?? { x: 0, y: 0 };
    this.variables = new Variables({
      watch: (watched) => !this.#isDead && runtime.watchVariables(watched),
      list: () => (this.#isDead ? [] : runtime.variables()),
    });
  }

  /**
   * Opens the text of a patch file. Rejects with the reason; what was open stays open then. Of one
   * that was imported a report is shown, with what the import has noted. One that came from outside
   * has a guard.
   */
  async open(text: string, imported?: Imported | null, guard?: Guard | null): Promise<void> {
    this.#imported = imported ?? null;
    this.#nextGuard = guard ?? null;
    await this.#runtime.open(text);
  }

  /** The text of the patch's file, without secrets. */
  save(): string {
    return this.#runtime.save();
  }

  /**
   * Sends an edit. A refusal is shown to the person and gives `null`; otherwise the ids of the ops
   * that were added. Edits with one gesture's number are one step of the history.
   */
  apply(command: Command, gesture?: number): string[] | null {
    try {
      this.guard?.edited(command);
      return this.#runtime.edit(command, gesture);
    } catch (error) {
      this.toasts.error(reasonOf(error));
      return null;
    }
  }

  /** Lets the patch reach these servers. */
  allow(servers: Iterable<string>): void {
    this.guard?.allow(servers);
    this.#runtime.retryHeld();
    // It is kept with the patch.
    this.revision += 1;
  }

  /** A number for the edits of one gesture. */
  newGesture(): number {
    this.#gesture += 1;
    return this.#gesture;
  }

  undo(): void {
    if (this.canUndo !== null) this.#runtime.undo();
  }

  redo(): void {
    if (this.canRedo !== null) this.#runtime.redo();
  }

  /** The steps that can be undone and done again, by what they did, the next first. */
  history(): History {
    return this.#isDead ? { undo: [], redo: [] } : this.#runtime.history();
  }

  /** Measures what ops cost, or no more. */
  profile(on: boolean): void {
    if (!this.#isDead) this.#runtime.profile(on);
  }

  /** What the ops have cost that ran since this was asked last. */
  takeProfile(): [op: string, runs: number, micros: number][] {
    return this.#isDead ? [] : this.#runtime.takeProfile();
  }

  set(op: Op, port: PortInfo, value: JsonValue, gesture?: number): void {
    const end = endOf(op, port);
    const choice = choiceOf(end.port);
    if (choice) {
      const last = choice.choices.length - 1;
      const index = Math.min(Math.max(Math.floor(Number(value)) || 0, 0), last);
      this.set(end.op, choice, choice.choices[index] ?? null, gesture);
      return;
    }
    this.apply({ type: 'set', op: end.op.id, port: end.port.name, value }, gesture);
  }

  /** Lets the patch's clock go on, or stops it. */
  play(playing: boolean): void {
    this.#runtime.play(playing);
  }

  /** Sets the patch's clock, in seconds. */
  seek(seconds: number): void {
    this.#runtime.seek(seconds);
  }

  /** So many numbers of an animated input, from one time to another; none where it is gone. */
  curve({ op, port }: PortRef, from: number, to: number, count: number): Float64Array {
    try {
      return this.#runtime.curve(op, port, from, to, count);
    } catch {
      return new Float64Array();
    }
  }

  /** Asks something of the connection of an Mqtt op; throws why it cannot be done. */
  broker(op: string, asked: BrokerAsk): BrokerView | null {
    return this.#isDead ? null : this.#runtime.broker(op, asked);
  }

  press(op: Op, port: PortInfo): void {
    // An area goes, which a patch that runs cannot do by itself.
    if (op.info.name === 'Ops.Ui.Area' && port.name === 'Delete') {
      this.apply({ type: 'remove', ops: [op.id] });
      return;
    }
    const end = endOf(op, port);
    try {
      this.#runtime.press(end.op.id, end.port.name);
    } catch (error) {
      this.toasts.error(reasonOf(error));
    }
  }

  /** The live value of a port. */
  cell(op: Op, port: PortInfo, isOutput: boolean): ValueCell {
    const ref = refOf(op, port);
    return this.values.cell(ref.op, ref.port, isOutput);
  }

  /** The whole value of a port as text. */
  inspect(op: Op, port: PortInfo, isOutput: boolean): string {
    const end = endOf(op, port);
    try {
      return this.#runtime.inspect(end.op.id, end.port.name, isOutput);
    } catch (error) {
      return reasonOf(error);
    }
  }

  /** What the outputs of all ops hold, by the op's id, in their order. */
  outputs(): Map<string, readonly string[]> {
    try {
      return new Map(this.#runtime.outputs());
    } catch {
      // A runtime that is dead holds nothing, and has been said to be.
      return new Map();
    }
  }

  async setSecret(op: Op, port: PortInfo, value: string): Promise<void> {
    const end = endOf(op, port);
    try {
      await this.#runtime.setSecret(end.op.id, end.port.name, value);
    } catch (error) {
      this.toasts.error(`${port.name} could not be kept: ${reasonOf(error)}`);
    }
  }

  /** Adds an op, linked to the plug when one is given, selects it, and returns its id. */
  add(name: string, at: Point, values?: Record<string, JsonValue>, plug?: Plug, port?: string) {
    const id = this.patch.freeId(name);
    const op = { id, op: name, ...at, ...this.here(), ...(values && { values }) };
    const add: Command = { type: 'add', op };
    const link = plug && port !== undefined ? linkOf(plug, { op: id, port }) : null;
    const command: Command = link
      ? { type: 'batch', label: 'Add and link', commands: [add, { type: 'link', link }] }
      : add;
    const added = this.apply(command);
    if (added) this.view?.select(added);
    return added;
  }

  /** Opens the palette at a point of the page: for the cable that is selected, if one is alone. */
  openPalette(at: Point | null): void {
    const [cable, another] = this.selectedOps.length > 0 ? [] : this.selectedCables;
    const into = another ? undefined : cable;
    const place = into || !at ? null : (this.view?.toCanvas(at) ?? null);
    this.palette = { at, place, plug: null, into };
  }

  link(link: Link): boolean {
    return this.apply({ type: 'link', link }) !== null;
  }

  /** Moves one end of a cable. */
  relink(old: Link, link: Link): boolean {
    const commands: Command[] = [
      { type: 'unlink', link: old },
      { type: 'link', link },
    ];
    return this.apply({ type: 'batch', label: 'Move link', commands }) !== null;
  }

  /** The selected ops and the links among them. */
  copy(): Fragment | null {
    if (this.selectedOps.length === 0) return null;
    // A subpatch goes with what is in it.
    const inner = this.selectedOps.flatMap((op) => this.patch.contents(op.id));
    const ids = new Set([...this.selectedOps, ...inner].map((op) => op.id));
    const top = this.selectedOps.map((op) => {
      const copy = op.toNewOp();
      delete copy.subpatch;
      return copy;
    });
    return {
      ropewalk: 1,
      ops: [...top, ...inner.map((op) => op.toNewOp())],
      links: this.patch.cables
        .map((cable) => cable.link)
        .filter(({ from, to }) => ids.has(from.op) && ids.has(to.op)),
    };
  }

  /** Where new ops belong. */
  here(): { subpatch?: string } {
    return this.level === null ? {} : { subpatch: this.level };
  }

  /** Shows the inside of a subpatch, or the top of the patch. */
  enter(subpatch: string | null): void {
    if (subpatch === this.level) return;
    this.view?.select([]);
    this.level = subpatch;
  }

  /** Goes up one level, and selects the subpatch that was left. */
  leave(): void {
    const left = this.level === null ? undefined : this.patch.ops.get(this.level);
    if (!left) return;
    this.enter(left.subpatch);
    this.view?.select([left.id]);
    this.view?.focus();
  }

  /** Tells what of a patch does not fit: a little in passing, more as a list to read. */
  tell(warnings: readonly string[], imported: Imported | null): void {
    if (imported) this.report = { about: 'import', notes: [...imported.notes, ...warnings] };
    else if (warnings.length > MOST_IN_PASSING) this.report = { about: 'opening', notes: warnings };
    else for (const warning of warnings) this.toasts.warning(this.#called(warning));
  }

  /** A text with the ops in it called as on the canvas, not by their ids. */
  #called(text: string): string {
    return text.replace(/(?<=`)[^`]+(?=`)/g, (name) => this.patch.ops.get(name)?.label ?? name);
  }

  #noticed(notice: LivingNotice): void {
    switch (notice.type) {
      case 'opened':
        this.palette = null;
        this.mismatch = null;
        this.linking = null;
        this.plug = null;
        this.values.reset();
        this.timeline.told(true, 0);
        this.level = null;
        this.guard = this.#nextGuard;
        this.patch.opened(notice.document);
        this.canUndo = null;
        this.canRedo = null;
        this.revision += 1;
        this.openings += 1;
        this.tell(notice.warnings, this.#imported);
        this.#imported = null;
        break;
      case 'changed':
        this.patch.changed(notice.changes);
        // What a person was looking at is gone.
        if (this.level !== null && !this.patch.ops.has(this.level)) this.enter(null);
        this.canUndo = notice.canUndo;
        this.canRedo = notice.canRedo;
        this.revision += 1;
        break;
      case 'opStatus':
        this.patch.opStatus(notice.op, notice.status);
        break;
      case 'linkStatus':
        this.patch.linkStatus(notice.link, notice.text);
        break;
      case 'secretSet':
        this.patch.secretSet(notice.op, notice.port, notice.set);
        break;
      case 'timeline':
        this.timeline.told(notice.playing, notice.seconds);
        break;
      case 'log':
        console.info(notice.text);
    }
  }
}

/** Hands the editor down to the components. */
export const [getEditor, setEditor] = createContext<Editor>();
