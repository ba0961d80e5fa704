import { expect, type Page, test } from '@playwright/test';

import { Proxy } from '../../brokers/proxy.mjs';
import { BarePage, relay } from './bare';
import {
  brokerNamed,
  messageOf,
  numbered,
  numberOf,
  numbersOf,
  Outside,
  type QoS,
} from './outside';

/** `npm test` takes a tenth of it. */
const IS_LONG = process.env.ROPEWALK_LONG_FAULTS !== undefined;

/** How many messages go each way, and how often the connection is cut meanwhile. */
const [MESSAGES, CUTS] = IS_LONG ? [20_000, 200] : [2_000, 20];

/** One of so many cuts is silence, which takes a keep-alive to notice. */
const STALLED = 20;

/** In seconds. */
const KEEP_ALIVE = 2;

/** How far the outside may be ahead of the page: less than what a broker keeps for a client. */
const LEAD = 60;

/** How many messages go one way, and then the other. */
const EACH = 20;

/** A client of the page that loses its connection often, and is back at once. */
const connection = {
  'Clean Session': false,
  'Keep Alive': KEEP_ALIVE,
  'Reconnect Min': 0.1,
  'Reconnect Max': 0.2,
};

// Some 15 seconds where nothing else is at work, and ten times that for all of it.
test.describe.configure({ timeout: IS_LONG ? 1_200_000 : 180_000 });

for (const [broker, protocol] of [
  ['ropewalk', '5.0'],
  ['ropewalk', '3.1.1'],
  ['mosquitto', '5.0'],
] as const) {
  for (const qos of [0, 1, 2] as const) {
    test(`a stream through ${CUTS} cuts, QoS ${qos}, ${protocol}, ${broker}`, async ({ page }) => {
      const { sent, received } = await stream(page, broker, protocol, qos);
      for (const numbers of [sent, received]) judge(numbers, qos);
    });
  }
}

/** Sends numbered messages both ways while the connection is cut; what arrived of each. */
async function stream(
  page: Page,
  name: string,
  protocol: string,
  qos: QoS,
): Promise<{ sent: number[]; received: number[] }> {
  const broker = await brokerNamed(name);
  const proxy = new Proxy(broker.port);
  await proxy.start();
  const topic = `faults/${name}/${protocol}/${qos}`;
  const outside = await Outside.connect(broker);
  try {
    await outside.subscribe(`${topic}/out`, qos);
    const url = `ws://127.0.0.1:${proxy.port}/mqtt`;
    const patch = relay(topic, qos, { ...connection, 'Broker URL': url, Protocol: protocol });
    const bare = await BarePage.open(page, proxy.port, patch);
    await expect.poll(() => bare.output('subscribe', 'Granted QoS')).toBe(String(qos));

    const received: string[] = [];
    const collect = async () => received.push(...(await bare.call('received')));
    const messages = numbered(MESSAGES);
    // What QoS 0 loses never comes, so there the number of the last one counts, and nobody publishes
    // while the page is away.
    let isUp = false;
    let cuts = 0;
    const progress = () =>
      qos > 0 ? Math.min(received.length, outside.received.length) : numberOf(received.at(-1));
    const place = (cut: number) => (cut * MESSAGES) / (CUTS + 1);
    const bound = () => (qos > 0 ? received.length : isUp ? place(cuts + 1) : 0) + LEAD;
    const isBack = async () => {
      const back = () => bare.output('mqtt', 'On Connect');
      await expect.poll(back, { intervals: [20] }).toBe(String(cuts + 1));
      isUp = true;
    };
    const cutting = async () => {
      while (cuts < CUTS) {
        await isBack();
        const isThere = () => progress() >= place(cuts + 1);
        await expect.poll(isThere, { timeout: 60_000, intervals: [5] }).toBe(true);
        isUp = false;
        cuts += 1;
        if (cuts % STALLED === STALLED / 2) proxy.stall();
        else if (cuts % 2 === 0) proxy.reset();
        else proxy.cut();
      }
      await isBack();
    };
    const pace = async (index: number) => {
      if (index % EACH > 0) return;
      do await collect();
      while (index > bound());
      await bare.call('publishAll', messages.slice(index, index + EACH));
    };
    await Promise.all([outside.publishAll(`${topic}/in`, qos, messages, pace), cutting()]);
    // A last message that nothing happens to, so that all before it have come or never will.
    await expect.poll(() => bare.output('mqtt', 'Queued')).toBe('0');
    const last = messageOf(MESSAGES + 1);
    await bare.call('publish', last);
    await outside.publish(`${topic}/in`, qos, last);
    await outside.until(last);
    await expect.poll(async () => (await collect(), received.includes(last))).toBe(true);
    expect(await bare.output('publish', 'Refused')).toBe('0');
    return { sent: numbersOf(outside.received), received: numbersOf(received) };
  } finally {
    await outside.end();
    await proxy.close();
  }
}

/** What MQTT promises of the messages 1, 2, … that were sent. */
function judge(numbers: number[], qos: QoS): void {
  const all = Array.from({ length: MESSAGES + 1 }, (_, index) => index + 1);
  const unique = [...new Set(numbers)];
  const description = `${unique.length} of ${all.length} arrived, ${numbers.length - unique.length} again`;
  test.info().annotations.push({ type: 'stream', description });
  // The first of each come in order, whatever comes again [MQTT-4.6.0].
  expect(unique, 'in order').toEqual([...unique].sort((a, b) => a - b));
  if (qos > 0) expect(unique, 'none is lost').toEqual(all);
  if (qos !== 1) expect(numbers, 'none is repeated').toEqual(unique);
}
