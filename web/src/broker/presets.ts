import type { JsonValue } from '../lib/protocol';
import { type Origin, ownBroker } from '../storage/start';

/** A broker to choose, and what a person is to know of it. */
export type Preset = {
  name: string;
  about: string;
  /** What an Mqtt op is set to for it; what is not named goes back to its default. */
  values: Record<string, JsonValue>;
};

/** The inputs of an Mqtt op that say where its broker is. */
const PLACE = ['Broker URL', 'Port', 'Use SSL', 'Path'];

const PUBLIC = 'Public: everyone reads and writes everything, so send nothing private.';

/** Brokers to choose: that of the page itself, and some that anyone may use to try things. */
export function presets(origin: Origin): Preset[] {
  return [
    {
      name: 'This computer',
      about: `The broker beside this page, at ${origin.host}.`,
      values: ownBroker(origin),
    },
    {
      name: 'test.mosquitto.org',
      about: `By the makers of Mosquitto. ${PUBLIC}`,
      values: { 'Broker URL': 'test.mosquitto.org', Port: 8081 },
    },
    {
      name: 'broker.hivemq.com',
      about: `By HiveMQ. ${PUBLIC}`,
      values: { 'Broker URL': 'broker.hivemq.com', Port: 8884 },
    },
    {
      name: 'broker.emqx.io',
      about: `By EMQX. ${PUBLIC}`,
      values: { 'Broker URL': 'broker.emqx.io', Port: 8084 },
    },
  ];
}

/** What each of the inputs that name the broker is to be; `null` for its default. */
export function placeOf(preset: Preset): [port: string, value: JsonValue][] {
  return PLACE.map((port) => [port, preset.values[port] ?? null]);
}
