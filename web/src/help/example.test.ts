import { expect, test } from 'vitest';

import type { Fragment } from '../lib/clipboard';

import { settingsOf, withOwnBroker } from './example';

const broker = {
  id: 'mqtt',
  op: 'Ops.Net.Mqtt.Mqtt',
  x: 0,
  y: 0,
  values: { 'Broker URL': 'localhost:8080', 'Use SSL': false, 'Client Name': 'lamp' },
};
const example = (values: Record<string, string | boolean>): Fragment => ({
  ropewalk: 1,
  ops: [{ ...broker, values }],
  links: [],
});
const valuesOf = ({ ops }: Fragment) => ops[0]?.values;

test('an example takes the broker that served the page', () => {
  const own = (protocol: string, host: string, port: string) =>
    valuesOf(withOwnBroker(example(broker.values), { protocol, host, port }));
  expect(own('http:', 'localhost:9000', '9000')).toEqual({
    'Broker URL': 'localhost:9000',
    'Use SSL': false,
    'Client Name': 'lamp',
  });
  expect(own('https:', 'art.local', '')).toEqual({
    'Broker URL': 'art.local',
    'Client Name': 'lamp',
  });
});

test('another broker that an example names stays', () => {
  const other = example({ 'Broker URL': 'broker.example' });
  const origin = { protocol: 'http:', host: 'localhost:9000', port: '9000' };
  expect(valuesOf(withOwnBroker(other, origin))).toEqual({ 'Broker URL': 'broker.example' });
});

test('what is set is listed under the names that stand on the boxes', () => {
  const sum = { id: 'sum', op: 'Ops.Math.Sum', x: 0, y: 0, values: { number1: 2 } };
  const titled = { ...sum, title: 'Total', values: { number1: 'a', number2: true } };
  const ops = [sum, titled, { ...sum, values: {} }];
  expect(settingsOf({ ropewalk: 1, ops, links: [] })).toEqual([
    { label: 'Sum', values: [['number1', '2']] },
    {
      label: 'Total',
      values: [
        ['number1', 'a'],
        ['number2', 'true'],
      ],
    },
  ]);
});
