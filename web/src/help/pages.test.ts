import { expect, test, vi } from 'vitest';

import { HelpPages } from './pages.svelte';

test('the pages are fetched once, however many are read', async () => {
  const fetch = vi.fn(() => Promise.resolve({ 'Ops.Math.Sum': 'Adds.' }));
  const pages = new HelpPages(fetch);
  expect(pages.current).toBeNull();
  await Promise.all([pages.load(), pages.load()]);
  await pages.load();
  expect(fetch).toHaveBeenCalledTimes(1);
  expect(pages.current).toEqual({ 'Ops.Math.Sum': 'Adds.' });
});

test('a failure is said, and the next try can succeed', async () => {
  const fetch = vi
    .fn<() => Promise<Record<string, string>>>()
    .mockRejectedValueOnce(new Error('The help did not load (HTTP 503).'))
    .mockResolvedValue({});
  const pages = new HelpPages(fetch);
  await pages.load();
  expect(pages.failure).toBe('The help did not load (HTTP 503).');
  expect(pages.current).toBeNull();
  await pages.load();
  expect(pages.failure).toBe('');
  expect(pages.current).toEqual({});
});
