import { shortName, unknownPort } from './catalogue';
import type { Patch } from './patch.svelte';
import { choiceOf, nextPort, plainPort, type Port, portsOf } from './ports';
import type {
  Exposed,
  JsonValue,
  NewOp,
  OpInfo,
  OpView,
  PortInfo,
  Source,
  Status,
} from './protocol';

/** The op that holds others. */
export const SUBPATCH = 'Ops.Ui.SubPatch';

/** A port of an op. */
export type End = { op: Op; port: PortInfo };

/** A port on the box of a subpatch, with the port of an op inside that it is. */
type ShownPort = PortInfo & { inner: End };

/** The port itself, where a subpatch shows one of an op inside. */
export function endOf(op: Op, port: PortInfo): End {
  return 'inner' in port ? (port as ShownPort).inner : { op, port };
}

/** An op of the patch. Each field is a cell of its own, so that a change redraws one box. */
export class Op {
  readonly id: string;
  /** Names it on the page: an id comes from a file and may hold any character. */
  readonly key = newKey();
  readonly isPlaceholder: boolean;
  readonly #info: OpInfo;
  readonly #patch: Patch;
  x: number;
  y: number;
  title = $state.raw<string | null>(null);
  disabled = $state.raw(false);
  bookmarked = $state.raw(false);
  /** How many ports its multi input and its multi output have; 0 where it has none. */
  inputCount = $state.raw(0);
  outputCount = $state.raw(0);
  /** The inputs with choices that show the number that chooses; of the view, not of the document. */
  byIndex = $state.raw<ReadonlySet<string>>(new Set());
  readonly inputs: readonly Port[] = $derived.by(() =>
    portsOf(this.info.inputs, false, this.inputCount, (port) => this.byIndex.has(port.name)),
  );
  readonly outputs: readonly Port[] = $derived.by(() =>
    portsOf(this.info.outputs, true, this.outputCount),
  );
  /** What was set and differs from the defaults. */
  values = $state.raw<Record<string, JsonValue>>({});
  /** What gives inputs their values in the place of those. */
  sources = $state.raw<Record<string, Source>>({});
  /** The secret ports that have a value in this browser. */
  secrets = $state.raw<ReadonlySet<string>>(new Set());
  /** What is wrong with the op itself. */
  mark = $state.raw<Status | null>(null);
  /** The id of the subpatch that it is in. */
  subpatch = $state.raw<string | null>(null);
  /** What a subpatch shows of the ops in it. */
  exposed = $state.raw<readonly Exposed[]>([]);
  /** How much of the time it takes beside the others, from 0 to 1, while that is looked at. */
  heat = $state.raw(0);
  /** Whether the box shows every port; of the view, not of the document. */
  expanded = $state.raw(false);

  readonly #shown = $derived.by(() => this.#show());

  constructor(view: OpView, info: OpInfo, patch: Patch) {
    this.id = view.id;
    this.#info = info;
    this.#patch = patch;
    this.isPlaceholder = view.placeholder !== null;
    this.x = view.x;
    this.y = view.y;
    this.title = view.title;
    this.disabled = view.disabled;
    this.bookmarked = view.bookmarked;
    this.inputCount = view.inputs;
    this.outputCount = view.outputs;
    this.values = view.values;
    this.subpatch = view.subpatch;
    this.exposed = view.exposed;
    this.sources = view.sources;
  }

  /** Its declaration; that of a subpatch has the ports that it shows. */
  get info(): OpInfo {
    return this.exposed.length > 0 ? this.#shown : this.#info;
  }

  get isSubpatch(): boolean {
    return this.#info.name === SUBPATCH;
  }

  /** The mark on its box: a subpatch bears the worst of those in it. */
  get status(): Status | null {
    if (this.mark || !this.isSubpatch) return this.mark;
    const marked = this.#patch.contents(this.id).filter((op) => op.mark);
    const worst = marked.find((op) => op.mark?.level === 'error') ?? marked[0];
    return worst?.mark ? { ...worst.mark, text: `${worst.label}: ${worst.mark.text}` } : null;
  }

