import { expect, test } from 'vitest';

import { serverOf, serversIn, UNREADABLE } from './addresses';

const PAGE = 'https://own.example/index.html';
const EVIL = 'https://evil.example';

test.each([
  ['wss://broker.example/mqtt', 'wss://broker.example'],
  ['wss://broker.example:443/mqtt', 'wss://broker.example'],
  ['ws://broker.example:9001', 'ws://broker.example:9001'],
  [' https://EVIL.example/a?b#c ', EVIL],
  ['//evil.example/a', EVIL],
  ['\\\\evil.example/a', EVIL],
  ['h\nttps://evil.example', EVIL],
  ['https:/\\evil.example', EVIL],
  ['http:evil.example', 'http://evil.example'],
  ['a.png', 'https://own.example'],
  ['', 'https://own.example'],
  ['data:image/png;base64,AA', null],
  ['blob:https://own.example/1', null],
  ['mailto:a@b', null],
  ['https://', null],
])('the server of %j is %j', (address, server) => {
  expect(serverOf(address, PAGE)).toBe(server);
});

test.each([
  'background: url(https://evil.example/a.png)',
  'background: url("https://evil.example/?d=1")',
  "background: URL( 'https://evil.example' )",
  'background: url(//evil.example/a.png)',
  'background: url(\\\\evil.example/a.png)',
  'background: url("\\\\\\\\evil.example/a.png")',
  'background: \\75rl(\\2f\\2f evil.example/a)',
  'background: u\\72 l("\\00002f\\2F evil.example/a")',
  'background: url("h\\74tps://evil.example/a")',
  'background: url("ht\\\ntps://evil.example/a")',
  'background: url(https:\\2f/evil.example/a)',
  'background: url("/\\a/evil.example")',
  'background: url("/\\9 /evil.example")',
  'background: image-set("https://evil.example/a" 1x, "b.png" 2x)',
  '--a: "//evil.example/a"; background: image-set(var(--a) 1x)',
  '@import "https://evil.example/a.css";',
  'filter: url(https://evil.example/a.svg#b)',
  'cursor: url(https:/evil.example/a), auto',
  // In an attribute: an escape of CSS is none there.
  '\\\\evil.example/a',
  'https://evil.example/1 1x, b.png 2x',
])('%j leads to another server', (text) => {
  expect([...serversIn(text, PAGE)]).toContain(EVIL);
});

test('an address without slashes leads to another server where the page has another scheme', () => {
  expect([...serversIn('url(http:evil.example/a)', PAGE)]).toEqual(['http://evil.example']);
});

test.each([
  'https://good.example@evil.example/',
  'url("https://good.example,x@evil.example/a")',
  'url("https://good.example x@evil.example/a")',
  'https://good.example,x.evil.example/',
  "https://good.example'x.evil.example/",
  'https://good.example)x.evil.example/',
])('%j could be read in two ways', (text) => {
  expect([...serversIn(text, PAGE)]).toContain(UNREADABLE);
});

test.each([
  'color: red; width: calc(100% / 2)',
  'content: "\\201C"',
  'background: url(a.png), url(/b.png), url("c/d.png")',
  'background: url("data:image/svg+xml,%3Csvg xmlns=\'http://www.w3.org/2000/svg\'/%3E")',
  'grid-area: 1 / 2 / 3 / 4',
  'transition: all 1s',
])('%j leads to no other server', (text) => {
  expect([...serversIn(text, PAGE)]).toEqual([]);
});
