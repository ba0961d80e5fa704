/** Measures contestants in turn, with connections that stay open from run to run. */

/** @typedef {import('./contestant.js').Contestant} Contestant */
/** @typedef {import('../../peers/broker.mjs').Request} Request */
/** @typedef {import('../../peers/broker.mjs').Stream} Stream */

/**
 * One run of one contestant.
 *
 * @template T
 * @typedef {object} Run
 * @property {string} name
 * @property {number} round
 * @property {number} busy How busy the broker was meanwhile, from 0 to 1.
 * @property {T} result
 */

/** How long a run takes, in milliseconds, where its length can be chosen. */
const RUN = 400;

/** How long anything may take, in milliseconds. */
const PATIENCE = 30_000;

/** How many messages are published in one go. */
const BURST = 2_000;

/** @type {Promise<(request: Request) => Promise<any>> | undefined} */
let control;

/** So that every connection has a path of its own. */
let connections = 0;

/**
 * Loads a contestant.
 *
 * @param {string} name
 * @param {string} script
 */
export async function load(name, script) {
  const { default: contestant } = await import(script);
  contestants.set(name, contestant);
}

const contestants = /** @type {Map<string, Contestant>} */ (new Map());

/**
 * Messages a second from a socket to handlers.
 *
 * @param {Stream} stream
 * @param {string[]} filters
 * @param {import('./contestant.js').Dispatch} by
 * @param {number} rounds
 * @returns {Promise<Run<number>[]>}
 */
export async function receive(stream, filters, by, rounds) {
  /** @type {{ messages: number, size: number }} */
  const chunk = await ask({ do: 'prepare', stream });
  return inTurn(rounds, async (contestant, path, isBare) => {
    if (stream.batched && contestant.cannotBatch) return undefined;
    const receiver = await contestant.receive(path, filters, by);
    const units = isBare ? chunk.size : chunk.messages;
    const take = async (/** @type {number} */ chunks) => {
      const handled = receiver.handled(chunks * units);
      const start = performance.now();
      const sent = ask({ do: 'send', who: path, stream, chunks });
      await handled;
      const time = performance.now() - start;
      await sent;
      return time;
    };
    const chunks = await paced(take);
    return {
      run: async () => (chunks * chunk.messages * 1000) / (await take(chunks)),
      close: receiver.close,
    };
  });
}

/**
 * Messages a second from a page to the broker; with QoS 1 and 2, until it has answered the last.
 *
 * @param {number} payload The size of each, in bytes.
 * @param {import('./contestant.js').Qos} qos
 * @param {number} rounds
 * @returns {Promise<Run<number>[]>}
 */
export async function publish(payload, qos, rounds) {
  const text = 'a reading of 16 '.repeat(payload / 16);
  return inTurn(rounds, async (contestant, path) => {
    const publisher = await contestant.publish(path, text, qos);
    const take = async (/** @type {number} */ bursts) => {
      const start = performance.now();
      for (let burst = 0; burst < bursts; burst++) {
        const counted = ask({ do: 'count', who: path, messages: BURST });
        await publisher.publish(BURST);
        await counted;
      }
      return performance.now() - start;
    };
    const bursts = await paced(take);
    return {
      run: async () => (bursts * BURST * 1000) / (await take(bursts)),
      close: publisher.close,
    };
  });
}

/**
 * How long messages take to the broker and back, in milliseconds.
 *
 * @param {number} rate Messages a second.
 * @param {number} seconds
 * @param {number} rounds
 * @returns {Promise<Run<number[]>[]>} All of them, from the shortest to the longest.
 */
export async function roundTrip(rate, seconds, rounds) {
  const messages = rate * seconds;
  return inTurn(rounds, async (contestant, path) => {
    let next = 1;
    let first = 0;
    const sent = new Float64Array(messages);
    /** @type {number[]} */
    let times = [];
    let done = () => {};
    const heard = (/** @type {number} */ number) => {
      times.push(performance.now() - (sent[number - first] ?? NaN));
      if (times.length === messages) done();
    };
    const echo = await contestant.echo(path, heard);
    await ask({ do: 'echo', who: path });
    const run = async () => {
      times = [];
      first = next;
      const all = new Promise((resolve) => (done = () => resolve(undefined)));
      const start = performance.now();
      for (;;) {
        // A timer is due every 4 ms at best: what has become due meanwhile goes at once.
        const due = Math.min(messages, ((performance.now() - start) * rate) / 1000);
        while (next - first < due) {
          sent[next - first] = performance.now();
          echo.send(next);
          next += 1;
        }
        if (next - first >= messages) break;
        await new Promise((resolve) => setTimeout(resolve));
      }
      await all;
      return times.sort((a, b) => a - b);
    };
    await run();
    return { run, close: echo.close };
  });
}

/**
 * Makes every contestant ready, and then has each run as often as there are rounds, so that none is
 * always the first.
 *
 * @template T
 * @param {number} rounds
 * @param {(contestant: Contestant, path: string, isBare: boolean) =>
 *   Promise<{ run: () => Promise<T>, close: () => void } | undefined>} prepare None for what it
 *   cannot do.
 * @returns {Promise<Run<T>[]>}
 */
async function inTurn(rounds, prepare) {
  /** @type {{ name: string, run: () => Promise<T>, close: () => void }[]} */
  const ready = [];
  for (const [name, contestant] of contestants) {
    const path = `${name}-${connections++}`;
    const prepared = await inTime(prepare(contestant, path, name === 'bare'), name);
    if (prepared) ready.push({ name, ...prepared });
  }
  /** @type {Run<T>[]} */
  const runs = [];
  for (let round = 0; round < rounds; round++) {
    const first = round % ready.length;
    for (const { name, run } of [...ready.slice(first), ...ready.slice(0, first)]) {
      await ask({ do: 'busy' });
      const result = await inTime(run(), name);
      runs.push({ name, round, result, busy: await ask({ do: 'busy' }) });
    }
  }
  for (const { close } of ready) close();
  return runs;
}

/**
 * Finds how much makes a run of the length that is wanted. What comes first is slower, nothing is
 * compiled yet: so it is also what goes before.
 *
 * @param {(amount: number) => Promise<number>} take Gives milliseconds.
 * @returns {Promise<number>}
 */
async function paced(take) {
  let amount = 1;
  for (;;) {
    const time = await take(amount);
    if (time >= RUN / 2) return Math.max(1, Math.round((amount * RUN) / time));
    amount *= 2;
  }
}

/**
 * @template T
 * @param {Promise<T>} work
 * @param {string} name
 * @returns {Promise<T>}
 */
function inTime(work, name) {
  return Promise.race([
    work,
    new Promise((_, reject) =>
      setTimeout(() => reject(new Error(`${name} does not come to an end`)), PATIENCE),
    ),
  ]);
}

/** @param {Request} request */
async function ask(request) {
  control ??= openControl();
  return (await control)(request);
}

async function openControl() {
  const socket = new WebSocket(`ws://${location.host}/control`);
  const asked = /** @type {Map<number, (answer: any) => void>} */ (new Map());
  let last = 0;
  socket.onmessage = ({ data }) => {
    const { id, answer } = JSON.parse(data);
    asked.get(id)?.(answer);
    asked.delete(id);
  };
  await new Promise((resolve) => (socket.onopen = resolve));
  return (/** @type {Request} */ request) =>
    new Promise((resolve) => {
      last += 1;
      asked.set(last, resolve);
      socket.send(JSON.stringify({ id: last, ...request }));
    });
}
