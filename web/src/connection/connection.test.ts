import { expect, test } from 'vitest';

import { describeConnection } from './connection';

const outputs = {
  isHeld: false,
  state: '',
  server: 'ws://localhost:8080/mqtt',
  error: '',
  retryIn: 0,
};

test.each([
  [{ state: 'connected' }, 'ok', 'Connected to localhost:8080'],
  [{ state: 'connected', server: '' }, 'ok', 'Connected'],
  [{ state: 'connecting' }, 'busy', 'Connecting to localhost:8080'],
  [{ state: 'connecting', isHeld: true }, 'off', 'Held: localhost:8080'],
  [{ state: 'waiting', retryIn: 3.2 }, 'bad', 'Not connected, retry in 4 s'],
  [{ state: 'waiting', retryIn: NaN }, 'bad', 'Not connected'],
  [
    { state: 'refused', error: 'bad user name or password' },
    'bad',
    'Refused: bad user name or password',
  ],
  [{ state: 'stopped' }, 'off', 'Stopped'],
  [{ state: 'offline' }, 'off', 'Offline'],
  [{ state: '', error: 'Broker URL is empty' }, 'bad', 'Broker URL is empty'],
])('%j is %s: %s', (changed, tone, text) => {
  expect(describeConnection({ ...outputs, ...changed })).toEqual({ tone, text });
});
