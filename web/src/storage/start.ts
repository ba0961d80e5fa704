import type { JsonValue } from '../lib/protocol';

import start from './start.json';

/** The parts of an address that say where the page's own broker is. */
export type Origin = Pick<Location, 'protocol' | 'host' | 'port'>;

/** The text of the patch for a first visit: MQTT against the broker that served the page. */
export function startPatch(origin: Origin, id = newPatchId()): string {
  const broker = ownBroker(origin);
  const ops = start.ops.map((op) => (op.id === 'broker' ? { ...op, values: broker } : op));
  return JSON.stringify({ ...start, id, ops }, null, 2);
}

/** The values of an Mqtt op that name the broker which served the page. */
export function ownBroker(origin: Origin): Record<string, JsonValue> {
  const isSecure = origin.protocol === 'https:';
  const broker: Record<string, JsonValue> = { 'Broker URL': origin.host };
  if (!isSecure) broker['Use SSL'] = false;
  // The op's own default port is that of TLS.
  if (origin.port === '' && !isSecure) broker.Port = 80;
  return broker;
}

/** The text of a patch without ops. */
export function emptyPatch(id = newPatchId()): string {
  return JSON.stringify({ ropewalk: 1, id, name: 'Untitled', ops: [], links: [] }, null, 2);
}

/** A short name that no other patch of this browser has. */
export function newPatchId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join('');
}
