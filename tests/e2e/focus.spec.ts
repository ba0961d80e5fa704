import { expect, type Page, test } from '@playwright/test';

import { Editor } from './editor';

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

test('who works with the keys is never left nowhere', async ({ page }) => {
  const editor = new Editor(page);
  await editor.open();
  const { keyboard } = page;
  const dialog = page.getByRole('dialog');
  for (const name of ['Open a patch', 'Export to play it elsewhere', 'Keys and help']) {
    await button(page, name).press('Enter');
    await expect(dialog).toBeVisible();
    await keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(button(page, name), name).toBeFocused();
  }

  await button(page, 'Add op').press('Enter');
  await keyboard.type('mr');
  await keyboard.press('Enter');
  await expect(page.getByTestId('canvas')).toBeFocused();

  // What has just become of no use keeps the focus.
  const undo = page.getByTestId('undo');
  await undo.press('Enter');
  await expect(undo).toBeDisabled();
  await expect(undo).toBeFocused();
  await undo.press('Enter');
  await expect(page.getByTestId('redo')).toBeEnabled();

  await editor.select('MqttSubscribe');
  const edit = button(page, 'Edit Topic…');
  await edit.press('Enter');
  await expect(page.getByTestId('text-dialog').locator('.cm-content')).toBeFocused();
  await keyboard.press('Escape');
  await expect(edit).toBeFocused();

  const follows = page.getByRole('combobox', { name: 'What Topic follows' });
  for (const key of ['Escape', 'Enter']) {
    await follows.selectOption('New variable…');
    await expect(page.getByLabel('Name of the new variable')).toBeFocused();
    await keyboard.press(key);
    await expect(follows, key).toBeFocused();
  }

  await button(page, /^Timeline/).press('Enter');
  await button(page, 'Close the drawer').press('Enter');
  await expect(page.getByTestId('canvas')).toBeFocused();

  // The button that removes a row goes with it; the keys of the dialog stay the dialog's.
  await button(page, 'New patch').press('Enter');
  await editor.kept();
  await button(page, 'New patch').press('Enter');
  await editor.kept();
  await button(page, 'Open a patch').press('Enter');
  await button(page, 'Remove Untitled').last().press('Enter');
  const rows = dialog.getByRole('listitem').getByRole('button');
  await expect(rows.and(page.locator(':focus'))).toHaveCount(1);
  await keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('what is said while a dialog is open can be answered there', async ({ page }) => {
  const editor = new Editor(page);
  await editor.open();
  await button(page, 'New patch').click();
  await editor.kept();
  await button(page, 'Open a patch').click();
  const row = page.getByRole('dialog').getByRole('button', { name: /^First light/ });
  await button(page, 'Remove First light').click();
  await expect(row).toBeHidden();
  await button(page, 'Put it back').click();
  await expect(row).toBeVisible();
  await page.keyboard.press('Escape');
  // It goes on to say things without one.
  await page.keyboard.press('k');
  await expect(editor.toasts).toContainText('Select an op to put a bookmark at it.');
});

test('what changes many times a second is told nobody who has not asked', async ({ page }) => {
  const editor = new Editor(page);
  await editor.open();
  await editor.select('VizNumber');
  await expect(editor.field('Number')).toContainText('MqttSubscribe');
  for (const live of [
    editor.field('Number').getByRole('status'),
    page.getByRole('status', { name: 'VizNumber value' }),
  ]) {
    await expect(live).toHaveAttribute('aria-live', 'off');
  }
  await editor.select('Sine');
  await expect(editor.result('result')).toHaveAttribute('aria-live', 'off');
});

test('letters are no keys by themselves for who does not want them', async ({ page }) => {
  const editor = new Editor(page);
  await editor.open();
  const drawer = page.getByTestId('drawer');
  await button(page, 'Keys and help').click();
  await page.getByRole('checkbox', { name: /^Letters/ }).uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('b');
  await page.keyboard.press('ControlOrMeta+f');
  await expect(page.getByTestId('panel-find')).toBeVisible();
  await page.reload();
  await page.getByTestId('canvas').click({ position: { x: 30, y: 300 } });
  await page.keyboard.press('b');
  await button(page, 'Keys and help').click();
  await page.getByRole('checkbox', { name: /^Letters/ }).check();
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await page.keyboard.press('b');
  await expect(page.getByTestId('panel-mqtt')).toBeVisible();
});
