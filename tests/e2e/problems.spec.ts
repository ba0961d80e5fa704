import { expect, type Page, test } from '@playwright/test';

import { expectAccessible } from './axe';
import { Editor } from './editor';

let editor: Editor;

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
  await expect(editor.connection).toContainText('Connected');
});

const count = (page: Page) => page.getByTestId('problem-count');
const problems = (page: Page) => page.getByRole('list', { name: 'Problems' });

/** Puts an error into the patch: text that is no JSON. */
async function breakSomething(page: Page): Promise<void> {
  await editor.add('parseobject');
  const text = editor.field('JSON String').getByRole('textbox');
  await text.fill('{ no JSON');
  await text.press('ControlOrMeta+Enter');
  await expect(count(page)).toBeVisible();
}

test('errors are counted, listed and led to, and gone when they are mended', async ({ page }) => {
  await expect(count(page)).toBeHidden();
  await breakSomething(page);
  await expect(count(page)).toHaveAccessibleName(/1 error/);
  await editor.select('Sine');
  await count(page).click();
  const row = problems(page).getByRole('button', { name: /ParseObject/ });
  await expect(row).toBeFocused();
  await expectAccessible(page, '[data-testid="drawer"]');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('op-title')).toHaveValue('ParseObject');
  await page.keyboard.press('Escape');
  await page.getByTestId('undo').click();
  await expect(count(page)).toBeHidden();
});

test('an op that needs a link says which, until it has it', async ({ page }) => {
  await editor.add('gatetrigger');
  const box = editor.box('GateTrigger');
  await expect(box.getByRole('img', { name: 'Needs a link to Execute' })).toBeVisible();
  await expect(editor.inspector.getByRole('status').first()).toContainText('linked to Execute');
  // A hint is no problem that calls for somebody.
  await expect(count(page)).toBeHidden();
  await page.getByRole('button', { name: /^Timeline/ }).click();
  await page.getByRole('tab', { name: 'Problems' }).click();
  await expect(problems(page)).toContainText('GateTrigger');
  await page.getByRole('button', { name: 'Hints' }).click();
  await expect(problems(page).getByRole('listitem')).toHaveCount(0);
  await page.getByRole('button', { name: 'Hints' }).click();
  await page.getByRole('button', { name: 'Disable GateTrigger' }).click();
  await expect(page.getByTestId('problems')).toContainText('All is well');
});
