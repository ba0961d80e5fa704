import { expect, test } from 'vitest';

import { Catalogue } from '../lib/catalogue';
import { type Fragment, parseFragment } from '../lib/clipboard';
import { parseMarkdown } from '../lib/markdown';
import type { OpInfo } from '../lib/protocol';
import { anOp, aPort } from '../testing/declarations';
import help from '../wasm/help.json';
import library from '../wasm/ops.json';

import { draw, type Shape } from './drawing';
import { topOf } from './top';

const catalogue = new Catalogue([
  anOp('Ops.Test.Source', [aPort('value')], [aPort('number'), aPort('go', 'Trigger')]),
  anOp('Ops.Test.Sink', [aPort('in'), aPort('Key', 'Text', { secret: true })]),
]);
const example: Fragment = {
  ropewalk: 1,
  ops: [
    { id: 'a', op: 'Ops.Test.Source', x: 100, y: 200, values: { value: 0.25 } },
    { id: 'b', op: 'Ops.Test.Sink', x: 100, y: 320, title: 'End', values: { Key: 'geheim' } },
  ],
  links: [{ from: { op: 'a', port: 'number' }, to: { op: 'b', port: 'in' } }],
};

const flat = (shapes: readonly Shape[]): Shape[] =>
  shapes.flatMap((shape) => [shape, ...flat(shape.children ?? [])]);
const classes = (shapes: readonly Shape[]) => flat(shapes).map((shape) => shape.attributes.class);
const texts = (shapes: readonly Shape[]) =>
  flat(shapes)
    .filter((shape) => shape.tag === 'text')
    .map((shape) => shape.text);

test('a picture has a box for each op, and the cables in the colours of their kinds', () => {
  const { width, height, shapes } = draw(example, catalogue);
  expect([width, height]).toEqual([48 + 56 + 16, 120 + 24 + 24 + 8 + 16]);
  expect(classes(shapes).filter((name) => name === 'box')).toHaveLength(2);
  expect(classes(shapes)).toContain('cable kind-number');
  expect(classes(shapes)).toContain('tab kind-number linked');
  expect(classes(shapes)).toContain('tab kind-trigger');
  // From the tab below one box to the tab above the other.
  const cable = shapes.find((shape) => shape.tag === 'path');
  expect(cable?.attributes.d).toBe('M20 84C20 104 20 104 20 124');
});

test('titles and values stand on the boxes, and no secret does', () => {
  expect(texts(draw(example, catalogue).shapes)).toEqual(['Source', '0.250', 'End']);
});

test('a picture is told in words', () => {
  expect(draw(example, catalogue).label).toBe(
    'Source, End. Cables: number of Source to in of End.',
  );
  expect(draw({ ...example, links: [] }, catalogue).label).toBe('Source, End. No cables.');
});

test('what the library lacks is a box without ports, and its cables are left out', () => {
  const { shapes } = draw(example, new Catalogue([]));
  expect(classes(shapes).filter((name) => name === 'box')).toHaveLength(2);
  expect(classes(shapes).some((name) => String(name).startsWith('cable'))).toBe(false);
});

test('a subpatch is drawn from outside, with the ports that it shows', () => {
  const inside: Fragment = {
    ropewalk: 1,
    ops: [
      ...example.ops,
      {
        id: 'box',
        op: 'Ops.Ui.SubPatch',
        x: 100,
        y: 440,
        exposed: [
          { op: 'c', port: 'in', output: false, name: 'Way in' },
          { op: 'd', port: 'number', output: true, name: 'Way out' },
        ],
      },
      { id: 'c', op: 'Ops.Test.Sink', x: 0, y: 0, subpatch: 'box', values: { in: 7 } },
      { id: 'd', op: 'Ops.Test.Source', x: 0, y: 90, subpatch: 'box' },
    ],
    links: [
      { from: { op: 'a', port: 'number' }, to: { op: 'c', port: 'in' } },
      { from: { op: 'd', port: 'number' }, to: { op: 'c', port: 'in' } },
      { from: { op: 'd', port: 'number' }, to: { op: 'b', port: 'in' } },
    ],
  };
  const { label, shapes } = draw(inside, catalogue);
  expect(classes(shapes).filter((name) => name === 'box')).toHaveLength(3);
  expect(label).toBe(
    'Source, End, SubPatch. Cables: number of Source to Way in of SubPatch; ' +
      'Way out of SubPatch to in of End.',
  );
  const cut = { ...inside, links: [] };
  expect(texts(draw(cut, catalogue).shapes)).toContain('7');
});

