import { store, stored } from '../lib/stored';

import { Guard } from './guard';

/**
 * The guard of a patch from outside, by its id: it begins with the servers in `allowed` and those
 * that a person has allowed this patch in this browser before, be it in the editor or in a player.
 */
export function guardFor(patch: string | undefined, allowed: Iterable<string> = []): Guard {
  const remembered = patch === undefined ? [] : read(patch);
  const guard = new Guard([...allowed, ...remembered], location.href);
  if (patch !== undefined) guard.onallow = () => store(keyOf(patch), JSON.stringify(guard.allowed));
  return guard;
}

/** The id of the patch in a file, by which it is known; nothing where it has none. */
export function idIn(text: string): string | undefined {
  try {
    const json: unknown = JSON.parse(text);
    const hasId = typeof json === 'object' && json !== null && 'id' in json;
    return hasId && typeof json.id === 'string' ? json.id : undefined;
  } catch {
    return undefined;
  }
}

const keyOf = (patch: string) => `ropewalk-allowed:${patch}`;

function read(patch: string): string[] {
  try {
    const servers: unknown = JSON.parse(stored(keyOf(patch)) ?? '[]');
    return Array.isArray(servers) ? servers.filter((server) => typeof server === 'string') : [];
  } catch {
    // It holds something else: it asks again.
    return [];
  }
}
