import type { OpInfo, PortInfo } from './protocol';

/** A port of an op of the patch: one that its op declares, or one of those of a multi port. */
export type Port = PortInfo & {
  /** Names it on its box, whichever other ports come and go. */
  readonly handle: string;
  /** Of a multi port's ports, which one it is, counted from 0. */
  readonly number?: number;
  /** The input with choices whose choice this number is. */
  readonly chooses?: PortInfo;
};

/** The ports that stand on an op's box, and after those of a multi port the place for one more. */
export type BoxPorts = {
  name: string;
  inputs: readonly Port[];
  outputs: readonly Port[];
  nextInput?: Port | undefined;
  nextOutput?: Port | undefined;
};

/** How many ports a multi port can have. */
export const MAX_PORTS = 1000;

/**
 * The ports of an op: of a multi port `count`, and after an input with choices the number that
 * chooses, where `isShown` says so.
 */
export function portsOf(
  declared: readonly PortInfo[],
  isOutput: boolean,
  count: number,
  isShown: (port: PortInfo) => boolean = () => false,
): readonly Port[] {
  const side = isOutput ? 'o' : 'i';
  return declared.flatMap((port, index): Port[] => {
    const handle = `${side}${index}`;
    if (port.multi !== undefined) {
      return Array.from({ length: count }, (_, number) =>
        portNumber(port, number, isOutput, index),
      );
    }
    const own = { ...port, handle };
    return hasIndex(port) && isShown(port) ? [own, indexPort(port, `${handle}x`)] : [own];
  });
}

/** The port that would come after the last of a multi port, for a cable to end at. */
export function nextPort(op: OpInfo, isOutput: boolean, count: number): Port | undefined {
  const declared = isOutput ? op.outputs : op.inputs;
  const port = multiOf(declared);
  if (!port || count >= MAX_PORTS) return undefined;
  return portNumber(port, count, isOutput, declared.length - 1);
}

/** What stands on the box of an op that is in no patch, with these numbers of ports. */
export function boxPorts(
  info: OpInfo,
  inputs?: number,
  outputs?: number,
  isShown?: (port: PortInfo) => boolean,
): BoxPorts {
  const inputCount = inputs ?? multiOf(info.inputs)?.multi ?? 0;
  const outputCount = outputs ?? multiOf(info.outputs)?.multi ?? 0;
  return {
    name: info.name,
    inputs: portsOf(info.inputs, false, inputCount, isShown),
    outputs: portsOf(info.outputs, true, outputCount),
    nextInput: nextPort(info, false, inputCount),
    nextOutput: nextPort(info, true, outputCount),
  };
}

/** The multi port among an op's inputs or outputs. */
export function multiOf(declared: readonly PortInfo[]): PortInfo | undefined {
  const last = declared.at(-1);
  return last?.multi === undefined ? undefined : last;
}

/** Whether an input can be chosen by number. */
export function hasIndex(port: PortInfo): boolean {
  // Of a port that a subpatch shows, its own op decides.
  return port.choices.length > 0 && port.multi === undefined && !('inner' in port);
}

/** The input whose choice a number is. */
export function choiceOf(port: Port | PortInfo): PortInfo | undefined {
  return 'chooses' in port ? port.chooses : undefined;
}

/** A port without what it is on its own op. */
export function plainPort(port: Port | PortInfo): PortInfo {
  const plain: Partial<Port> & PortInfo = { ...port };
  delete plain.multi;
  for (const key of ['handle', 'number', 'chooses'] as const) {
    delete (plain as { handle?: string; number?: number; chooses?: PortInfo })[key];
  }
  return plain;
}

/** The name of the number that chooses. */
export function indexName(port: PortInfo): string {
  return `${port.name} index`;
}

function portNumber(port: PortInfo, number: number, isOutput: boolean, first: number): Port {
  const handle = `${isOutput ? 'o' : 'i'}${first + number}`;
  return { ...plainPort(port), name: `${port.name}_${number}`, handle, number };
}

function indexPort(port: PortInfo, handle: string): Port {
  return {
    ...port,
    name: indexName(port),
    aliases: [],
    kind: 'Number',
    doc: `The choice of ${port.name} by its number: 0 for ${port.choices[0]}.`,
    default: port.choices.findIndex((text) => text === port.default),
    display: 'integer',
    min: 0,
    max: port.choices.length - 1,
    choices: [],
    handle,
    chooses: port,
  };
}
