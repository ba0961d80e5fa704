import { GRID } from '../lib/grid';
import { isReadable } from '../lib/kinds';
import type { BoxPorts, Port } from '../lib/ports';
import type { PortInfo } from '../lib/protocol';

import { bodySizeOf } from './bodies/sizes';

/** Where one port stands on its box. */
export type Slot = {
  port: Port;
  /** Whether the port is added once a cable ends there. */
  isNew: boolean;
  x: number;
  width: number;
};

/** A row of ports: what is shown, and how many are not. */
export type Row = { slots: Slot[]; hidden: number; width: number; height: number };

/** Where everything on a box stands, in pixels, on the grid. */
export type BoxLayout = {
  width: number;
  /** Without a mark of the op, which stands above its outputs. */
  height: number;
  bodyHeight: number;
  inputs: Row;
  outputs: Row;
};

export type BoxOptions = {
  label: string;
  isExpanded: boolean;
  isLinked: (port: PortInfo, isOutput: boolean) => boolean;
};

/** The x of a port's tab, and so of its cables, from the left of its slot. */
export const TAB_X = 12;

/** The height of a box's title. */
export const TITLE_HEIGHT = 24;

/** Lays an op's box out. An op with many ports shows the main ones and those that are linked. */
export function layoutBox(op: BoxPorts, options: BoxOptions): BoxLayout {
  const inputs = layoutRow(op.inputs, op.nextInput, options, false);
  const outputs = layoutRow(op.outputs, op.nextOutput, options, true);
  const title = Math.min(options.label.length * TITLE_CHAR + TITLE_PADDING, MAX_TITLE);
  const body = bodySizeOf(op.name) ?? { height: 0, minWidth: 0 };
  const width = Math.max(title, inputs.width, outputs.width, body.minWidth, MIN_WIDTH);
  return {
    width: Math.ceil(width / GRID) * GRID,
    height: inputs.height + TITLE_HEIGHT + body.height + outputs.height,
    bodyHeight: body.height,
    inputs,
    outputs,
  };
}

function layoutRow(
  ports: readonly Port[],
  next: Port | undefined,
  options: BoxOptions,
  isOutput: boolean,
): Row {
  const slots: Slot[] = [];
  let x = 0;
  for (const port of shownPorts(ports, options, isOutput)) {
    const width = slotWidth(port);
    slots.push({ port, isNew: false, x, width });
    x += width;
  }
  const hidden = ports.length - slots.length;
  if (next) {
    slots.push({ port: next, isNew: true, x, width: NEW_WIDTH });
    x += NEW_WIDTH;
  }
  const canFold = options.isExpanded && foldedPorts(ports).length < ports.length;
  return {
    slots,
    hidden,
    width: x + (hidden > 0 || canFold ? CHIP_WIDTH : 0),
    height: ports.length > 0 ? ROW_HEIGHT : EMPTY_ROW_HEIGHT,
  };
}

function shownPorts(
  ports: readonly Port[],
  options: BoxOptions,
  isOutput: boolean,
): readonly Port[] {
  if (options.isExpanded) return ports;
  const main = new Set(foldedPorts(ports));
  // A number that chooses is there because a person asked for it.
  const isShown = (port: Port) => port.chooses !== undefined || options.isLinked(port, isOutput);
  return ports.filter((port) => main.has(port) || isShown(port));
}

/** The ports that stand on a box in any case: the first ones without a group. */
function foldedPorts(ports: readonly Port[]): readonly Port[] {
  // The mark for what is hidden takes as much room as one port.
  if (ports.length <= MOST_PORTS + 1) return ports;
  return ports.filter((port) => port.group === '').slice(0, MOST_PORTS);
}

function slotWidth(port: PortInfo): number {
  if (!isReadable(port)) return 24;
  if (port.kind === 'Bool') return 40;
  return port.kind === 'Number' ? 48 : 56;
}

const MOST_PORTS = 6;
const ROW_HEIGHT = 24;
const EMPTY_ROW_HEIGHT = 8;
const CHIP_WIDTH = 32;
const NEW_WIDTH = 24;
const MIN_WIDTH = 96;
const TITLE_CHAR = 7.2;
const TITLE_PADDING = 40;
const MAX_TITLE = 320;
