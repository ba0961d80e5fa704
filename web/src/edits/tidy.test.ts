import { expect, test } from 'vitest';

import { aligned, distributed, type Item } from './arrange';
import { tidied } from './tidy';

const item = (id: string, x = 0, y = 0, width = 96, height = 72): Item => ({
  id,
  x,
  y,
  width,
  height,
});
const link = (text: string) => {
  const [from = '', to = ''] = text.split('>');
  return { from, to };
};

function after(items: Item[], places: { id: string; x: number; y: number }[]): Item[] {
  const byId = new Map(places.map((place) => [place.id, place]));
  return items.map((it) => ({ ...it, ...byId.get(it.id) }));
}

function overlapping(items: Item[]): string[] {
  return items.flatMap((a, index) =>
    items
      .slice(index + 1)
      .filter(
        (b) =>
          a.x < b.x + b.width &&
          b.x < a.x + a.width &&
          a.y < b.y + b.height &&
          b.y < a.y + a.height,
      )
      .map((b) => `${a.id} ${b.id}`),
  );
}

test('what is linked comes below, without any overlap, and stays when it is tidied again', () => {
  const items = 'a b c d e f'
    .split(' ')
    .map((id, index) => item(id, 40 - index * 8, index, 96 + 16 * index));
  const links = ['a>b', 'a>c', 'b>d', 'c>d', 'd>e', 'f>e'].map(link);
  const once = after(items, tidied(items, links));
  expect(overlapping(once)).toEqual([]);
  for (const { from, to } of links) {
    const [upper, lower] = [from, to].map((id) => once.find((it) => it.id === id));
    expect((upper?.y ?? 0) + 72).toBeLessThan(lower?.y ?? 0);
  }
  for (const { x, y } of once) expect([x % 8, y % 8]).toEqual([0, 0]);
  expect(after(once, tidied(once, links))).toEqual(once);
});

test('a circle is laid out too, and a long chain does not exhaust the stack', () => {
  const ring = [item('a'), item('b', 8), item('c', 16)];
  expect(overlapping(after(ring, tidied(ring, ['a>b', 'b>c', 'c>a', 'a>a'].map(link))))).toEqual(
    [],
  );
  const chain = Array.from({ length: 3000 }, (_, at) => item(String(at)));
  const links = chain.slice(1).map((_, at) => ({ from: String(at), to: String(at + 1) }));
  const places = tidied(chain, links);
  expect(new Set(places.map(({ x }) => x))).toEqual(new Set([0]));
  expect(new Set(places.map(({ y }) => y)).size).toBe(3000);
  expect(tidied([], [])).toEqual([]);
});

test('each edge is that of the outermost', () => {
  const items = [item('a', 0, 0), item('b', 200, 160, 160, 72)];
  const xs = (edge: 'left' | 'center' | 'right') => aligned(items, edge).map(({ x }) => x);
  expect(xs('left')).toEqual([0, 0]);
  expect(xs('right')).toEqual([264, 200]);
  expect(xs('center')).toEqual([136, 104]);
  expect(aligned(items, 'bottom').map(({ y }) => y)).toEqual([160, 160]);
  expect(aligned(items, 'middle').map(({ y }) => y)).toEqual([80, 80]);
});

test('there is as much room between each two, and never less than none', () => {
  const items = [item('a', 0), item('c', 400), item('b', 100)];
  expect(distributed(items, 'x')).toEqual([
    { id: 'a', x: 0, y: 0 },
    { id: 'b', x: 200, y: 0 },
    { id: 'c', x: 400, y: 0 },
  ]);
  const crowded = [item('a', 0), item('b', 8), item('c', 16)];
  expect(distributed(crowded, 'x').map(({ x }) => x)).toEqual([0, 104, 208]);
  expect(distributed([], 'y')).toEqual([]);
});
