import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Browser, type BrowserContext, chromium, expect } from '@playwright/test';

import { Broker as Program, freePorts } from '../../brokers/broker.mjs';
import { systemProgram } from '../../../tools/setup.mjs';

/** A Chromium of its own, whose storage outlasts it, and which can be killed. */
export class Chromium {
  readonly #folder = mkdtempSync(join(tmpdir(), 'ropewalk-chromium-'));
  #program: Program | undefined;
  #browser: Browser | undefined;

  /** Starts it; the context is the one that lasts. */
  async start(): Promise<BrowserContext> {
    const program = new Program(
      {
        name: 'chromium',
        program: systemProgram('chromium'),
        args: ({ plain }) => [
          '--headless',
          '--no-sandbox',
          '--disable-gpu',
          '--disable-quic',
          '--disable-background-networking',
          '--disable-component-update',
          '--no-first-run',
          `--user-data-dir=${this.#folder}`,
          `--remote-debugging-port=${plain}`,
          'about:blank',
        ],
        ready: /^DevTools listening on/,
      },
      await freePorts(),
    );
    this.#program = program;
    await program.start();
    this.#browser = await chromium.connectOverCDP(`http://127.0.0.1:${program.ports.plain}`);
    const [context] = this.#browser.contexts();
    if (!context) throw new Error('Chromium has no context');
    return context;
  }

  /** Ends the processes of its pages at once, also of one that waits for something. */
  async killPages(): Promise<void> {
    const session = await this.#browser?.newBrowserCDPSession();
    const { processInfo = [] } = (await session?.send('SystemInfo.getProcessInfo')) ?? {};
    for (const { type, id } of processInfo) if (type === 'renderer') process.kill(id, 'SIGKILL');
    await session?.detach();
  }

  /** Ends it at once, as a power cut does. */
  async kill(): Promise<void> {
    await this.#program?.kill();
    // It is only told: there is nobody left to close.
    await this.#browser?.close().catch(() => undefined);
  }

  async remove(): Promise<void> {
    await this.kill();
    // Processes of it may end, and write, a moment later.
    const remove = () => rmSync(this.#folder, { recursive: true, force: true });
    await expect(remove).toPass({ timeout: 20_000 });
  }
}
