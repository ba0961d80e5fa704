/**
 * A page that has the runtime and no editor. It publishes numbered messages, and writes down every
 * message that comes, also where several come between two frames.
 */

import init, { Runtime } from './ropewalk.js';

/** How many messages may wait at the Mqtt op; below what a broker keeps for a client. */
const AHEAD = 200;

/** How many are published in one go. */
const AT_ONCE = 20;

/** @type {Runtime} */
let runtime;

const stage = document.body.appendChild(document.createElement('div'));

/**
 * The messages that came, by the patch's element, and were not asked for yet.
 *
 * @type {string[]}
 */
const said = [];

/** How many messages came. */
let all = 0;

/** What is wrong with the ops, the last that was told of each. */
const problems = new Map();

// Each message changes the element at once, as an event of its own, so no text is missed. A record
// has the text that was before.
const options = { subtree: true, characterData: true, characterDataOldValue: true };
const observer = new MutationObserver(take);
observer.observe(stage, options);

/** @param {MutationRecord[]} records */
function take(records) {
  const texts = records.map(({ target }, index) => records[index + 1]?.oldValue ?? target.data);
  // Before the first message there is a text without one.
  const lines = texts.map((text) => /^(\d+) (.*)$/s.exec(text)).filter((line) => line?.[1] > 0);
  const messages = lines.map(([, , message]) => message);
  if (messages.length === 0) return;
  said.push(...messages);
  all += messages.length;
  // In one, as the ops have them all.
  tell('received', messages.join('\n'));
}

/** Who hears of what the page does; empty for nobody. */
let ear = '';

/** The number of the first message of this page, and of the last that the op has accepted. */
let [first, accepted] = [1, 0];

/**
 * Tells, and goes on once it was heard, so that nothing is done that was not told.
 *
 * @param {string} word
 * @param {string} text
 */
function tell(word, text) {
  if (!ear) return;
  const request = new XMLHttpRequest();
  request.open('GET', `${ear}?${new URLSearchParams({ word, text })}`, false);
  request.send();
}

/**
 * Tells of what is done from here on, also of what the browser has stored.
 *
 * @param {string} url Whom.
 * @param {number} number Of the first message that is to be published.
 */
export function tellAll(url, number) {
  [ear, first, accepted] = [url, number, number - 1];
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...args) {
    const made = transaction.apply(this, args);
    if (this.name === 'ropewalk-runtime' && args[1] === 'readwrite') {
      // All that was done until here is in this transaction or in one before it.
      take(observer.takeRecords());
      const done = `${accepted} ${all} ${first}`;
      made.addEventListener('complete', () => tell('stored', done));
    }
    return made;
  };
}

/** @param {object} patch */
export async function open(patch) {
  await init();
  runtime = await Runtime.start({
    stage,
    onNotice(notice) {
      if (notice.type === 'opStatus') problems.set(notice.op, notice.status?.text ?? '');
      if (notice.type === 'fatal') throw new Error(notice.text);
    },
    onValues() {},
  });
  await runtime.open(JSON.stringify(patch));
  const shown = (op, port) => ({ op, port, output: true });
  runtime.watch([shown('mqtt', 'State'), shown('subscribe', 'Count')]);
}

/**
 * @param {string} op
 * @param {string} port
 * @returns {string}
 */
export function output(op, port) {
  return runtime.inspect(op, port, true);
}

/**
 * @param {string} op
 * @param {string} port
 * @param {unknown} value
 */
export function set(op, port, value) {
  // One gesture: the history does not grow.
  runtime.edit({ type: 'set', op, port, value }, 1);
}

/** @param {string} message */
export function publish(message) {
  set('publish', 'Message', message);
  runtime.press('publish', 'Send');
  accepted = Number.parseInt(message);
  tell('accepted', message);
}

/**
 * Publishes messages one after the other, never many more than the broker has.
 *
 * @param {string[]} messages
 */
export async function publishAll(messages) {
  for (const [index, message] of messages.entries()) {
    publish(message);
    if (index % AT_ONCE === 0) await turn();
    while (Number(output('mqtt', 'Queued')) > AHEAD) await turn();
  }
}

/** Lets the page do other things. */
function turn() {
  return new Promise((resolve) => setTimeout(resolve));
}

/** @param {string[]} messages Published at once. */
export function publishNow(messages) {
  messages.forEach(publish);
}

/**
 * The messages that came since this was called last.
 *
 * @returns {string[]}
 */
export function received() {
  take(observer.takeRecords());
  return said.splice(0);
}

/**
 * What is wrong with an op; empty where nothing is.
 *
 * @param {string} op
 * @returns {string}
 */
export function problem(op) {
  return problems.get(op) ?? '';
}
