import { afterEach, expect, test, vi } from 'vitest';

import { loadPatch } from './load';

afterEach(() => vi.unstubAllGlobals());

test('a server that takes the request and never answers is tried again later', async () => {
  const patience = new AbortController();
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(patience.signal);
  const fetch = (_src: string, { signal }: RequestInit) =>
    new Promise((_answer, refuse) => {
      signal?.addEventListener('abort', () => refuse(new Error('aborted')));
    });
  vi.stubGlobal('fetch', fetch);
  const loading = loadPatch('lamp.json');
  patience.abort();
  await expect(loading).rejects.toMatchObject({
    isPassing: true,
    message: 'The patch lamp.json did not load: its server cannot be reached.',
  });
  expect(timeout).toHaveBeenCalledWith(120_000);
});
