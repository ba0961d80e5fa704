import { expect, test } from 'vitest';

import { Catalogue } from '../lib/catalogue';
import { type Fragment, parseFragment } from '../lib/clipboard';
import { parseMarkdown } from '../lib/markdown';
import type { OpInfo } from '../lib/protocol';
import { anOp, aPort } from '../testing/declarations';
import help from '../wasm/help.json';
import library from '../wasm/ops.json';

import { draw, type Shape } from './drawing';

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
      expect(cables, op).toHaveLength(fragment.links.length);
    }
  }
});
