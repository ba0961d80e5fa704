import { expect, test } from 'vitest';

import { boxPorts } from '../lib/ports';
import type { OpInfo, PortInfo } from '../lib/protocol';
import { anOp, aPort } from '../testing/declarations';

import { type BoxOptions, layoutBox as layoutPorts } from './layout';

const options: BoxOptions = {
  label: 'Test',
  isExpanded: false,
  isLinked: () => false,
};

const layoutBox = (info: OpInfo, options: BoxOptions) => layoutPorts(boxPorts(info), options);

const many = anOp('Ops.Test', [
  ...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => aPort(name)),
  aPort('will', 'Text', { group: 'Will' }),
]);

const names = (info: OpInfo, changed: Partial<BoxOptions> = {}) =>
  layoutBox(info, { ...options, ...changed }).inputs.slots.map((slot) => slot.port.name);

test('a small op shows all its ports', () => {
  expect(
    names(
      anOp(
        'Ops.Test',
        ['a', 'b', 'c'].map((name) => aPort(name)),
      ),
    ),
  ).toEqual(['a', 'b', 'c']);
});

test('an op with many ports shows the main ones, those that are linked, and how many it hides', () => {
  expect(names(many)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  expect(layoutBox(many, options).inputs.hidden).toBe(3);
  const isLinked = (port: PortInfo) => port.name === 'will';
  expect(names(many, { isLinked })).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'will']);
  expect(names(many, { isExpanded: true })).toHaveLength(9);
});

test('boxes and slots stand on the grid, and ports without a readable value are narrow', () => {
  const { width, inputs } = layoutBox(
    anOp('Ops.Test', [aPort('go', 'Trigger'), aPort('n'), aPort('t', 'Text')]),
    {
      ...options,
      label: 'A title that is long',
    },
  );
  expect(width % 8).toBe(0);
  expect(inputs.slots.map((slot) => slot.x)).toEqual([0, 24, 72]);
});

test('a box is as high as its rows, its title and what it shows', () => {
  const source = anOp('Ops.Test', [], [aPort('n')]);
  expect(layoutBox(source, options)).toMatchObject({ height: 8 + 24 + 24, bodyHeight: 0 });
  const graph = anOp('Ops.Ui.VizGraph', [aPort('n')]);
  expect(layoutBox(graph, options)).toMatchObject({
    width: 240,
    height: 24 + 24 + 88 + 8,
    bodyHeight: 88,
  });
});

test('a multi port shows its ports and the place for one more', () => {
  const sum = anOp('Ops.Test', [
    aPort('mode', 'Trigger'),
    aPort('Numbers', 'Number', { multi: 2 }),
  ]);
  const { inputs } = layoutPorts(boxPorts(sum, 3), options);
  expect(inputs.slots.map(({ port, isNew, x }) => [port.name, port.handle, isNew, x])).toEqual([
    ['mode', 'i0', false, 0],
    ['Numbers_0', 'i1', false, 24],
    ['Numbers_1', 'i2', false, 72],
    ['Numbers_2', 'i3', false, 120],
    ['Numbers_3', 'i4', true, 168],
  ]);
  const full = layoutPorts(boxPorts(sum, 1000), options);
  expect(full.inputs.slots.some(({ isNew }) => isNew)).toBe(false);
  expect(full.inputs.hidden).toBe(1001 - 6);
});
