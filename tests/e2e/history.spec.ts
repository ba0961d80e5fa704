import { expect, type Page, test } from '@playwright/test';

import { expectAccessible } from './axe';
import { Editor } from './editor';

let editor: Editor;

const steps = (page: Page) => page.getByRole('list', { name: 'Steps' });
const step = (page: Page, name: string | RegExp) => steps(page).getByRole('button', { name });
const now = (page: Page) => steps(page).locator('[aria-current="step"]');

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
  await page.getByRole('button', { name: /^Timeline/ }).click();
  await page.getByRole('tab', { name: 'History' }).click();
});

async function setAmplitude(value: string): Promise<void> {
  const amplitude = editor.field('amplitude').getByRole('spinbutton');
  await amplitude.fill(value);
  await amplitude.press('Enter');
}

test('each step is listed, and a click goes to the patch as it was then', async ({ page }) => {
  await expect(page.getByTestId('history')).toContainText('Nothing was done yet');
  await editor.select('Sine');
  for (const value of ['2', '3', '4']) await setAmplitude(value);
  await expect(step(page, /Set amplitude of Sine/)).toHaveCount(3);
  await expect(now(page)).toContainText('3');

  const amplitude = editor.field('amplitude').getByRole('spinbutton');
  await step(page, /^1 Set amplitude/).click();
  await expect(amplitude).toHaveValue('2');
  await expect(step(page, /undone$/)).toHaveCount(2);
  await expectAccessible(page, '[data-testid="drawer"]');
  await step(page, /Start/).click();
  await expect(amplitude).toHaveValue('1');
  await expect(now(page)).toContainText('Start');
  await step(page, /^3 Set amplitude/).click();
  await expect(amplitude).toHaveValue('4');

  // The keys do the same.
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(amplitude).toHaveValue('3');
  await page.getByTestId('redo').click();
  await expect(now(page)).toContainText('3');
  // Another edit leads elsewhere: what was undone is gone.
  await step(page, /^1 Set amplitude/).click();
  await setAmplitude('7');
  await expect(steps(page).getByRole('listitem')).toHaveCount(3);
});
