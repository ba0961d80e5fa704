import { expect, type Locator, type Page } from '@playwright/test';

/** A place on the page, in pixels. */
type Place = { x: number; y: number };

/** The page as a person sees it: boxes, ports, cables, fields. */
export class Editor {
  readonly page: Page;
  readonly inspector: Locator;
  readonly toasts: Locator;
  readonly connection: Locator;
  readonly cables: Locator;
  readonly name: Locator;

  constructor(page: Page) {
    this.page = page;
    this.inspector = page.getByTestId('inspector');
    this.toasts = page.getByTestId('toasts');
    this.connection = page.getByTestId('connection');
    this.cables = page.locator('.svelte-flow__edge');
    this.name = page.getByTestId('patch-name');
  }

  async open(): Promise<void> {
    await this.page.goto('/');
    await expect(this.page.getByTestId('canvas')).toBeVisible();
  }

  box(label: string): Locator {
    const title = this.page.getByText(label, { exact: true });
    return this.page.getByTestId('op').filter({ has: title });
  }

  input(label: string, port: string): Locator {
    return this.box(label).locator(`.target[data-port="${port}"]`);
  }

  output(label: string, port: string): Locator {
    return this.box(label).locator(`.source[data-port="${port}"]`);
  }

  cable(from: string, to: string): Locator {
    return this.page.getByRole('group', {
      name: new RegExp(`^Cable from ${from}, .* to ${to}, `),
    });
  }

  /** A field of the op that is selected. */
  field(port: string): Locator {
    return this.inspector.getByTestId('input-row').and(this.page.locator(`[data-port="${port}"]`));
  }

  /** What an output of the op that is selected shows. */
  result(port: string): Locator {
    const row = this.inspector.getByTestId('output-row');
    return row.and(this.page.locator(`[data-port="${port}"]`)).getByRole('status');
  }

  async select(label: string): Promise<void> {
    await this.box(label).locator('.label').click();
    await expect(this.page.getByTestId('op-title')).toHaveValue(label);
  }

  /** Adds an op through the palette, at the middle of what is seen. */
  async add(query: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Add op' }).click();
    await this.page.getByRole('combobox', { name: 'Add an op' }).fill(query);
    await this.page.keyboard.press('Enter');
    await expect(this.page.getByRole('combobox', { name: 'Add an op' })).toBeHidden();
  }

  async drag(from: Locator, to: Locator | { x: number; y: number }): Promise<void> {
    const start = await middle(from);
    const end = 'x' in to ? to : await middle(to);
    const { mouse } = this.page;
    await mouse.move(start.x, start.y);
    await mouse.down();
    await mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 });
    await mouse.move(end.x, end.y, { steps: 4 });
    await mouse.up();
  }

  /** Puts a finger on something and holds it there until `until` is true. */
  async hold(at: Locator | Place, until: () => Promise<void>): Promise<void> {
    const touch = await this.#touch();
    await touch('touchStart', 'x' in at ? at : await middle(at));
    await until();
    await touch('touchEnd');
  }

  /** Drags with a finger, and lets go once `until` is true. */
  async swipe(
    from: Locator | Place,
    to: Locator | Place,
    until?: () => Promise<void>,
  ): Promise<void> {
    const start = 'x' in from ? from : await middle(from);
    const end = 'x' in to ? to : await middle(to);
    const touch = await this.#touch();
    await touch('touchStart', start);
    const steps = 8;
    for (let step = 1; step <= steps; step += 1) {
      const part = (a: number, b: number) => a + ((b - a) * step) / steps;
      await touch('touchMove', { x: part(start.x, end.x), y: part(start.y, end.y) });
    }
    await until?.();
    await touch('touchEnd');
  }

  /** Taps after a swipe: Chromium takes no tap for one that comes within a moment of it. */
  async tapAfterSwipe(on: Locator, until: (timeout: number) => Promise<void>): Promise<void> {
    await expect(async () => {
      await on.tap();
      await until(1000);
    }).toPass();
  }

  async #touch() {
    const session = await this.page.context().newCDPSession(this.page);
    return (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: Place) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] });
  }

  /** A place on the canvas without anything on it. */
  async emptyPlace(): Promise<{ x: number; y: number }> {
    const canvas = await this.page.getByTestId('canvas').boundingBox();
    if (!canvas) throw new Error('the canvas is not there');
    return { x: canvas.x + 24, y: canvas.y + canvas.height / 3 };
  }

  async dropFile(name: string, content: string): Promise<void> {
    const dataTransfer = await this.page.evaluateHandle(
      ([name, content]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([content], name, { type: 'application/json' }));
        return transfer;
      },
      [name, content] as const,
    );
    await this.page.dispatchEvent('body', 'drop', { dataTransfer });
  }

  /** What the patch that is open waits to be allowed. */
  get held(): Locator {
    return this.page.getByTestId('held');
  }

  /** Allows the patch that is open, which came from outside, what it asks for. */
  async allow(): Promise<void> {
    await this.held.getByRole('button', { name: /^Allow( all)?$/ }).click();
    await expect(this.held).toBeHidden();
  }

  /** Waits until the last edit is kept in the browser. */
  async kept(): Promise<void> {
    await expect(this.page.getByTestId('keeping')).toHaveText('Kept in this browser');
  }
}

async function middle(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${locator.toString()} is not on the page`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
