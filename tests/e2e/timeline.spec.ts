import { expect, type Page, test } from '@playwright/test';

import { expectAccessible } from './axe';
import { Editor } from './editor';

let editor: Editor;

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
  await editor.select('Sine');
  await editor
    .field('frequency')
    .getByRole('combobox', { name: 'What frequency follows' })
    .selectOption('Animation');
  await expect(page.getByTestId('timeline')).toBeVisible();
});

const timeline = (page: Page) => page.getByTestId('timeline');
const keys = (page: Page) => timeline(page).getByRole('button', { name: /^Key \d+ of/ });
const button = (page: Page, name: string) => timeline(page).getByRole('button', { name });

/** Stops the clock and sets it, by the keyboard: to so many seconds. */
async function stopAt(page: Page, seconds: number): Promise<void> {
  await button(page, 'Pause the clock').click();
  await button(page, 'Back to the start').click();
  const clock = timeline(page).getByRole('slider', { name: 'Time of the clock' });
  await clock.focus();
  for (let second = 0; second < seconds; second += 1) await page.keyboard.press('Shift+ArrowRight');
  await expect(clock).toHaveAttribute('aria-valuenow', String(seconds));
}

test('an input gets keys, and follows them as the clock is set', async ({ page }) => {
  await expect(editor.field('frequency')).toContainText('1 key');
  await stopAt(page, 2);
  await button(page, 'Add a key at the time of the clock').click();
  await expect(keys(page)).toHaveCount(2);
  await expectAccessible(page, '[data-testid="drawer"]');
  const fields = page.getByTestId('key-fields');
  const value = fields.getByRole('spinbutton', { name: 'Value' });
  await value.fill('5');
  await value.press('Enter');
  await expect(editor.field('frequency').getByRole('status')).toHaveText('5');
  // Half way between the keys, as the first says.
  await keys(page).first().click();
  await fields.getByRole('combobox', { name: 'Way' }).selectOption('absolute');
  await stopAtAgain(page, 1);
  const start = await fields.getByRole('spinbutton', { name: 'Value' }).inputValue();
  await expect(editor.field('frequency').getByRole('status')).toHaveText(start);
  await fields.getByRole('combobox', { name: 'After' }).selectOption('To and fro');
  await stopAtAgain(page, 3);
  await expect(editor.field('frequency').getByRole('status')).toHaveText(start);
});

async function stopAtAgain(page: Page, seconds: number): Promise<void> {
  await button(page, 'Back to the start').click();
  const clock = timeline(page).getByRole('slider', { name: 'Time of the clock' });
  await clock.focus();
  for (let second = 0; second < seconds; second += 1) await page.keyboard.press('Shift+ArrowRight');
}

test('keys are moved by keyboard and pointer, deleted, and all of it undone', async ({ page }) => {
  await stopAt(page, 0);
  const key = keys(page).first();
  await key.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(key).toHaveAttribute('aria-label', /: 1 s,/);
  await expect(key).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(key).toHaveAttribute('aria-label', /: 0.9 s,/);

  const box = await key.boundingBox();
  if (!box) throw new Error('the key is not there');
  await editor.drag(key, { x: box.x + box.width / 2 + 120, y: box.y + box.height / 2 });
  await expect(key).not.toHaveAttribute('aria-label', /: 0.9 s,/);
  await page.getByTestId('undo').click();
  await expect(key).toHaveAttribute('aria-label', /: 0.9 s,/);

  await key.focus();
  await page.keyboard.press('Delete');
  await expect(keys(page)).toHaveCount(0);
  await page.getByTestId('undo').click();
  await expect(keys(page)).toHaveCount(1);
});

test('the clock is played and paused, and shows that it is', async ({ page }) => {
  const time = timeline(page).getByRole('status', { name: 'Time' });
  const before = await time.textContent();
  await expect(time).not.toHaveText(before ?? '');
  await button(page, 'Pause the clock').click();
  await expect(button(page, 'Play the clock')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Timeline, paused' })).toBeVisible();
  await button(page, 'Back to the start').click();
  await expect(time).toHaveText('0:00.00');
});

test('the drawer is made higher with keys, shut, and opened as high as it was', async ({
  page,
}) => {
  const drawer = page.getByTestId('drawer');
  const height = async () => Math.round((await drawer.boundingBox())?.height ?? 0);
  await drawer.getByRole('separator').focus();
  const before = await height();
  await page.keyboard.press('Shift+ArrowUp');
  await expect.poll(height).toBe(before + 64);
  await drawer.getByRole('button', { name: 'Close the drawer' }).click();
  await expect(drawer).toBeHidden();
  await page.getByRole('button', { name: /^Timeline/ }).click();
  await expect.poll(height).toBe(before + 64);
});
