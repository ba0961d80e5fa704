import type { Patch } from '../lib/patch.svelte';

/** A server that a patch waits to be allowed to reach. */
export type Want = {
  server: string;
  /** The ops that want it, by their labels. */
  ops: string[];
  /** The topics that are read and written there by name. */
  topics: string[];
};

/** What ops of a patch wait for, by server. */
export function wantsOf(patch: Patch): Want[] {
  const wants = new Map<string, Want>();
  for (const op of patch.ops.values()) {
    for (const server of op.mark?.held ?? []) {
      let want = wants.get(server);
      if (!want) wants.set(server, (want = { server, ops: [], topics: [] }));
      if (!want.ops.includes(op.label)) want.ops.push(op.label);
      for (const topic of topicsAt(patch, op.id)) {
        if (!want.topics.includes(topic)) want.topics.push(topic);
      }
    }
  }
  return [...wants.values()].sort((a, b) => a.server.localeCompare(b.server));
}

/** The topics of the ops that use a connection; it goes from one to the next. */
function topicsAt(patch: Patch, connection: string): string[] {
  const topics: string[] = [];
  const reached = new Set([connection]);
  for (const id of reached) {
    for (const { link } of patch.cables) {
      if (link.from.op !== id || !link.to.port.startsWith('MQTT Object')) continue;
      const topic = patch.ops.get(link.to.op)?.values['Topic'];
      if (typeof topic === 'string' && topic && !reached.has(link.to.op)) topics.push(topic);
      reached.add(link.to.op);
    }
  }
  return topics;
}
