/**
 * Whether the editor stays responsive while messages rush in: no task of its page may take over
 * 50 ms, which is what browsers call long.
 */

import { setTimeout as pause } from 'node:timers/promises';

import mqtt from 'mqtt';

import { needsOfEditor, withEditor } from './editorPage.mjs';

const RATE = 5_000;
const SECONDS = 10;

/** Before it is measured, in seconds: code is compiled and the page is laid out. */
const WARM_UP = 5;

/** How often messages are sent in a second; who is late catches up. */
const BATCHES = 100;

/** What the patch of a first visit listens to. */
const TOPIC = 'ropewalk/first-light';

/** In milliseconds. */
const LONG = 50;

/**
 * A task of the page's main thread, in milliseconds. By the clock it also takes as long as other
 * programs have its core, which says nothing of the page where the machine is busy; `own` is the
 * time for which it ran.
 *
 * @typedef {{ clock: number, own: number }} Task
 */

/** @type {import('./run.mjs').Bench} */
export const responsive = {
  name: 'responsive',
  title: `the tasks of the editor at ${RATE.toLocaleString('en')} messages a second`,
  needs: needsOfEditor,
  run: () => withEditor(measureTasks),
};

/** @param {import('./editorPage.mjs').Editor} editor */
async function measureTasks({ browser, page, url, broker }) {
  await page.addInitScript(countMessages);
  await page.goto(url);
  await page.getByText('Connected to').waitFor();
  const messages = () => page.evaluate(() => Number(Reflect.get(globalThis, 'messages')));
  const users = { username: 'try', password: 'try' };
  const sender = await mqtt.connectAsync(broker.url, { ...users, reconnectPeriod: 0 });
  await send(sender, WARM_UP);
  const before = await messages();
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] });
  const seconds = await send(sender, SECONDS);
  const tasks = tasksOf((await browser.stopTracing()).toString());
  const rate = ((await messages()) - before) / seconds;
  sender.end(true);
  const longest = {
    clock: Math.max(...tasks.map(({ clock }) => clock)),
    own: Math.max(...tasks.map(({ own }) => own)),
  };
  const long = tasks.filter(({ own }) => own > LONG).length;
  return {
    figures: { rate, seconds, tasks: tasks.length, long, longest },
    rows: [
      ['messages a second', 'tasks', 'over 50 ms', 'longest', 'longest by the clock'],
      [
        Math.round(rate).toLocaleString('en'),
        tasks.length.toLocaleString('en'),
        String(long),
        `${longest.own.toFixed(1)} ms`,
        `${longest.clock.toFixed(1)} ms`,
      ],
    ],
  };
}

/** Runs in the page before anything else. */
function countMessages() {
  let messages = 0;
  Object.defineProperty(globalThis, 'messages', { get: () => messages });
  const { addEventListener } = WebSocket.prototype;
  WebSocket.prototype.addEventListener = function (
    /** @type {string} */ type,
    /** @type {any} */ listener,
    /** @type {any} */ options,
  ) {
    const count = (/** @type {any} */ { data }) => {
      const bytes = new Uint8Array(data);
      // Whole packets, with a length of one byte each.
      for (let at = 0; at < bytes.length; at += 2 + (bytes[at + 1] ?? 0)) {
        if ((bytes[at] ?? 0) >> 4 === 3) messages += 1;
      }
    };
    if (type === 'message') addEventListener.call(this, type, count);
    return addEventListener.call(this, type, listener, options);
  };
}

/**
 * @param {import('mqtt').MqttClient} sender
 * @param {number} seconds
 * @returns {Promise<number>} How many it took.
 */
async function send(sender, seconds) {
  const begin = performance.now();
  const passed = () => (performance.now() - begin) / 1000;
  for (let sent = 0; sent < RATE * seconds;) {
    const due = Math.min(RATE * seconds, passed() * RATE);
    for (; sent < due; sent++) sender.publish(TOPIC, String(Math.sin(sent / 500)));
    await pause(1000 / BATCHES);
  }
  return passed();
}

/**
 * @param {string} trace
 * @returns {Task[]}
 */
function tasksOf(trace) {
  /**
   * Times are in microseconds.
   *
   * @typedef {{ name: string, pid: number, tid: number, dur?: number, tdur?: number, args: { name?: string } }} TraceEvent
   */
  /** @type {{ traceEvents: TraceEvent[] }} */
  const { traceEvents } = JSON.parse(trace);
  const threadOf = (/** @type {TraceEvent} */ { pid, tid }) => `${pid} ${tid}`;
  const mains = traceEvents.filter(
    ({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain',
  );
  const threads = new Set(mains.map(threadOf));
  return traceEvents
    .filter((event) => event.name === 'RunTask' && threads.has(threadOf(event)))
    .map(({ dur = 0, tdur = 0 }) => ({ clock: dur / 1000, own: tdur / 1000 }));
}
