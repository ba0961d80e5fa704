import { expect, test } from '@playwright/test';

import { showIn } from './axe';
import { Editor } from './editor';

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('an op is added, selected and edited by touch, and nothing scrolls sideways', async ({
    page,
  }) => {
    const editor = new Editor(page);
    await editor.open();
    await page.getByRole('button', { name: 'Add op' }).tap();
    await page.getByRole('combobox', { name: 'Add an op' }).fill('mr');
    await page.getByTestId('palette-entry').first().tap();
    await expect(page.getByTestId('op-title')).toHaveValue('MapRange');
    const max = editor.field('new max').getByRole('spinbutton');
    await max.fill('100');
    await max.press('Enter');
    await expect(max).toHaveValue('100');
    // A finger that moves the panel along begins on a number, and edits none.
    const min = editor.field('old min').getByRole('spinbutton');
    const { x = 0, y = 0 } = (await min.boundingBox()) ?? {};
    await max.blur();
    await editor.swipe({ x: x + 20, y: y + 10 }, { x: x + 20, y: y - 90 });
    await expect(page.locator('input:focus')).toHaveCount(0);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
  });
});

test('a graph on the canvas takes the colours of another theme', async ({ page }) => {
  const editor = new Editor(page);
  await showIn(page, 'light');
  await editor.open();
  const graph = editor.box('VizGraph').locator('canvas');
  const isInItsColor = () =>
    graph.evaluate((canvas: HTMLCanvasElement) => {
      const context = canvas.getContext('2d');
      if (!context) return false;
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const hex = getComputedStyle(canvas).getPropertyValue('--kind-number');
      const [red, green, blue] = (hex.match(/[\da-f]{2}/gi) ?? []).map((part) =>
        parseInt(part, 16),
      );
      for (let at = 0; at < data.length; at += 4) {
        const isColor = data[at] === red && data[at + 1] === green && data[at + 2] === blue;
        if (isColor && data[at + 3] === 255) return true;
      }
      return false;
    });
  await expect.poll(isInItsColor).toBe(true);
  await showIn(page, 'dark');
  await expect.poll(isInItsColor).toBe(true);
});