  /** What stands on the box. */
  get label(): string {
    return this.title ?? shortName(this.info.name);
  }

  input(name: string): Port | undefined {
    const known = this.inputs.find((port) => port.name === name);
    if (known || !name.endsWith(' index')) return known;
    // One that is not shown.
    const all = portsOf(this.info.inputs, false, 0, () => true);
    return all.find((port) => port.name === name);
  }

  output(name: string): Port | undefined {
    return this.outputs.find((port) => port.name === name);
  }

  ports(isOutput: boolean): readonly Port[] {
    return isOutput ? this.outputs : this.inputs;
  }

  /** The port to which a cable can lead that is not there yet. */
  nextPort(isOutput: boolean): Port | undefined {
    return nextPort(this.info, isOutput, isOutput ? this.outputCount : this.inputCount);
  }

  /** Shows the number that chooses beside an input with choices, or no more. */
  showIndex(port: string, isShown: boolean): void {
    const shown = new Set(this.byIndex);
    if (isShown) shown.add(port);
    else shown.delete(port);
    this.byIndex = shown;
  }

  /** What an input holds while nothing is linked to it. */
  valueOf(port: PortInfo): JsonValue {
    const end = endOf(this, port);
    const choice = choiceOf(end.port);
    if (choice) return choice.choices.findIndex((text) => text === end.op.valueOf(choice));
    return own(end.op.values, end.port.name) ?? end.port.default;
  }

  /** What gives an input its value in the place of that. */
  sourceOf(port: PortInfo): Source | undefined {
    const end = endOf(this, port);
    return own(end.op.sources, end.port.name);
  }

  isSet(port: PortInfo): boolean {
    const { op, port: end } = endOf(this, port);
    return end.secret ? op.secrets.has(end.name) : Object.hasOwn(op.values, end.name);
  }

  /** The op as the clipboard and a paste carry it. */
  toNewOp(): NewOp {
    const op: NewOp = { id: this.id, op: this.info.name, x: this.x, y: this.y };
    if (this.title !== null) op.title = this.title;
    if (this.disabled) op.disabled = true;
    if (this.subpatch !== null) op.subpatch = this.subpatch;
    if (this.exposed.length > 0) op.exposed = [...this.exposed];
    if (this.inputCount > 0) op.inputs = this.inputCount;
    if (this.outputCount > 0) op.outputs = this.outputCount;
    if (Object.keys(this.values).length > 0) op.values = this.values;
    if (Object.keys(this.sources).length > 0) op.sources = this.sources;
    return op;
  }

  #show(): OpInfo {
    const ports = (output: boolean): ShownPort[] =>
      this.exposed.flatMap((exposed) => {
        const op = this.#patch.ops.get(exposed.op);
        if (exposed.output !== output || !op) return [];
        const port = output ? op.output(exposed.port) : op.input(exposed.port);
        const inner = { op, port: port ?? unknownPort(exposed.port) };
        // Groups are those of its op, which means nothing among others.
        const shown: ShownPort = { ...plainPort(inner.port), name: exposed.name, group: '', inner };
        return [shown];
      });
    return { ...this.#info, inputs: unique(ports(false)), outputs: unique(ports(true)) };
  }
}

/** Ports of one name told apart: on a box, a name stands for one. */
function unique(ports: ShownPort[]): ShownPort[] {
  const names = new Set<string>();
  for (const port of ports) {
    const { name } = port;
    for (let number = 2; names.has(port.name); number += 1) port.name = `${name} ${number}`;
    names.add(port.name);
  }
  return ports;
}

let keys = 0;

/** Names something on the page that no other thing of it is named. */
export function newKey(): string {
  keys += 1;
  return `k${keys}`;
}

/** What a file has under a name: what it has under none is not that of every object. */
function own<T>(values: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
