import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { expect, test } from '@playwright/test';

import { Editor } from './editor';

const folder = join(import.meta.dirname, '..', '..', 'web', 'dist', 'reference');
const INDEX = '/reference/index.html';

test('an op is found with the keyboard, under its old name, too', async ({ page }) => {
  await page.goto(INDEX);
  await page.keyboard.press('/');
  const field = page.getByRole('searchbox', { name: 'Search' });
  await expect(field).toBeFocused();
  const results = page.getByRole('region', { name: 'Results' });
  await field.fill('repeat_v2');
  await expect(page.getByRole('status')).toHaveText('1 op');
  await expect(results.getByRole('link')).toHaveText('Repeat');
  await field.fill('nothing of the kind');
  await expect(page.getByRole('status')).toHaveText('No op has this name.');
  await field.fill('mr');
  await expect(results.getByRole('link').first()).toHaveText('MapRange');
  await field.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('MapRange');
});

test('the help of an op in the editor leads to its page', async ({ page, context }) => {
  const editor = new Editor(page);
  await editor.open();
  await editor.select('Mqtt');
  await page.getByTestId('inspector').getByText('Help', { exact: true }).click();
  const opened = context.waitForEvent('page');
  await page.getByRole('link', { name: 'Page in the reference' }).click();
  const reference = await opened;
  await expect(reference.getByRole('heading', { level: 1 })).toHaveText('Mqtt');
  await reference.getByRole('link', { name: 'Ops.Net.Mqtt', exact: true }).click();
  await expect(reference.getByRole('heading', { name: 'Ops.Net.Mqtt' })).toBeInViewport();
});

test('nothing scrolls sideways on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  // The longest pages have every kind of thing on them.
  const size = (name: string) => statSync(join(folder, name)).size;
  const names = readdirSync(folder).filter((name) => name.endsWith('.html'));
  for (const name of names.sort((a, b) => size(b) - size(a)).slice(0, 12)) {
    await page.goto(`/reference/${name}`);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, name).toBeLessThanOrEqual(360);
  }
});

test.describe('without JavaScript and without a server', () => {
  test.use({ javaScriptEnabled: false, colorScheme: 'dark' });

  test('the pages can be read, in the theme of the system', async ({ page }) => {
    await page.goto(pathToFileURL(join(folder, 'index.html')).href);
    await expect(page.getByRole('searchbox')).toBeHidden();
    await page.getByRole('link', { name: 'MapRange' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('MapRange');
    await expect(page.getByRole('img').first()).toBeVisible();
    await expect(page.locator('html')).toHaveCSS('background-color', 'rgb(35, 39, 47)');
  });
});

test('the search works from a file', async ({ page }) => {
  await page.goto(pathToFileURL(join(folder, 'index.html')).href);
  await page.getByRole('searchbox').fill('mr');
  await expect(page.getByRole('status')).toContainText('ops');
});
