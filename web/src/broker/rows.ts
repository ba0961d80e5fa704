import type { BrokerRow } from '../lib/runtime';

/** What is to be said of a row in one word each. */
export function partsOf(row: BrokerRow) {
  const flags = row[3];
  return {
    hasMessage: (flags & 1) !== 0,
    isRetained: (flags & 2) !== 0,
    isOpen: (flags & 4) !== 0,
    hasMore: (flags & 8) !== 0,
    isText: (flags & 16) !== 0,
  };
}

/** Whether it is a topic, with nothing below. */
export function isLeaf(row: BrokerRow): boolean {
  return (row[3] & 8) === 0;
}

/** The name of a level, of which one without characters is named too. */
export function labelOf(row: BrokerRow, isWhole: boolean): string {
  const [, , name] = row;
  if (isWhole) return name;
  return isLeaf(row) ? name || '(nameless)' : `${name}/`;
}

/** The filter for an op: the topic itself, or all that is below where it had no message. */
export function filterOf(row: BrokerRow, topic: string): string {
  return partsOf(row).hasMessage ? topic : `${topic}/#`;
}

/** A size in bytes in few characters. */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  const kilo = bytes / 1000;
  return kilo < 1000 ? `${kilo.toFixed(kilo < 10 ? 1 : 0)} kB` : `${(kilo / 1000).toFixed(1)} MB`;
}

/** How many come in a second, in few characters. */
export function rateOf(perSecond: number): string {
  if (perSecond === 0) return '0';
  if (perSecond < 0.1) return '<0.1';
  return perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond).toLocaleString('en');
}
