import { expect, test } from '@playwright/test';

import { Editor } from './editor';

test('a runtime that does not load is said, with a way on', async ({ page }) => {
  await page.route(/\.wasm$/, (route) => route.abort());
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Ropewalk could not start' })).toBeVisible();
  await page.unroute(/\.wasm$/);
  await page.getByRole('button', { name: 'Reload the page' }).click();
  await expect(page.getByTestId('canvas')).toBeVisible();
});

test('a list of ops that does not load is said', async ({ page }) => {
  await page.route(/\/ops-[^/]*\.json$/, (route) => route.fulfill({ status: 503 }));
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Ropewalk could not start' })).toBeVisible();
  await expect(page.getByText('HTTP 503')).toBeVisible();
});

test('a full storage is said, and the patch can still be saved as a file', async ({ page }) => {
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  const editor = new Editor(page);
  await editor.open();
  await expect(editor.toasts).toContainText('This browser’s storage is full');
  await expect(page.getByTestId('keeping')).toHaveText('Not kept');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('first-light.json');
});

test('without any storage the editor works, and says that it keeps nothing', async ({ page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('denied', 'SecurityError');
    };
  });
  const editor = new Editor(page);
  await editor.open();
  await expect(editor.toasts).toContainText('did not keep the patch');
  await editor.add('mr');
  await expect(editor.box('MapRange')).toBeVisible();
});
