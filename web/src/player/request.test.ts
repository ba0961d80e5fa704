import { expect, test } from 'vitest';

import { readRequest } from './request';

const page = 'https://art.example/ropewalk/play.html';

test('a patch of the page’s own server is played, its address read from that of the page', () => {
  expect(readRequest(`${page}?patch=patches/lamp.json`)).toEqual({
    type: 'play',
    src: 'https://art.example/ropewalk/patches/lamp.json',
    isHeld: false,
    isKeptAwake: true,
  });
});

test('the screen may go dark where the address says so', () => {
  expect(readRequest(`${page}?patch=a.json&awake=0`)).toMatchObject({ isKeptAwake: false });
});

test('a patch of another server is held', () => {
  const patch = encodeURIComponent('https://elsewhere.example/a.json');
  expect(readRequest(`${page}?patch=${patch}`)).toMatchObject({ type: 'play', isHeld: true });
  const request = readRequest(`${page}?patch=//elsewhere.example/a.json`);
  expect(request).toMatchObject({ type: 'play', isHeld: true });
});

test.each(['', '?patch=', '?patch=javascript:alert(1)', '?patch=data:application/json,{}'])(
  'an address that ends in %j is refused with a reason',
  (query) => {
    const request = readRequest(page + query);
    expect(request.type).toBe('refuse');
    expect('reason' in request && request.reason).toMatch(/patch/);
  },
);
