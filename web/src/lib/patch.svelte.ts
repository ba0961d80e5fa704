import { type Catalogue, shortName, unknownPort } from './catalogue';
import { choiceOf, hasIndex, indexName, nextPort, plainPort, type Port, portsOf } from './ports';
import type {
  Change,
  DocumentView,
  Exposed,
  JsonValue,
  Link,
  NewOp,
  OpInfo,
  OpView,
  PortInfo,
  PortRef,
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

/** A cable of the patch. */
export class Cable {
  readonly key = newKey();
  readonly id: string;
  readonly link: Link;
  problem = $state.raw<string | null>(null);

  constructor(link: Link) {
    this.id = cableId(link);
    this.link = link;
  }
}

/** The page's picture of the document: it follows what the runtime tells, and decides nothing. */
export class Patch {
  readonly #catalogue: Catalogue;
  id = $state.raw('');
  name = $state.raw('');
  ops = $state.raw<ReadonlyMap<string, Op>>(new Map());
  cables = $state.raw<readonly Cable[]>([]);
  /** Counts the moves, which change no cell that is worth one of its own. */
  moves = $state.raw(0);

  /** Ids of missing ops that broken links of the file lead to. */
  #reserved: ReadonlySet<string> = new Set();

  readonly #opsByKey = $derived(new Map(Array.from(this.ops.values(), (op) => [op.key, op])));
  readonly #cablesByInput = $derived(group(this.cables, ({ link }) => portKey(link.to)));
  readonly #cablesByOutput = $derived(group(this.cables, ({ link }) => portKey(link.from)));

  readonly #held = $derived(group([...this.ops.values()], (op) => op.subpatch ?? ''));

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** The ops in a subpatch, and in those that are in it. */
  contents(subpatch: string): Op[] {
    const contents = [...(this.#held.get(subpatch) ?? [])];
    // It grows while it is walked.
    for (const op of contents) if (op.isSubpatch) contents.push(...(this.#held.get(op.id) ?? []));
    return contents;
  }

  /** The subpatches that an op is in, the outermost first. */
  pathOf(op: Op | undefined): Op[] {
    const path: Op[] = [];
    for (let at = op; at && at.subpatch !== null; path.unshift(at)) {
      at = this.ops.get(at.subpatch);
      if (!at) break;
    }
    return path;
  }

  /** The op whose box stands for an op on the canvas of a subpatch, if one does. */
  boxAt(level: string | null, id: string): Op | undefined {
    let op = this.ops.get(id);
    while (op && op.subpatch !== level) {
      op = op.subpatch === null ? undefined : this.ops.get(op.subpatch);
    }
    return op;
  }

  /** The port on a box that is that end of a link. */
  portOn(box: Op, end: PortRef, isOutput: boolean): Port | undefined {
    return box.ports(isOutput).find((port) => {
      const inner = endOf(box, port);
      return inner.op.id === end.op && inner.port.name === end.port;
    });
  }

  /** The cables at a port on a box: of one that a subpatch shows, those that come from outside. */
  cablesAtPort(op: Op, port: PortInfo, isOutput: boolean): readonly Cable[] {
    const end = endOf(op, port);
    const cables = this.cablesAt(end.op.id, end.port.name, isOutput);
    if (end.op === op) return cables;
    return cables.filter(({ link }) => {
      const other = this.ops.get(isOutput ? link.to.op : link.from.op);
      return !this.pathOf(other).includes(op);
    });
  }

  opWithKey(key: string): Op | undefined {
    return this.#opsByKey.get(key);
  }

  /** The cables that end at an input, or begin at an output. */
  cablesAt(op: string, port: string, isOutput: boolean): readonly Cable[] {
    const cables = isOutput ? this.#cablesByOutput : this.#cablesByInput;
    return cables.get(portKey({ op, port })) ?? [];
  }

  /** The inputs of an op without which it does nothing, and that have neither cable nor source. */
  missing(op: Op): string[] {
    if (op.disabled || op.isSubpatch) return [];
    const isMissing = (port: PortInfo) =>
      port.needed &&
      !op.isSet(port) &&
      !op.sourceOf(port) &&
      this.cablesAt(op.id, port.name, false).length === 0;
    return op.inputs.filter(isMissing).map((port) => port.name);
  }

  opened(document: DocumentView): void {
    this.id = document.id;
    this.name = document.name;
    this.ops = new Map(document.ops.map((view) => [view.id, this.#opOf(view)]));
    this.cables = document.links.map((link) => new Cable(link));
    for (const { to } of document.links) this.#showLinked(to, this.ops);
    this.#reserved = new Set(document.reserved);
  }

  /** An id for a new op of that name: `sum`, `sum2`, `sum3`. */
  freeId(name: string): string {
    const stem = shortName(name).replace(/^(?:[A-Z]+(?![a-z])|[A-Z])/, (start) =>
      start.toLowerCase(),
    );
    let id = stem;
    for (let number = 2; this.ops.has(id) || this.#reserved.has(id); number += 1) {
      id = `${stem}${number}`;
    }
    return id;
  }

  /** Follows the changes of one edit; what they do to the structure is published once. */
  changed(changes: readonly Change[]): void {
    let ops: Map<string, Op> | null = null;
    let cables: Cable[] | null = null;
    for (const change of changes) {
      switch (change.type) {
        case 'opAdded':
          ops ??= new Map(this.ops);
          ops.set(change.op.id, this.#opOf(change.op));
          break;
        case 'opRemoved':
          ops ??= new Map(this.ops);
          ops.delete(change.id);
          break;
        case 'linkAdded':
          cables ??= [...this.cables];
          cables.splice(change.index, 0, new Cable(change.link));
          this.#showLinked(change.link.to, ops ?? this.ops);
          break;
        case 'linkRemoved': {
          const id = cableId(change.link);
          cables = (cables ?? [...this.cables]).filter((cable) => cable.id !== id);
          break;
        }
        case 'renamed':
          this.name = change.name;
          break;
        default:
          this.#opChanged(change, ops ?? this.ops);
      }
    }
    if (ops) this.ops = ops;
    if (cables) this.cables = cables;
  }

  opStatus(id: string, status: Status | null): void {
    const op = this.ops.get(id);
    if (op) op.mark = status;
  }

  linkStatus(link: Link, text: string | null): void {
    const id = cableId(link);
    const cable = this.cables.find((cable) => cable.id === id);
    if (cable) cable.problem = text;
  }

  secretSet(id: string, port: string, isSet: boolean): void {
    const op = this.ops.get(id);
    if (!op) return;
    const secrets = new Set(op.secrets);
    if (isSet) secrets.add(port);
    else secrets.delete(port);
    op.secrets = secrets;
  }

  /** Shows the number that chooses where it is linked. */
  #showLinked(end: PortRef, ops: ReadonlyMap<string, Op>): void {
    const op = ops.get(end.op);
    const port = op?.info.inputs.find((port) => hasIndex(port) && indexName(port) === end.port);
    if (op && port) op.showIndex(port.name, true);
  }

  #opOf(view: OpView): Op {
    return new Op(view, this.#catalogue.declarationOf(view), this);
  }

  #opChanged(
    change: Exclude<
      Change,
      { type: 'opAdded' | 'opRemoved' | 'linkAdded' | 'linkRemoved' | 'renamed' }
    >,
    ops: ReadonlyMap<string, Op>,
  ): void {
    const op = ops.get('op' in change ? change.op : change.id);
    if (!op) return;
    switch (change.type) {
      case 'opMoved':
        op.x = change.x;
        op.y = change.y;
        this.moves += 1;
        break;
      case 'valueSet': {
        const others = Object.entries(op.values).filter(([port]) => port !== change.port);
        const isDefault = isSame(op.input(change.port)?.default, change.value);
        op.values = Object.fromEntries(
          isDefault ? others : [...others, [change.port, change.value]],
        );
        break;
      }
      case 'sourceSet': {
        const others = Object.entries(op.sources).filter(([port]) => port !== change.port);
        op.sources = Object.fromEntries(
          change.source ? [...others, [change.port, change.source]] : others,
        );
        break;
      }
      case 'titled':
        op.title = change.title;
        break;
      case 'disabled':
        op.disabled = change.disabled;
        break;
      case 'bookmarked':
        op.bookmarked = change.bookmarked;
        break;
      case 'enclosed':
        op.subpatch = change.subpatch;
        break;
      case 'exposed':
        op.exposed = change.ports;
        break;
      case 'portCount':
        if (change.output) op.outputCount = change.count;
        else op.inputCount = change.count;
    }
  }
}

let keys = 0;

function newKey(): string {
  keys += 1;
  return `k${keys}`;
}

function cableId({ from, to }: Link): string {
  return JSON.stringify([from.op, from.port, to.op, to.port]);
}

function portKey({ op, port }: { op: string; port: string }): string {
  return `${op}\0${port}`;
}

function group<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** What a file has under a name: what it has under none is not that of every object. */
function own<T>(values: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function isSame(a: JsonValue | undefined, b: JsonValue): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
