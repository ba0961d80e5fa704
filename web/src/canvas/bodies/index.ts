import type { Component } from 'svelte';

import type { Op } from '../../lib/patch.svelte';

import BigNumber from './BigNumber.svelte';
import Graph from './Graph.svelte';
import PressButton from './PressButton.svelte';

/** What an op shows inside its box. */
export type Body = {
  component: Component<{ op: Op; width: number }>;
  height: number;
  minWidth: number;
};

const BODIES: Record<string, Body> = {
  'Ops.Ui.VizNumber': { component: BigNumber, height: 40, minWidth: 136 },
  'Ops.Ui.VizGraph': { component: Graph, height: 88, minWidth: 240 },
  'Ops.Trigger.TriggerButton': { component: PressButton, height: 32, minWidth: 112 },
};

export function bodyOf(name: string): Body | undefined {
  return BODIES[name];
}
