import { expect, test } from 'vitest';

import { placeOf, presets } from './presets';

test('a broker sets where to connect to, all of it, and nothing else', () => {
  const all = presets({ protocol: 'http:', host: '127.0.0.1:8080', port: '8080' });
  expect(all.map(({ name }) => name)).toEqual([
    'This computer',
    'test.mosquitto.org',
    'broker.hivemq.com',
    'broker.emqx.io',
  ]);
  expect(all.map(placeOf)).toEqual([
    [
      ['Broker URL', '127.0.0.1:8080'],
      ['Port', null],
      ['Use SSL', false],
      ['Path', null],
    ],
    [
      ['Broker URL', 'test.mosquitto.org'],
      ['Port', 8081],
      ['Use SSL', null],
      ['Path', null],
    ],
    [
      ['Broker URL', 'broker.hivemq.com'],
      ['Port', 8884],
      ['Use SSL', null],
      ['Path', null],
    ],
    [
      ['Broker URL', 'broker.emqx.io'],
      ['Port', 8084],
      ['Use SSL', null],
      ['Path', null],
    ],
  ]);
});