test('areas are drawn behind and comments as text, whatever they hold', () => {
  const real = new Catalogue([
    anOp('Ops.Ui.Area', [aPort('Title', 'Text'), aPort('Color', 'Text'), aPort('Width')]),
    anOp('Ops.Ui.Comment', [aPort('title', 'Text', { default: 'New comment' })]),
  ]);
  const { shapes, width } = draw(
    {
      ropewalk: 1,
      ops: [
        { id: 'note', op: 'Ops.Ui.Comment', x: 0, y: 0, values: { text: '<b>a</b>\nb' } },
        { id: 'area', op: 'Ops.Ui.Area', x: 0, y: 0, values: { Width: 400, Color: '#2f7d4f' } },
        { id: 'odd', op: 'Ops.Ui.Area', x: 0, y: 0, values: { Width: null, Color: 'red;x' } },
      ],
      links: [],
    },
    real,
  );
  expect(width).toBe(416);
  expect(texts(shapes)).toEqual(['', '', 'New comment', '<b>a</b>', 'b']);
  const fills = flat(shapes).filter((shape) => shape.attributes.class === 'area');
  expect(fills.map((shape) => shape.attributes.fill)).toEqual(['#2f7d4f', undefined]);
});

test('every example of the help pages is drawn with all its cables', () => {
  const real = new Catalogue(library as OpInfo[]);
  for (const [op, page] of Object.entries(help)) {
    const blocks = parseMarkdown(page).flatMap((block) =>
      block.type === 'code' && block.info === 'patch' ? [block.text] : [],
    );
    expect(blocks.length, op).toBeGreaterThan(0);
    for (const block of blocks) {
      const fragment = parseFragment(block);
      if ('error' in fragment) throw new Error(`${op}: ${fragment.error}`);
      const cables = draw(fragment, real).shapes.filter((shape) => shape.tag === 'path');
      expect(cables, op).toHaveLength(topOf(fragment, real).links.length);
    }
  }
});

test('ports that are added stand on the box, and so does a number that chooses', () => {
  const many = new Catalogue([
    anOp(
      'Ops.Test.Many',
      [aPort('Mode', 'Text', { choices: ['a', 'b'] }), aPort('Numbers', 'Number', { multi: 1 })],
      [aPort('Each', 'Number', { multi: 2 })],
    ),
  ]);
  const { shapes, label } = draw(
    {
      ropewalk: 1,
      ops: [
        { id: 'a', op: 'Ops.Test.Many', x: 0, y: 0, values: { Numbers_1: 4 } },
        { id: 'b', op: 'Ops.Test.Many', x: 0, y: 120, inputs: 2 },
      ],
      links: [
        { from: { op: 'a', port: 'Each_2' }, to: { op: 'b', port: 'Mode index' } },
        { from: { op: 'a', port: 'Each_0' }, to: { op: 'b', port: 'Numbers_2' } },
      ],
    },
    many,
  );
  const names = flat(shapes).filter((shape) => shape.tag === 'title');
  expect(
    names.map((shape) => shape.text).filter((text) => /^(Input|Output)/.test(text ?? '')),
  ).toEqual([
    'Input Mode, Text',
    'Input Numbers_0, Number',
    'Input Numbers_1, Number',
    'Input Numbers_2, Number',
    'Output Each_0, Number',
    'Output Each_1, Number',
    'Output Each_2, Number',
    'Output Each_3, Number',
    'Input Mode, Text',
    'Input Mode index, Number',
    'Input Numbers_0, Number',
    'Input Numbers_1, Number',
    'Input Numbers_2, Number',
    'Input Numbers_3, Number',
    'Output Each_0, Number',
    'Output Each_1, Number',
    'Output Each_2, Number',
  ]);
  expect(label).toContain('Each_2 of Many to Mode index of Many');
  expect(classes(shapes).filter((name) => name === 'tab kind-number new')).toHaveLength(4);
});
