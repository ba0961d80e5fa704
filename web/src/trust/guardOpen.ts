import type { Patch } from '../lib/patch.svelte';

import { Guard } from './guard';

/** Guards the patch that is open before something from outside is added to it: what it names by now is allowed. */
export function guardOpen(patch: Patch): Guard {
  const guard = new Guard([], location.href);
  for (const op of patch.ops.values()) Object.values(op.values).forEach(guard.enter);
  return guard;
}
