import { fits } from './kinds';
import type { OpInfo, OpView, PortInfo } from './protocol';

/** The op library as the page knows it. */
export class Catalogue {
  readonly ops: readonly OpInfo[];
  readonly #byName = new Map<string, OpInfo>();

  constructor(ops: readonly OpInfo[]) {
    this.ops = ops;
    for (const op of ops) for (const alias of op.aliases) this.#byName.set(alias, op);
    // An op's own name wins over another's alias.
    for (const op of ops) this.#byName.set(op.name, op);
  }

  /** The op of that name or alias. */
  find(name: string): OpInfo | undefined {
    return this.#byName.get(name);
  }

  /** The declaration of an op of the patch; a placeholder's is made of what its file names. */
  declarationOf(op: OpView): OpInfo {
    const known = op.placeholder ? undefined : this.find(op.op);
    if (known) return known;
    return {
      name: op.op,
      aliases: [],
      summary: 'This op is not in the library.',
      inputs: (op.placeholder?.inputs ?? []).map(unknownPort),
      outputs: (op.placeholder?.outputs ?? []).map(unknownPort),
    };
  }
}

/** The part of an op's name after the last dot: what stands on its box. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** The part of an op's name between `Ops.` and the short name. */
export function namespaceOf(name: string): string {
  return name.split('.').slice(1, -1).join('.');
}

/**
 * The port to link when a cable is dropped on the whole of an op: the first of the same kind that
 * is free, else the first free one that fits, else the first that fits at all.
 */
export function firstFitting(
  dragged: PortInfo,
  isOutput: boolean,
  ports: readonly PortInfo[],
  isFree: (port: PortInfo) => boolean = () => true,
): PortInfo | undefined {
  const fitting = ports.filter((port) => (isOutput ? fits(dragged, port) : fits(port, dragged)));
  return (
    fitting.find((port) => port.kind === dragged.kind && isFree(port)) ??
    fitting.find(isFree) ??
    fitting[0]
  );
}

/** A port of which only the name is known. */
export function unknownPort(name: string): PortInfo {
  return {
    name,
    aliases: [],
    kind: 'Any',
    resource: false,
    doc: '',
    default: null,
    display: 'plain',
    min: null,
    max: null,
    choices: [],
    unit: '',
    group: '',
    secret: false,
  };
}
