import { join } from 'node:path';

import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

import { Editor } from './editor';
import { SCREENS } from './screens';

/** The folder for pictures, where they are wanted: `npm run pictures`. */
const pictures = process.env.ROPEWALK_PICTURES;

const SIZES = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

for (const [device, size] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${device}, ${colorScheme}`, () => {
      test.use({ ...size, colorScheme, reducedMotion: 'reduce' });

      test('every screen is whole, and axe finds nothing on it', async ({ page }) => {
        // Each look takes axe seconds on a machine that draws in software.
        test.setTimeout(SCREENS.length * 30_000);
        const editor = new Editor(page);
        for (const { name, title, show } of SCREENS) {
          await test.step(title, async () => {
            await startAnew(page);
            await editor.open();
            await show(editor);
            if (pictures !== undefined) {
              await page.screenshot({
                path: join(pictures, `${name}-${device}-${colorScheme}.png`),
              });
            }
            await check(page);
          });
        }
      });
    });
  }
}

/** Leaves nothing of a screen to the one after it. */
async function startAnew(page: Page): Promise<void> {
  await page.goto('/play.html');
  await page.evaluate(async () => {
    localStorage.clear();
    for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
  });
}

async function check(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  const isSideways = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect.soft(isSideways, 'the page scrolls sideways').toBe(false);
}
