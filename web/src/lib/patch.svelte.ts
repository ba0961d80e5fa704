import { type Catalogue, shortName } from './catalogue';
import type {
  Change,
  DocumentView,
  JsonValue,
  Link,
  NewOp,
  OpInfo,
  OpView,
  PortInfo,
  Status,
} from './protocol';

/** An op of the patch. Each field is a cell of its own, so that a change redraws one box. */
export class Op {
  readonly id: string;
  /** Names it on the page: an id comes from a file and may hold any character. */
  readonly key = newKey();
  readonly info: OpInfo;
  readonly isPlaceholder: boolean;
  x: number;
  y: number;
  title = $state.raw<string | null>(null);
  disabled = $state.raw(false);
  /** What was set and differs from the defaults. */
  values = $state.raw<Record<string, JsonValue>>({});
  /** The secret ports that have a value in this browser. */
  secrets = $state.raw<ReadonlySet<string>>(new Set());
  status = $state.raw<Status | null>(null);
  /** Whether the box shows every port; of the view, not of the document. */
  expanded = $state.raw(false);

  constructor(view: OpView, info: OpInfo) {
    this.id = view.id;
    this.info = info;
    this.isPlaceholder = view.placeholder !== null;
    this.x = view.x;
    this.y = view.y;
    this.title = view.title;
    this.disabled = view.disabled;
    this.values = view.values;
  }

  /** What stands on the box. */
  get label(): string {
    return this.title ?? shortName(this.info.name);
  }

  input(name: string): PortInfo | undefined {
    return this.info.inputs.find((port) => port.name === name);
  }

  output(name: string): PortInfo | undefined {
    return this.info.outputs.find((port) => port.name === name);
  }

  /** What an input holds while nothing is linked to it. */
  valueOf(port: PortInfo): JsonValue {
    return this.values[port.name] ?? port.default;
  }

  isSet(port: PortInfo): boolean {
    return port.secret ? this.secrets.has(port.name) : port.name in this.values;
  }

  /** The op as the clipboard and a paste carry it. */
  toNewOp(): NewOp {
    const op: NewOp = { id: this.id, op: this.info.name, x: this.x, y: this.y };
    if (this.title !== null) op.title = this.title;
    if (this.disabled) op.disabled = true;
    if (Object.keys(this.values).length > 0) op.values = this.values;
    return op;
  }
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

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  opWithKey(key: string): Op | undefined {
    return this.#opsByKey.get(key);
  }

  /** The cables that end at an input, or begin at an output. */
  cablesAt(op: string, port: string, isOutput: boolean): readonly Cable[] {
    const cables = isOutput ? this.#cablesByOutput : this.#cablesByInput;
    return cables.get(portKey({ op, port })) ?? [];
  }

  opened(document: DocumentView): void {
    this.id = document.id;
    this.name = document.name;
    this.ops = new Map(document.ops.map((view) => [view.id, this.#opOf(view)]));
    this.cables = document.links.map((link) => new Cable(link));
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
    if (op) op.status = status;
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

  #opOf(view: OpView): Op {
    return new Op(view, this.#catalogue.declarationOf(view));
  }

  #opChanged(
    change: Extract<Change, { type: 'opMoved' | 'valueSet' | 'titled' | 'disabled' }>,
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
      case 'titled':
        op.title = change.title;
        break;
      case 'disabled':
        op.disabled = change.disabled;
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

function isSame(a: JsonValue | undefined, b: JsonValue): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
