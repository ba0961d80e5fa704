/** The items with those selected that are to be, the same object where nothing changes. */
export function withSelection<T extends { selected?: boolean }>(
  items: readonly T[],
  isSelected: (item: T) => boolean,
): T[] {
  return items.map((item) => {
    const selected = isSelected(item);
    return (item.selected ?? false) === selected ? item : { ...item, selected };
  });
}

export function isSame<T>(some: readonly T[], others: readonly T[]): boolean {
  return some.length === others.length && some.every((item, index) => item === others[index]);
}
