/** What is measured of a library: how its users write it. */

/** @typedef {import('./contestant.js').Contestant} Contestant */
/** @typedef {import('./contestant.js').Qos} Qos */

/**
 * @callback Got
 * @param {string} topic
 * @param {string} text The payload.
 */

/**
 * A connection, with as little between a library and what is measured as can be.
 *
 * @typedef {object} Client
 * @property {(filters: string[], got: Got) => Promise<unknown>} [subscribeAll] All messages come to
 *   one function.
 * @property {(filter: string, got: Got) => Promise<unknown>} [subscribe] Each filter has a function.
 * @property {(topic: string, text: string, qos: Qos) => Promise<unknown> | void} publish
 * @property {() => void} close
 */

/**
 * @param {(path: string) => Promise<Client>} connect
 * @returns {Contestant}
 */
export function library(connect) {
  return {
    connect,

    async receive(path, filters, by) {
      const client = await connect(path);
      let handled = 0;
      let wanted = Infinity;
      let reached = () => {};
      const handler = () => {
        const own = { messages: 0, text: '' };
        return (/** @type {string} */ _topic, /** @type {string} */ text) => {
          own.messages += 1;
          own.text = text;
          handled += 1;
          if (handled >= wanted) reached();
        };
      };
      await subscribe(
        client,
        filters.map((filter) => ({ filter, handle: handler() })),
        by,
      );
      return {
        handled: (messages) =>
          new Promise((resolve) => {
            wanted = handled + messages;
            reached = () => resolve(undefined);
          }),
        close: client.close,
      };
    },

    async publish(path, text, qos) {
      const client = await connect(path);
      return {
        async publish(messages) {
          for (let sent = 0; sent < messages; sent++) {
            const left = client.publish('bench', text, qos);
            // Only where there is a promise: to wait for nothing takes time too.
            if (left) await left;
          }
        },
        close: client.close,
      };
    },

    async echo(path, heard) {
      const client = await connect(path);
      const handle = (/** @type {string} */ _topic, /** @type {string} */ text) =>
        heard(Number(text));
      await subscribe(client, [{ filter: 'bench', handle }], 'map');
      return {
        send: (number) => void client.publish('bench', String(number), 0),
        close: client.close,
      };
    },
  };
}

/**
 * @param {Client} client
 * @param {{ filter: string, handle: Got }[]} subscriptions
 * @param {import('./contestant.js').Dispatch} by
 */
async function subscribe(client, subscriptions, by) {
  if (client.subscribe) {
    for (const { filter, handle } of subscriptions) await client.subscribe(filter, handle);
    return;
  }
  const handlers = new Map(subscriptions.map(({ filter, handle }) => [filter, handle]));
  await client.subscribeAll?.([...handlers.keys()], (topic, text) => {
    if (by === 'map' || subscriptions.length === 1) return handlers.get(topic)?.(topic, text);
    for (const { filter, handle } of subscriptions) {
      if (matches(filter, topic)) handle(topic, text);
    }
  });
}

/**
 * The function that is in most pages that need one.
 *
 * @param {string} filter
 * @param {string} topic
 * @returns {boolean} Whether the filter matches the topic.
 */
function matches(filter, topic) {
  if (filter === topic) return true;
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (let at = 0; at < wanted.length; at++) {
    if (wanted[at] === '#') return true;
    if (wanted[at] !== '+' && wanted[at] !== levels[at]) return false;
  }
  return wanted.length === levels.length;
}
