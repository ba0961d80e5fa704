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

/** Whether an op has a body. A file may call one `constructor`, which every object has. */
export function hasBody(name: string): name is keyof typeof BODY_SIZES {
  return Object.hasOwn(BODY_SIZES, name);
}

export function bodySizeOf(name: string): BodySize | undefined {
  return hasBody(name) ? BODY_SIZES[name] : undefined;
}
