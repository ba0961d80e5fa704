import type { PortInfo } from './protocol';

/** What decides whether two ports can be linked. */
export type Carried = Pick<PortInfo, 'kind' | 'resource'>;

/**
 * Whether an output of one kind may be linked to an input of another.
 *
 * Only to light up what fits while a cable is dragged: the runtime has the last word.
 */
export function fits(from: Carried, to: Carried): boolean {
  if (from.kind === to.kind) return true;
  if (from.kind === 'Trigger' || to.kind === 'Trigger') return false;
  if (from.kind === 'Any' || to.kind === 'Any') return true;
  if (to.kind === 'Reference') return from.kind === 'Object' || from.resource;
  if (from.kind === 'Reference') return to.kind === 'Object' || to.resource;
  return CONVERTED[to.kind]?.includes(from.kind) ?? false;
}

/** The style class that gives a port or a cable the colour of its kind. */
export function kindClass({ kind, resource }: Carried): string {
  return resource ? 'kind-resource' : `kind-${kind.toLowerCase()}`;
}

/** Whether the kind has a value that is short enough to stand beside its port. */
export function isReadable({ kind }: Carried): boolean {
  return READABLE.has(kind);
}

const CONVERTED: Record<string, string[]> = {
  Number: ['Bool'],
  Bool: ['Number'],
  Text: ['Number', 'Bool'],
};

const READABLE = new Set(['Number', 'Bool', 'Text', 'Any']);
