import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Awake } from './awake';

/** What a browser has given, and what it says while it gives nothing. */
const locks: { released: boolean; release: () => Promise<void> }[] = [];
let refusal: string | null = null;

const request = vi.fn(() => {
  if (refusal !== null) return Promise.reject(new Error(refusal));
  const lock = {
    released: false,
    release: () => {
      lock.released = true;
      return Promise.resolve();
    },
  };
  locks.push(lock);
  return Promise.resolve(lock);
});

beforeEach(() => {
  vi.useFakeTimers();
  locks.length = 0;
  refusal = null;
  request.mockClear();
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('document', page);
  vi.stubGlobal('navigator', { wakeLock: { request } });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const minute = () => vi.advanceTimersByTimeAsync(60_000);
const comeBack = () => document.dispatchEvent(new Event('visibilitychange'));

test('a screen that the browser has let go of is asked for again, though the page was seen all along', async () => {
  const awake = new Awake();
  awake.begin(() => undefined);
  await minute();
  expect(locks).toHaveLength(1);
  await locks[0]?.release();
  await minute();
  expect(locks).toHaveLength(2);
  awake.end();
  expect(locks[1]?.released).toBe(true);
  await minute();
  expect(locks).toHaveLength(2);
});

test('what was refused is said, and asked for again', async () => {
  const said: string[] = [];
  const awake = new Awake();
  refusal = 'the battery is low';
  awake.begin((reason) => said.push(reason));
  await vi.advanceTimersByTimeAsync(0);
  expect(said).toEqual(['The screen is not kept on: the battery is low']);
  refusal = null;
  await minute();
  expect(locks).toHaveLength(1);
  awake.end();
});

test('there is never more than one, however often it is asked for and ended', async () => {
  const awake = new Awake();
  awake.begin(() => undefined);
  comeBack();
  comeBack();
  await vi.advanceTimersByTimeAsync(0);
  expect(request).toHaveBeenCalledTimes(1);
  awake.end();
  awake.begin(() => undefined);
  awake.end();
  await vi.advanceTimersByTimeAsync(0);
  expect(locks.every((lock) => lock.released)).toBe(true);
});
