import { expect, test } from 'vitest';

import { Guard } from './guard';

const PAGE = 'https://own.example/index.html';

test('holds every server, the page’s own too, until it is allowed', () => {
  const guard = new Guard([], PAGE);
  expect(guard.hold('wss://a.example/mqtt', true)).toBe('wss://a.example');
  expect(guard.hold('patches/lamp.json', true)).toBe('https://own.example');
  expect(guard.hold('data:text/plain,hello', true)).toBe('');
  guard.allow(['wss://a.example']);
  expect(guard.hold('wss://a.example/other', true)).toBe('');
  expect(guard.hold('wss://a.example:8884/mqtt', true)).toBe('wss://a.example:8884');
  expect(guard.hold('ws://a.example/mqtt', true)).toBe('ws://a.example');
  expect(guard.allowed).toEqual(['wss://a.example']);
});

test('goes on with what was allowed before', () => {
  const guard = new Guard(['wss://a.example'], PAGE);
  expect(guard.hold('wss://a.example/mqtt', true)).toBe('');
  expect(guard.hold('https://a.example/data', true)).toBe('https://a.example');
});

test('a server that a person enters is allowed, with the port that is entered after it', () => {
  const guard = new Guard([], PAGE);
  const set = (value: string | number) =>
    guard.edited({ type: 'set', op: 'a', port: 'Broker URL', value });
  expect(guard.hold('wss://b.example:8884/mqtt', true)).toBe('wss://b.example:8884');
  set('b.example');
  expect(guard.hold('wss://b.example:8884/mqtt', true)).toBe('');
  set('wss://c.example:1234/mqtt');
  expect(guard.hold('wss://c.example:1234/mqtt', true)).toBe('');
  expect(guard.allowed).toEqual(['wss://b.example:8884', 'wss://c.example:1234']);
});

test('a port alone is a wish only for a server that is allowed', () => {
  const guard = new Guard(['wss://a.example'], PAGE);
  guard.edited({ type: 'set', op: 'a', port: 'Port', value: 9001 });
  expect(guard.hold('wss://a.example:9001', true)).toBe('');
  expect(guard.hold('wss://b.example:9001', true)).toBe('wss://b.example:9001');
});

test('neither a sentence nor what comes with an op is what a person has entered', () => {
  const guard = new Guard([], PAGE);
  guard.edited({ type: 'set', op: 'a', port: 'Text', value: 'see evil.example' });
  const op = { op: 'Ops.Net.Mqtt', x: 0, y: 0, values: { 'Broker URL': 'evil.example' } };
  guard.edited({ type: 'paste', ops: [op], links: [] });
  guard.edited({ type: 'add', op });
  guard.edited({ type: 'batch', label: 'Add', commands: [{ type: 'add', op }] });
  expect(guard.hold('wss://evil.example', true)).toBe('wss://evil.example');
});

test('a server that a person enters is a wish also within other edits', () => {
  const guard = new Guard([], PAGE);
  const set = { type: 'set', op: 'a', port: 'Broker URL', value: 'a.example' } as const;
  guard.edited({ type: 'batch', label: 'Connect', commands: [set] });
  expect(guard.hold('wss://a.example', true)).toBe('');
});

test('names the servers that a text of CSS leads to and that may not be reached', () => {
  const guard = new Guard(['https://a.example'], PAGE);
  const css = 'background: url(https://a.example/1), url(https://b.example/2)';
  expect(guard.hold(css, false)).toBe('https://b.example');
});

test('what cannot be read stays held', () => {
  const guard = new Guard([], PAGE);
  const css = 'background: url("https://a.example@b.example/1")';
  const held = guard.hold(css, false);
  guard.allow([held]);
  expect(guard.hold(css, false)).toBe(held);
});
