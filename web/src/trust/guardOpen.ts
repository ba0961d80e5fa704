import type { Patch } from '../lib/patch.svelte';

import type { Guard } from './guard';
import { guardFor } from './remembered';

/** Guards the patch that is open before something from outside is added to it: what it names by now is allowed. */
export function guardOpen(patch: Patch): Guard {
  const guard = guardFor(patch.id);
  for (const op of patch.ops.values()) Object.values(op.values).forEach(guard.enter);
  return guard;
}
