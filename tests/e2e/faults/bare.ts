import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import type { BrowserContext, Page } from '@playwright/test';

/** What `page.js` exports. */
export type Exports = typeof import('./page.js');

const wasm = (name: string) => new URL(`../../../web/src/wasm/${name}`, import.meta.url);

/** What is served below `/bare/`; `ropewalk serve` takes WebSockets of its own address only. */
const files: Record<string, { type: string; file?: URL }> = {
  '': { type: 'text/html' },
  'page.js': { type: 'text/javascript', file: new URL('page.js', import.meta.url) },
  'ropewalk.js': { type: 'text/javascript', file: wasm('ropewalk.js') },
  'ropewalk_bg.wasm': { type: 'application/wasm', file: wasm('ropewalk_bg.wasm') },
};

/** A page with the runtime alone, for what an editor on top would only slow down. */
export class BarePage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** Opens it as if it came from a port of this computer, with a patch in it. */
  static async open(page: Page, port: number, patch: object): Promise<BarePage> {
    const bare = await BarePage.empty(page, port);
    await bare.call('open', patch);
    return bare;
  }

  /** Opens it without a patch. */
  static async empty(page: Page, port: number): Promise<BarePage> {
    const origin = `http://127.0.0.1:${port}`;
    await serve(page.context(), origin);
    await page.goto(`${origin}/bare/`);
    return new BarePage(page);
  }

  /** Calls what `page.js` exports. */
  async call<Name extends keyof Exports>(
    name: Name,
    ...args: Parameters<Exports[Name]>
  ): Promise<Awaited<ReturnType<Exports[Name]>>> {
    const result: unknown = await this.page.evaluate(
      async ([name, args]) => {
        const path = './page.js';
        const exports = (await import(path)) as Record<string, (...args: unknown[]) => unknown>;
        return (await exports[name]?.(...args)) as object;
      },
      [name, args as unknown[]] as const,
    );
    return result as Awaited<ReturnType<Exports[Name]>>;
  }

  async output(op: string, port: string): Promise<string> {
    return this.call('output', op, port);
  }
}

async function serve(context: BrowserContext, origin: string): Promise<void> {
  // A page that a test answers for comes from nowhere, as far as the browser knows.
  await context.grantPermissions(['local-network-access']);
  await context.route(`${origin}/bare/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.replace('/bare/', '');
    const { type, file } = files[name] ?? {};
    if (!type) return route.fulfill({ status: 404 });
    const body = file ? await readFile(fileURLToPath(file)) : '<!doctype html><body></body>';
    return route.fulfill({ contentType: type, body });
  });
}

/**
 * A patch that publishes below a topic and receives from below it, whose element says of each
 * message how many have come and what it is.
 */
export function relay(topic: string, qos: number, mqtt: object): object {
  const link = (from: string, output: string, to: string, input: string) => ({
    from: { op: from, port: output },
    to: { op: to, port: input },
  });
  const op = (id: string, name: string, values = {}) => ({ id, op: name, x: 0, y: 0, values });
  return {
    ropewalk: 1,
    id: topic,
    name: 'Relay',
    ops: [
      op('mqtt', 'Ops.Net.Mqtt.Mqtt', mqtt),
      op('publish', 'Ops.Net.Mqtt.MqttPublish', { Topic: `${topic}/out`, QoS: qos }),
      op('subscribe', 'Ops.Net.Mqtt.MqttSubscribe', { Topic: `${topic}/in`, QoS: qos }),
      op('count', 'Ops.String.NumberToString'),
      op('line', 'Ops.String.StringCompose', { Format: '$a $b' }),
      op('element', 'Ops.Html.Elements.Element'),
    ],
    links: [
      link('subscribe', 'Count', 'count', 'Number'),
      link('count', 'Result', 'line', 'String A'),
      link('subscribe', 'Message String', 'line', 'String B'),
      link('line', 'Result', 'element', 'Text'),
    ],
  };
}
