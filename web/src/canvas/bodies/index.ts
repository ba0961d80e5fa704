import type { Component } from 'svelte';

import type { Op } from '../../lib/patch.svelte';

import BigValue from './BigValue.svelte';
import Graph from './Graph.svelte';
import PressButton from './PressButton.svelte';
import type { BODY_SIZES } from './sizes';

/** What an op shows inside its box. */
export type Body = Component<{ op: Op; width: number }>;

const BODIES: Record<keyof typeof BODY_SIZES, Body> = {
  'Ops.Ui.VizNumber': BigValue,
  'Ops.Exp.Ui.DisplayValue': BigValue,
  'Ops.Ui.VizBool': BigValue,
  'Ops.Ui.VizGraph': Graph,
  'Ops.Trigger.TriggerButton': PressButton,
};

export function bodyOf(name: string): Body | undefined {
  return (BODIES as Record<string, Body>)[name];
}
