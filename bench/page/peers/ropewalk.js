/**
 * The runtime of the page, with a patch: an Mqtt op, and Subscribe and Publish ops. It does more
 * than a library does: what comes goes through the graph, to outputs that are shown once a frame.
 */

import { startRuntime } from '../runtime.js';

/** @type {import('./contestant.js').Contestant} */
export default {
  connect: (path) => connected(path, {}),

  async receive(path, filters) {
    let handled = 0;
    let wanted = Infinity;
    let reached = () => {};
    const ids = filters.map((_, index) => `subscribe${index}`);
    const runtime = await connected(
      path,
      Object.fromEntries(
        filters.map((Topic, index) => [
          `subscribe${index}`,
          { op: 'Ops.Net.Mqtt.MqttSubscribe', values: { Topic } },
        ]),
      ),
      (numbers) => {
        handled = 0;
        // After the counts are what the broker has granted.
        for (let at = 0; at < filters.length; at++) handled += numbers[at] ?? 0;
        const granted = numbers.subarray(filters.length, 2 * filters.length);
        if (handled >= wanted && granted.every((qos) => qos >= 0)) reached();
      },
    );
    const reach = (/** @type {number} */ messages) =>
      new Promise((resolve) => {
        wanted = handled + messages;
        reached = () => resolve(undefined);
      });
    const subscribed = reach(0);
    const port = (/** @type {string} */ port) => ids.map((op) => ({ op, port, output: true }));
    // The text is watched, as without anybody who looks at it nothing is decoded.
    runtime.watch([...port('Count'), ...port('Granted QoS'), ...port('Message String')]);
    await subscribed;
    return { handled: reach, close: () => runtime.stop() };
  },

  async publish(path, text, qos) {
    const runtime = await connected(path, {
      publish: {
        op: 'Ops.Net.Mqtt.MqttPublish',
        values: { Topic: 'bench', QoS: qos, Message: text },
      },
    });
    return {
      publish(messages) {
        for (let sent = 0; sent < messages; sent++) runtime.press('publish', 'Send');
      },
      close: () => runtime.stop(),
    };
  },

  async echo(path, heard) {
    const runtime = await connected(
      path,
      {
        publish: {
          op: 'Ops.Net.Mqtt.MqttPublish',
          values: { Topic: 'bench', 'Send On Change': true },
        },
        subscribe: { op: 'Ops.Net.Mqtt.MqttSubscribe', values: { Topic: 'bench' } },
        text: { op: 'Ops.Html.Elements.Element', values: { Text: 'nothing yet' } },
      },
      undefined,
      [['subscribe', 'Message String', 'text', 'Text']],
    );
    const ends = onText((text) => heard(Number(text)));
    return {
      send(number) {
        // One gesture: the history does not grow.
        runtime.edit({ type: 'set', op: 'publish', port: 'Message', value: number }, 1);
      },
      close() {
        ends();
        runtime.stop();
      },
    };
  },
};

/**
 * @param {string} path
 * @param {Record<string, { op: string, values: object }>} ops By their ids.
 * @param {(numbers: Float64Array) => void} [onValues]
 * @param {[op: string, port: string, op: string, port: string][]} [links]
 */
async function connected(path, ops, onValues, links = []) {
  const mqtt = {
    'Broker URL': `ws://${location.host}/mqtt/${path}`,
    // As many as are published in one go.
    'Max Queue': 1_000_000,
    'Max Queue Size': 1_000_000_000,
  };
  const all = {
    mqtt: { op: 'Ops.Net.Mqtt.Mqtt', values: mqtt },
    state: { op: 'Ops.Html.Elements.Element', values: {} },
    ...ops,
  };
  let ends = () => {};
  const state = new Promise((resolve) => {
    ends = onText((text) => text === 'connected' && resolve(text));
  });
  const runtime = await startRuntime(
    {
      ops: Object.entries(all).map(([id, op]) => ({ id, x: 0, y: 0, ...op })),
      links: [['mqtt', 'State', 'state', 'Text'], ...links].map(([from, output, to, input]) => ({
        from: { op: from, port: output },
        to: { op: to, port: input },
      })),
    },
    onValues,
  );
  await state;
  ends();
  return runtime;
}

/**
 * Listens to the texts that ops put on the page, each as it is put there: values that are watched
 * come once a frame, and an observer of the page takes time of its own.
 *
 * @param {(text: string) => void} told Not told of an element's first text.
 * @returns {() => void} Ends it.
 */
function onText(told) {
  const { prototype } = CharacterData;
  const data = Object.getOwnPropertyDescriptor(prototype, 'data') ?? {};
  Object.defineProperty(prototype, 'data', {
    ...data,
    set(text) {
      data.set?.call(this, text);
      told(text);
    },
  });
  return () => void Object.defineProperty(prototype, 'data', data);
}
