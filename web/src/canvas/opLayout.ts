import type { Op, Patch } from '../lib/patch.svelte';

import { type BoxLayout, layoutBox } from './layout';

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
