import { roomBeside } from '../edits/room';
import type { Editor } from '../lib/editor.svelte';
import { GRID } from '../lib/grid';
import type { Op } from '../lib/patch.svelte';
import type { Command, JsonValue } from '../lib/protocol';
import { ownBroker } from '../storage/start';

import { placeOf, type Preset } from './presets';

export const MQTT = 'Ops.Net.Mqtt.Mqtt';
const SUBSCRIBE = 'Ops.Net.Mqtt.MqttSubscribe';
/** About the size of a box, for where there is room for one. */
const BOX = { width: 24 * GRID, height: 16 * GRID };

/** The ops of the patch that keep connections. */
export function connectionsOf(editor: Editor): Op[] {
  return [...editor.patch.ops.values()].filter((op) => op.info.name === MQTT);
}

/** Shows the op that subscribes to a filter over a connection; adds it as one step where there is none. */
export function subscribe(editor: Editor, mqtt: Op, filter: string): void {
  const known = subscriberTo(editor, mqtt, filter);
  if (known) {
    editor.view?.reveal(known.id);
    return;
  }
  const place = roomBeside(editor, BOX);
  const values = { Topic: filter };
  const port = mqtt.outputs.find(({ name }) => name === 'MQTT Object');
  if (!place || !port) return;
  const plug = { op: mqtt, port, isOutput: true };
  // A link from another level would show ports on subpatches: with one connection there is no need.
  const isHere = (mqtt.subpatch ?? null) === editor.level;
  const isOnly = connectionsOf(editor).length === 1;
  const added =
    isHere || !isOnly
      ? editor.add(SUBSCRIBE, place, values, plug, 'MQTT Object')
      : editor.add(SUBSCRIBE, place, values);
  if (added) editor.view?.reveal(...added);
}

function subscriberTo(editor: Editor, mqtt: Op, filter: string): Op | undefined {
  const { cables, ops } = editor.patch;
  // A connection goes from one op to the next; where it is the only one, all use it.
  const reached = new Set(connectionsOf(editor).length === 1 ? ops.keys() : [mqtt.id]);
  for (const id of reached) {
    const op = ops.get(id);
    if (op?.info.name === SUBSCRIBE && op.values['Topic'] === filter) return op;
    for (const { link } of cables) {
      const isOnward = link.from.op === id && link.to.port === 'MQTT Object';
      if (isOnward) reached.add(link.to.op);
    }
  }
  return undefined;
}

/** Adds a connection to the broker beside the page. */
export function addConnection(editor: Editor, origin: Location): void {
  const place = roomBeside(editor, BOX);
  if (!place) return;
  const id = editor.patch.freeId(MQTT);
  const commands: Command[] = [
    { type: 'add', op: { id, op: MQTT, ...place, ...editor.here() } },
    // Set, as what a person chooses: it may be reached from a patch that is held, too.
    ...settings(id, Object.entries(ownBroker(origin))),
  ];
  if (editor.apply({ type: 'batch', label: 'Add Mqtt', commands })) editor.view?.reveal(id);
}

/** Sets a connection to a broker, as one step. Who logs in stays as it is. */
export function choose(editor: Editor, mqtt: Op, preset: Preset): void {
  const commands = settings(mqtt.id, placeOf(preset));
  editor.apply({ type: 'batch', label: `Connect to ${preset.name}`, commands });
}

function settings(op: string, values: readonly (readonly [string, JsonValue])[]): Command[] {
  return values.map(([port, value]) => ({ type: 'set', op, port, value }));
}
