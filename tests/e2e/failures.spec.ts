import { expect, test } from '@playwright/test';

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
