import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, type Page, test } from '@playwright/test';

import { findingsIn, showIn, THEMES } from './axe';
import { Editor } from './editor';
import { SCREENS } from './screens';

/** The folder for pictures, where they are wanted: `npm run pictures`. */
const pictures = process.env.ROPEWALK_PICTURES;

if (pictures !== undefined) {
  const titles = SCREENS.map(({ name, title }) => [name, title]);
  writeFileSync(join(pictures, 'titles.json'), JSON.stringify(titles));
}

const SIZES = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

for (const [device, size] of Object.entries(SIZES)) {
  test.describe(device, () => {
    test.use({ ...size, reducedMotion: 'reduce' });

    test('every screen is whole, and axe finds nothing on it', async ({ page }) => {
      // Each look takes axe seconds on a machine that draws in software.
      test.setTimeout(SCREENS.length * 60_000);
      const editor = new Editor(page);
      for (const { name, title, show } of SCREENS) {
        await test.step(title, async () => {
          await startAnew(page);
          await showIn(page, 'light');
          await editor.open();
          await show(editor);
          for (const theme of THEMES) {
            await showIn(page, theme);
            // It takes its theme as it is opened.
            if (page.url().includes('/reference/')) await page.reload();
            if (pictures !== undefined) {
              await page.screenshot({ path: join(pictures, `${name}-${device}-${theme}.png`) });
            }
            expect.soft(await findingsIn(page, theme), theme).toEqual([]);
          }
          const isSideways = await page.evaluate(
            () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
          );
          expect.soft(isSideways, 'the page scrolls sideways').toBe(false);
        });
      }
    });
  });
}

/** Leaves nothing of a screen to the one after it. */
async function startAnew(page: Page): Promise<void> {
  await page.goto('/theme.js');
  await page.evaluate(async () => {
    localStorage.clear();
    for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
  });
}
