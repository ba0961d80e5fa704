import { expect, test } from 'vitest';

import type { OpInfo } from '../lib/protocol';
import { anOp, aPort } from '../testing/declarations';

import { type Dragged, search } from './score';

const op = (name: string, inputs: string[], outputs: string[], summary = ''): OpInfo =>
  anOp(
    name,
    inputs.map((kind, index) => aPort(`in ${index}`, kind)),
    outputs.map((kind, index) => aPort(`out ${index}`, kind)),
    { summary },
  );

const ops = [
  op('Ops.Math.Sum', ['Number', 'Number'], ['Number'], 'The sum of two numbers.'),
  op('Ops.Math.Subtract', ['Number', 'Number'], ['Number']),
  op('Ops.Math.MapRange', ['Number'], ['Number'], 'From one range to another.'),
  op('Ops.Number.Number', ['Number'], ['Number']),
  op('Ops.String.NumberToString', ['Number'], ['Text']),
  op('Ops.Net.Mqtt.MqttSubscribe', ['Connection', 'Text'], ['Connection', 'Trigger']),
  op('Ops.Ui.VizNumber', ['Number'], ['Number']),
];

const names = (query: string, dragged: Dragged | null = null) =>
  search(ops, query, dragged).map((entry) => entry.op.name.split('.').pop());

test('initials find an op', () => {
  expect(names('mr')[0]).toBe('MapRange');
  expect(names('nts')[0]).toBe('NumberToString');
});

test('a name that begins with the query comes before one that holds it', () => {
  expect(names('number')).toEqual(['Number', 'NumberToString', 'VizNumber', 'Sum']);
});

test('the inner word of a name, the namespace and the summary are found too', () => {
  expect(names('subscribe')).toEqual(['MqttSubscribe']);
  expect(names('net')).toContain('MqttSubscribe');
  expect(names('another')).toEqual(['MapRange']);
});

test('each word of a query has to match', () => {
  expect(names('math sum')).toEqual(['Sum']);
  expect(names('math subscribe')).toEqual([]);
});

test('a number offers the op that holds it', () => {
  expect(search(ops, '1/4', null)[0]).toMatchObject({
    op: { name: 'Ops.Number.Number' },
    values: { value: 0.25 },
  });
});

test('a sign offers the op that computes it, if the library has it', () => {
  expect(names('+')[0]).toBe('Sum');
  expect(names('-')[0]).toBe('Subtract');
  expect(names('=')).toEqual([]);
});

test('with a dragged cable only what fits is offered, and the port is the one of its kind', () => {
  const dragged = { port: aPort('Message', 'Text'), isOutput: true };
  expect(names('', dragged)).toEqual(['MqttSubscribe']);
  expect(search(ops, 'subscribe', dragged)[0]?.port?.name).toBe('in 1');
  const wanted = { port: aPort('exe', 'Trigger'), isOutput: false };
  expect(search(ops, '', wanted).map((entry) => entry.port?.name)).toEqual(['out 1']);
});

test('an empty query lists everything by name', () => {
  expect(names('')).toHaveLength(ops.length);
  expect(names('')[0]).toBe('MapRange');
});
