import type { OpInfo } from '../lib/protocol';

/** The name of the file with an op's page. */
export function fileOf({ name }: Pick<OpInfo, 'name'>): string {
  // Whatever a name has in it, it is one file, and its address needs no escapes.
  return `${name.replace(/[^A-Za-z0-9._-]/g, '_')}.html`;
}

/** The name without its last part: the family that the op belongs to. */
export function familyOf({ name }: Pick<OpInfo, 'name'>): string {
  return name.slice(0, name.lastIndexOf('.'));
}

/** What a link to a family, on the index, has after its `#`. */
export function anchorOf(family: string): string {
  return family.replace(/[^A-Za-z0-9_-]/g, '-');
}

/** Ops in the order of their names, by family. */
export function familiesOf(ops: readonly OpInfo[]): Map<string, OpInfo[]> {
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const sorted = [...ops].sort((a, b) => order(familyOf(a), familyOf(b)) || order(a.name, b.name));
  const families = new Map<string, OpInfo[]>();
  for (const op of sorted) {
    const family = families.get(familyOf(op));
    if (family) family.push(op);
    else families.set(familyOf(op), [op]);
  }
  return families;
}
