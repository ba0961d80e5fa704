import type { Component } from 'svelte';

import type { Op } from '../../lib/patch.svelte';
import { parts } from '../../parts';

import BigValue from './BigValue.svelte';
import Graph from './Graph.svelte';
import PressButton from './PressButton.svelte';
import { type BODY_SIZES, hasBody } from './sizes';

/** What an op shows inside its box. */
export type Body = Component<{ op: Op; width: number }>;

export type Bodies = Partial<Record<keyof typeof BODY_SIZES, Body>>;

/** Those of the patch that is open at first. */
const BODIES: Bodies = {
  'Ops.Ui.VizNumber': BigValue,
  'Ops.Exp.Ui.DisplayValue': BigValue,
  'Ops.Ui.VizBool': BigValue,
  'Ops.Ui.VizGraph': Graph,
  'Ops.Trigger.TriggerButton': PressButton,
};

/** The body of an op; nothing where it has none, and while it is being loaded. */
export function bodyOf(name: string): Body | undefined {
  return hasBody(name) ? (BODIES[name] ?? parts.bodies.current?.[name]) : undefined;
}
