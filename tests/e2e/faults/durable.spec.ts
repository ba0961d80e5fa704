import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { type BrowserContext, expect, type Page, test } from '@playwright/test';

import { Proxy } from '../../brokers/proxy.mjs';
import { BarePage, relay } from './bare';
import { Chromium } from './chromium';
import { brokerNamed, messageOf, numberOf, numbersOf, Outside } from './outside';

/** How often the page dies; `npm test` takes a tenth of it. */
const DEATHS = process.env.ROPEWALK_LONG_FAULTS === undefined ? 4 : 40;

/** After how many words of the page at most it dies. */
const WORDS = 60;

const connection = { 'Clean Session': false, 'Reconnect Min': 0.1, 'Reconnect Max': 0.2 };

/** What a page has told, the lives together. */
class Tale {
  /** The number of the last message that the op has accepted, and that was stored. */
  accepted = 0;
  readonly stored = new Set<number>();
  /** The messages that came, in their order; and those of them whose receipts were stored. */
  readonly received: string[] = [];
  readonly receipts = new Set<string>();
  /** What repeated although its receipt was stored. */
  readonly repeated: string[] = [];
  /** After how many more words the page dies; it waits for an answer meanwhile. */
  left = Infinity;
  #die = () => {};
  #heard = 0;

  /** Lets the page die in the midst of one of its next words. */
  async death(words: number): Promise<void> {
    const dying = new Promise<void>((resolve) => (this.#die = resolve));
    this.left = words;
    await dying;
  }

  /** A new life begins. */
  begin(): void {
    this.left = Infinity;
    this.#heard = this.received.length;
  }

  hear(request: IncomingMessage, response: ServerResponse): void {
    const { searchParams } = new URL(request.url ?? '', 'http://localhost');
    const [word, text] = [searchParams.get('word'), searchParams.get('text') ?? ''];
    if (word === 'accepted') this.accepted = numberOf(text);
    if (word === 'received') {
      const messages = text.split('\n');
      this.repeated.push(...messages.filter((message) => this.receipts.has(message)));
      this.received.push(...messages);
    }
    if (word === 'stored') {
      const [accepted = 0, received = 0, first = 0] = text.split(' ').map(Number);
      for (let number = first; number <= accepted; number++) this.stored.add(number);
      for (const message of this.received.slice(this.#heard, this.#heard + received)) {
        this.receipts.add(message);
      }
    }
    this.left -= 1;
    if (this.left <= 0) return this.#die();
    response.writeHead(204, { 'access-control-allow-origin': '*' }).end();
  }
}

for (const qos of [1, 2] as const) {
  for (const how of ['its tab crashes', 'the browser is killed'] as const) {
    test(`what a page has stored survives when ${how}, QoS ${qos}`, async () => {
      test.setTimeout(60_000 + DEATHS * 20_000);
      const broker = await brokerNamed('ropewalk');
      const topic = `faults/durable/${how.replaceAll(' ', '-')}/${qos}`;
      const outside = await Outside.connect(broker);
      const tale = new Tale();
      const ear = createServer((request, response) => tale.hear(request, response));
      await once(ear.listen(0, '127.0.0.1'), 'listening');
      const address = ear.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      const proxy = new Proxy(broker.port);
      await proxy.start();
      const chromium = new Chromium();
      let random = qos * 7;
      try {
        await outside.subscribe(`${topic}/out`, qos);
        let context = await chromium.start();
        let sent = 0;
        for (let life = 0; life <= DEATHS; life++) {
          const page = await newPage(context);
          tale.begin();
          const first = tale.accepted + 1;
          const bare = await live(page, proxy, topic, qos, port, first);
          await expect.poll(() => bare.output('subscribe', 'Granted QoS')).toBe(String(qos));
          if (life === DEATHS) {
            // All that is under way arrives, and the last message after it.
            await expect.poll(() => bare.output('mqtt', 'Queued')).toBe('0');
            await bare.call('publish', messageOf(first));
            await outside.publish(`${topic}/in`, qos, messageOf((sent += 1)));
            await outside.until(messageOf(first));
            await expect.poll(() => tale.received.at(-1)).toBe(messageOf(sent));
            break;
          }
          if (life % 2 === 0) {
            // What is published waits in the queue, which only the storage has when the page dies.
            proxy.refuse();
            proxy.reset();
            await expect.poll(() => bare.output('mqtt', 'Connected')).toBe('false');
          }
          random = (random * 31 + 17) % 1009;
          const died = tale.death(1 + (random % WORDS));
          const more = Array.from({ length: WORDS }, (_, index) => messageOf(first + index));
          // It never answers.
          void bare.call('publishAll', more).catch(() => undefined);
          const others = Array.from({ length: WORDS }, (_, index) => messageOf(sent + index + 1));
          sent += WORDS;
          const coming = outside.publishAll(`${topic}/in`, qos, others, () => Promise.resolve());
          await died;
          if (how === 'its tab crashes') {
            const crashed = page.waitForEvent('crash');
            await chromium.killPages();
            await crashed;
            await page.close();
          } else {
            await chromium.kill();
            context = await chromium.start();
          }
          await coming;
          proxy.pass();
        }
        const numbers = numbersOf(outside.received);
        expect(tale.stored.size).toBeGreaterThan(0);
        const lost = [...tale.stored].filter((number) => !numbers.includes(number));
        expect(lost, 'none that was stored is lost').toEqual([]);
        const unique = [...new Set(numbers)];
        expect(unique, 'in order').toEqual([...unique].sort((a, b) => a - b));
        if (qos === 2) expect(numbers, 'none is sent twice').toEqual(unique);
        const come = [...new Set(numbersOf(tale.received))];
        const all = Array.from({ length: sent }, (_, index) => index + 1);
        expect(come, 'none of the others is lost').toEqual(all);
        // What was handed out and not stored comes again: nobody knows any more that it came.
        if (qos === 2) expect(tale.repeated, 'none is handed out twice').toEqual([]);
        test.info().annotations.push({
          type: 'seen',
          description: `${tale.stored.size} stored, ${numbers.length} sent, ${tale.received.length} received of ${sent}`,
        });
      } finally {
        ear.closeAllConnections();
        ear.close();
        await chromium.remove();
        await outside.end();
        await proxy.close();
      }
    });
  }
}

/** A page of its own; the process that waited for one may just have been killed. */
async function newPage(context: BrowserContext): Promise<Page> {
  let page: Page | undefined;
  await expect(async () => (page = await context.newPage())).toPass({ timeout: 20_000 });
  if (!page) throw new Error('there is no page');
  return page;
}

/** Opens the page, which tells what it does and waits to be heard before it goes on. */
async function live(
  page: Page,
  proxy: Proxy,
  topic: string,
  qos: 1 | 2,
  port: number,
  first: number,
): Promise<BarePage> {
  const url = `ws://127.0.0.1:${proxy.port}/mqtt`;
  const patch = relay(topic, qos, { ...connection, 'Broker URL': url });
  const bare = await BarePage.empty(page, proxy.port);
  await bare.call('tellAll', `http://127.0.0.1:${port}/`, first);
  await bare.call('open', patch);
  return bare;
}
