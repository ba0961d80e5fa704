import { expect, type Page, test } from '@playwright/test';

import { expectAccessible } from './axe';
import { Editor } from './editor';

let editor: Editor;

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
  await editor.select('Sine');
});

const menu = (port: string) =>
  editor.field(port).getByRole('combobox', { name: `What ${port} follows` });

/** Has an input of the op that is selected follow a new variable. */
async function bindToNew(page: Page, port: string, name: string): Promise<void> {
  await menu(port).selectOption('New variable…');
  const field = page.getByRole('textbox', { name: 'Name of the new variable' });
  await expect(field).toBeFocused();
  await field.fill(name);
  await field.press('Enter');
  await expect(editor.field(port)).toContainText(name);
}

test('an input follows a new variable, which is listed, renamed and let go of', async ({
  page,
}) => {
  const frequency = editor.field('frequency').getByRole('spinbutton');
  const before = await frequency.inputValue();
  await bindToNew(page, 'frequency', 'speed');
  await expect(editor.field('frequency').getByRole('status')).toHaveText(before);
  // Another input takes the same one.
  await menu('phase').selectOption('speed');
  await expect(editor.field('phase')).toContainText('speed');
  await expectAccessible(page);

  await editor.select('VarSetNumber');
  const value = editor.field('Value').getByRole('spinbutton');
  await value.fill('0.5');
  await value.press('Enter');
  await editor.select('Sine');
  await expect(editor.field('phase').getByRole('status')).toHaveText('0.500');

  const place = await editor.emptyPlace();
  await page.mouse.click(place.x, place.y);
  const list = page.getByTestId('variables');
  await expect(list.getByRole('status')).toHaveText('0.5');
  await expect(list).toContainText('set by VarSetNumber');
  await expect(list).toContainText('followed by phase of Sine');
  await expectAccessible(page);
  const name = list.getByRole('textbox');
  await name.fill('pace');
  await name.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Name of the variable pace' })).toBeVisible();
  await list.getByRole('button', { name: 'followed by phase of Sine' }).click();
  await expect(editor.field('phase')).toContainText('pace');

  await menu('frequency').selectOption('Its own value');
  await expect(frequency).toHaveValue(before);
  await page.getByTestId('undo').click();
  await expect(editor.field('frequency')).toContainText('pace');
});

test('a variable that nobody sets is told on the op', async ({ page }) => {
  await bindToNew(page, 'frequency', 'speed');
  await editor.select('VarSetNumber');
  await page.getByRole('button', { name: 'Delete VarSetNumber' }).click();
  await editor.select('Sine');
  await expect(editor.inspector).toContainText('follows the variable speed, which nothing');
});

test('the menu and the list work by keyboard alone', async ({ page }) => {
  await menu('frequency').focus();
  // The last entry, which asks for a name.
  await page.keyboard.press('End');
  const field = page.getByRole('textbox', { name: 'Name of the new variable' });
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field).toBeHidden();
  await expect(editor.field('frequency').getByRole('spinbutton')).toBeVisible();
  await bindToNew(page, 'frequency', 'speed');
  await menu('frequency').focus();
  await page.keyboard.press('Home');
  await expect(editor.field('frequency').getByRole('spinbutton')).toBeVisible();
});
