import { expect, test } from 'vitest';

import type { OpInfo, PortInfo } from '../lib/protocol';

import { type BoxOptions, layoutBox } from './layout';

const port = (name: string, kind = 'Number', group = ''): PortInfo => ({
  name,
  aliases: [],
  kind,
  resource: false,
  doc: '',
  default: null,
  display: 'plain',
  min: null,
  max: null,
  choices: [],
  unit: '',
  group,
  secret: false,
});

const op = (inputs: PortInfo[], outputs: PortInfo[] = []): OpInfo => ({
  name: 'Ops.Test',
  aliases: [],
  summary: '',
  help: '',
  inputs,
  outputs,
});

const options: BoxOptions = {
  label: 'Test',
  isExpanded: false,
  minWidth: 0,
  isLinked: () => false,
};

const many = op([
  ...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => port(name)),
  port('will', 'Text', 'Will'),
]);

const names = (info: OpInfo, changed: Partial<BoxOptions> = {}) =>
  layoutBox(info, { ...options, ...changed }).inputs.slots.map((slot) => slot.port.name);

test('a small op shows all its ports', () => {
  expect(names(op(['a', 'b', 'c'].map((name) => port(name))))).toEqual(['a', 'b', 'c']);
});

test('an op with many ports shows the main ones, those that are linked, and how many it hides', () => {
  expect(names(many)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  expect(layoutBox(many, options).inputs.hidden).toBe(3);
  const isLinked = (port: PortInfo) => port.name === 'will';
  expect(names(many, { isLinked })).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'will']);
  expect(names(many, { isExpanded: true })).toHaveLength(9);
});

test('boxes and slots stand on the grid, and ports without a readable value are narrow', () => {
  const { width, inputs } = layoutBox(op([port('go', 'Trigger'), port('n'), port('t', 'Text')]), {
    ...options,
    label: 'A title that is long',
  });
  expect(width % 8).toBe(0);
  expect(inputs.slots.map((slot) => slot.x)).toEqual([0, 24, 72]);
});
