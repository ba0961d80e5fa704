import { expect, type Page, test } from '@playwright/test';

import { expectAccessible } from './axe';
import { Editor } from './editor';

let editor: Editor;

/** What runs with each frame, and what does not run at all. */
const PATCH = {
  ropewalk: 1,
  id: 'hot',
  name: 'Hot',
  ops: [
    { id: 'loop', op: 'Ops.Gl.MainLoop', x: 0, y: 0, title: 'Loop' },
    { id: 'repeat', op: 'Ops.Trigger.Repeat', x: 0, y: 112, values: { Repeats: 200 } },
    { id: 'count', op: 'Ops.Trigger.TriggerCounter', x: 0, y: 224, title: 'Busy' },
    { id: 'idle', op: 'Ops.Math.Sum', x: 240, y: 0, title: 'Idle' },
  ],
  links: [
    { from: { op: 'loop', port: 'trigger' }, to: { op: 'repeat', port: 'Execute' } },
    { from: { op: 'repeat', port: 'Next' }, to: { op: 'count', port: 'exe' } },
  ],
};

const heat = (page: Page) => page.getByTestId('heat');
const rows = (page: Page) => heat(page).locator('tbody').getByRole('row');
const row = (page: Page, name: string) => heat(page).getByRole('row', { name });

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
  await editor.dropFile('hot.json', JSON.stringify(PATCH));
  await expect(editor.box('Busy')).toBeVisible();
  await page.getByRole('button', { name: /^Timeline/ }).click();
  await page.getByRole('tab', { name: 'Time', exact: true }).click();
});

test('what runs is timed and counted, and its box glows while that is shown', async ({ page }) => {
  // A second holds one frame more or less.
  const runs = async (name: string) =>
    Number(await row(page, name).getByRole('cell').nth(1).textContent());
  await expect.poll(async () => Math.abs((await runs('Busy')) - 200)).toBeLessThan(50);
  await expect.poll(async () => Math.abs((await runs('Loop')) - 1)).toBeLessThan(0.5);
  await expect(row(page, 'Idle')).toHaveCount(0);
  await expect(row(page, 'Busy').getByRole('cell').first()).toHaveText(/^[\d.]+ (µs|ms)$/);
  await expect(editor.box('Busy')).toHaveClass(/hot/);
  await expect(editor.box('Idle')).not.toHaveClass(/hot/);
  await expectAccessible(page, '[data-testid="drawer"]');

  await heat(page).getByRole('button', { name: 'Runs a frame' }).click();
  await expect(rows(page).first()).toContainText('Busy');
  await row(page, 'Busy').getByRole('button', { name: 'Busy' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('op-title')).toHaveValue('Busy');

  await page.getByRole('button', { name: 'Close the drawer' }).click();
  await expect(editor.box('Busy')).not.toHaveClass(/hot/);
});
