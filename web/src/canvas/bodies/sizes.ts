/** The room that an op's body takes inside its box, in pixels. */
export type BodySize = { height: number; minWidth: number };

/** The ops that show something inside their box. */
export const BODY_SIZES = {
  'Ops.Ui.VizNumber': { height: 40, minWidth: 136 },
  'Ops.Exp.Ui.DisplayValue': { height: 40, minWidth: 136 },
  'Ops.Ui.VizBool': { height: 40, minWidth: 104 },
  'Ops.Ui.VizGraph': { height: 88, minWidth: 240 },
  'Ops.Ui.VizString': { height: 136, minWidth: 320 },
  'Ops.Ui.VizArrayTable': { height: 136, minWidth: 320 },
  'Ops.Ui.VizObject': { height: 184, minWidth: 320 },
  'Ops.Ui.VizLogger': { height: 136, minWidth: 320 },
  'Ops.Ui.VizTrigger': { height: 72, minWidth: 136 },
  'Ops.Ui.VizNumberBar': { height: 32, minWidth: 200 },
  'Ops.Trigger.TriggerButton': { height: 32, minWidth: 112 },
} as const satisfies Record<string, BodySize>;

export function bodySizeOf(name: string): BodySize | undefined {
  return (BODY_SIZES as Record<string, BodySize>)[name];
}
