import { type Catalogue, shortName } from './catalogue';
import { endOf, newKey, Op } from './op.svelte';
import { hasIndex, indexName, type Port } from './ports';
import type {
  Change,
  DocumentView,
  JsonValue,
  Link,
  OpView,
  PortInfo,
  PortRef,
  Status,
} from './protocol';

export { type End, endOf, Op, SUBPATCH } from './op.svelte';

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
