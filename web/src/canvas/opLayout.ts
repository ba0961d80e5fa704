import { Position } from '@xyflow/svelte';

import type { Op, Patch } from '../lib/patch.svelte';

import { nodeTypeOf } from './decorations';
import { type BoxLayout, layoutBox, type Slot } from './layout';
import type { Outline } from './reconcile';

/** What a box says beside its title: whether the op is away or off. */
export function stateOf(op: Op): '' | 'missing' | 'off' {
  return op.isPlaceholder ? 'missing' : op.disabled ? 'off' : '';
}

/** Lays out the box of an op of the patch. */
export function layoutOp(op: Op, patch: Patch): BoxLayout {
  const state = stateOf(op);
  const ports = {
    name: op.info.name,
    inputs: op.inputs,
    outputs: op.outputs,
    nextInput: op.nextPort(false),
    nextOutput: op.nextPort(true),
  };
  return layoutBox(ports, {
    label: state ? `${op.label}  ${state}` : op.label,
    isExpanded: op.expanded,
    isLinked: (port, isOutput) => patch.cablesAtPort(op, port, isOutput).length > 0,
  });
}

/** How far a port reaches beyond its box, and how high it is, in pixels; canvas.css has the same. */
const PORT = { reach: 4, width: 24, height: 20 };

/** What the box of an op will be, where that can be told before it is drawn. */
export function outlineOf(op: Op, patch: Patch): Outline | null {
  // How high a mark is depends on its text.
  if (nodeTypeOf(op) !== 'op' || op.status) return null;
  const { width, height, inputs, outputs } = layoutOp(op, patch);
  const handle = (slot: Slot) => ({
    id: slot.port.handle,
    x: slot.x,
    width: PORT.width,
    height: PORT.height,
  });
  return {
    measured: { width, height },
    handles: [
      ...inputs.slots.map((slot) => ({
        ...handle(slot),
        type: 'target' as const,
        position: Position.Top,
        y: -PORT.reach,
      })),
      ...outputs.slots.map((slot) => ({
        ...handle(slot),
        type: 'source' as const,
        position: Position.Bottom,
        y: height + PORT.reach - PORT.height,
      })),
    ],
  };
}
