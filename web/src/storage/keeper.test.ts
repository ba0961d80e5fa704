import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Editor } from '../lib/editor.svelte';

import { ChangedElsewhere } from './browser';
import { Keeper } from './keeper.svelte';

/** A keeper whose writes end when the test says so. */
function rig() {
  let text = 'first';
  const toasts = { error: vi.fn() };
  const open = vi.fn(() => Promise.reject(new Error('is no patch')));
  const editor = { patch: { id: 'p', name: 'P' }, guard: null, toasts, save: () => text, open };
  const keeper = new Keeper(editor as unknown as Editor);
  const writes: { text: string; end: () => void; fail: (error: unknown) => void }[] = [];
  const write = (kept: { text: string }) =>
    new Promise<void>((end, fail) => writes.push({ text: kept.text, end, fail }));
  vi.spyOn(keeper.patches, 'keep').mockImplementation(write);
  vi.spyOn(keeper.patches, 'put').mockImplementation(write);
  const edit = (to: string) => {
    text = to;
    keeper.schedule();
  };
  return { keeper, writes, edit, open };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a patch counts as kept only when it has been written', async () => {
  const { keeper, writes, edit } = rig();
  edit('one');
  const flushed = keeper.flush();
  expect(writes).toHaveLength(1);
  expect(keeper.isBehind).toBe(true);
  expect(keeper.keptAt).toBeNull();
  writes[0]?.end();
  await flushed;
  expect(keeper.isBehind).toBe(false);
  expect(keeper.keptAt).not.toBeNull();
});

test('what is edited while it is written is kept by a write of its own', async () => {
  const { keeper, writes, edit } = rig();
  edit('one');
  const first = keeper.flush();
  edit('two');
  writes[0]?.end();
  await first;
  expect(keeper.isBehind).toBe(true);
  const second = keeper.flush();
  expect(writes.map(({ text }) => text)).toEqual(['one', 'two']);
  writes[1]?.end();
  await second;
  expect(keeper.isBehind).toBe(false);
});

test('who asks while it is written waits for that write', async () => {
  const { keeper, writes, edit } = rig();
  edit('one');
  const first = keeper.flush();
  let isDone = false;
  const second = keeper.flush().then(() => (isDone = true));
  await Promise.resolve();
  expect(isDone).toBe(false);
  writes[0]?.end();
  await Promise.all([first, second]);
  expect(writes).toHaveLength(1);
});

test('a write that fails leaves it to be kept, and is tried again', async () => {
  const { keeper, writes, edit } = rig();
  edit('one');
  const flushed = keeper.flush();
  writes[0]?.fail(new DOMException('no room', 'QuotaExceededError'));
  await flushed;
  expect(keeper.isBehind).toBe(true);
  expect(keeper.failure).toContain('full');
  vi.advanceTimersByTime(5_000);
  expect(writes).toHaveLength(2);
  writes[1]?.end();
  await vi.waitFor(() => expect(keeper.isBehind).toBe(false));
  expect(keeper.failure).toBeNull();
});

test('of a patch that another tab has changed one copy is kept, however much is on its way', async () => {
  const { keeper, writes, edit } = rig();
  edit('one');
  const first = keeper.flush();
  edit('two');
  const second = keeper.flush();
  writes[0]?.fail(new ChangedElsewhere());
  writes[1]?.fail(new ChangedElsewhere());
  await vi.waitFor(() => expect(writes).toHaveLength(3));
  expect(keeper.rival).toBe('changed');
  writes[2]?.end();
  await Promise.all([first, second]);
  expect(writes.map(({ text }) => text)).toEqual(['one', 'two', 'two']);
  expect(keeper.isBehind).toBe(false);
});

test('a write that comes too late, as another tab has taken the patch, is kept as a copy', async () => {
  const { keeper, writes, edit } = rig();
  edit('one');
  const flushed = keeper.flush();
  keeper.rival = 'taken';
  writes[0]?.fail(new ChangedElsewhere());
  await vi.waitFor(() => expect(writes).toHaveLength(2));
  writes[1]?.end();
  await flushed;
  expect(keeper.isBehind).toBe(false);
});

test('a patch is opened only when all edits of the one before are kept', async () => {
  const { keeper, writes, edit, open } = rig();
  edit('one');
  const shown = keeper.show('another', {});
  await vi.waitFor(() => expect(writes).toHaveLength(1));
  edit('two');
  writes[0]?.end();
  await vi.waitFor(() => expect(writes).toHaveLength(2));
  expect(open).not.toHaveBeenCalled();
  expect(keeper.rival).toBeNull();
  writes[1]?.end();
  await expect(shown).rejects.toThrow('is no patch');
  expect(writes.map(({ text }) => text)).toEqual(['one', 'two']);
  expect(open).toHaveBeenCalledTimes(1);
});
