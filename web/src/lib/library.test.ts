import { afterEach, expect, test, vi } from 'vitest';

import { loadJson } from './library';

afterEach(() => vi.unstubAllGlobals());

test('a file that does not load is called what it is, and why', async () => {
  const fetch = vi.fn<() => Promise<Response>>();
  vi.stubGlobal('fetch', fetch);
  fetch.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  const load = () => loadJson('/help.json', 'The help');
  await expect(load).rejects.toThrow('The help did not load: its server cannot be reached.');
  fetch.mockResolvedValueOnce(new Response('', { status: 503 }));
  await expect(load).rejects.toThrow('The help did not load (HTTP 503).');
  fetch.mockResolvedValueOnce(new Response('{"a":1}'));
  await expect(load()).resolves.toEqual({ a: 1 });
});
