import { shortName } from '../lib/catalogue';
import type { Fragment } from '../lib/clipboard';
import { valueText } from '../lib/format';
import type { NewOp } from '../lib/protocol';
import { type Origin, ownBroker } from '../storage/start';

/** The broker that examples name: that of a server on the reader's own computer. */
const EXAMPLE_BROKER = 'localhost:8080';

/** The example with the broker that served the page in place of the one that examples name. */
export function withOwnBroker(example: Fragment, origin: Origin): Fragment {
  const ops = example.ops.map((op) => {
    if (op.values?.['Broker URL'] !== EXAMPLE_BROKER) return op;
    const others = Object.entries(op.values).filter(([port]) => port !== 'Use SSL');
    return { ...op, values: { ...Object.fromEntries(others), ...ownBroker(origin) } };
  });
  return { ...example, ops };
}

/** What stands on an op's box. */
export function labelOf(op: NewOp): string {
  return op.title || shortName(op.op);
}

/** What is set on each op that is not as it comes. */
export function settingsOf(example: Fragment): { label: string; values: [string, string][] }[] {
  return example.ops.flatMap((op) => {
    const values = Object.entries(op.values ?? {});
    if (values.length === 0) return [];
    const texts = values.map(([port, value]): [string, string] => [port, valueText(value)]);
    return [{ label: labelOf(op), values: texts }];
  });
}
