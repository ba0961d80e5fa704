import { expect, test } from 'vitest';

import type { BrokerView } from '../lib/runtime';

import { matches, pictureOf } from './picture';

const view = (parts: Pick<BrokerView, 'publishes' | 'subscribes'>) => parts as BrokerView;

test('what no op of the patch has published is of other clients', () => {
  const picture = pictureOf(
    view({
      publishes: [
        ['lamp', 'room/1', 3, 5],
        ['fan', 'room/1', 1, 5],
        ['fan', 'hall', 2, 2],
      ],
      subscribes: [
        ['log', 'room/+', 1, 9],
        ['light', 'room/1', null, 5],
      ],
    }),
  );
  expect(picture.publishers).toEqual(['lamp', 'fan', null]);
  expect(picture.topics).toEqual(['room/1', 'hall', 'room/+']);
  expect(picture.subscribers).toEqual(['log', 'light']);
  expect(picture.published).toEqual([
    { from: 0, to: 0, count: 3 },
    { from: 1, to: 0, count: 1 },
    { from: 1, to: 1, count: 2 },
    { from: 2, to: 0, count: 1 },
    { from: 2, to: 2, count: 5 },
  ]);
  expect(picture.taken).toEqual([
    { from: 2, to: 0, count: 9, answer: 1 },
    { from: 0, to: 1, count: 5, answer: null },
  ]);
});

test('what is not seen, as nothing is watched, is of nobody', () => {
  const picture = pictureOf(view({ publishes: [['lamp', 'a', 3, 0]], subscribes: [] }));
  expect(picture.published).toEqual([{ from: 0, to: 0, count: 3 }]);
  expect(pictureOf(view({})).topics).toEqual([]);
});

test('filters match as MQTT says', () => {
  const pairs: [string, string, boolean][] = [
    ['a/b', 'a/b', true],
    ['a/b', 'a/b/c', false],
    ['a/+', 'a', false],
    ['a/+', 'a/', true],
    ['a/#', 'a', true],
    ['a/#', 'a/b/c', true],
    ['#', '$SYS/x', false],
    ['$SYS/#', '$SYS/x', true],
    ['$share/group/a/+', 'a/b', true],
    ['$share/them/#', '$SYS/uptime', false],
    ['$share/them/room/+', 'room/1', true],
  ];
  for (const [filter, topic, expected] of pairs) {
    expect(matches(filter, topic), `${filter} ${topic}`).toBe(expected);
  }
});
