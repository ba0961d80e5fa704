import { unknownPort } from '../lib/catalogue';
import type { OpInfo, OpView, PortInfo } from '../lib/protocol';

/** A port for a test, with what the test is about. */
export function aPort(name: string, kind = 'Number', rest: Partial<PortInfo> = {}): PortInfo {
  return { ...unknownPort(name), kind, ...rest };
}

/** An op's declaration for a test. */
export function anOp(
  name: string,
  inputs: PortInfo[] = [],
  outputs: PortInfo[] = [],
  rest: Partial<OpInfo> = {},
): OpInfo {
  return { name, aliases: [], summary: '', inputs, outputs, ...rest };
}

/** An op of a patch for a test. */
export function aView(id: string, op: string, rest: Partial<OpView> = {}): OpView {
  return {
    id,
    op,
    x: 0,
    y: 0,
    title: null,
    disabled: false,
    bookmarked: false,
    subpatch: null,
    exposed: [],
    inputs: 0,
    outputs: 0,
    values: {},
    sources: {},
    placeholder: null,
    ...rest,
  };
}
