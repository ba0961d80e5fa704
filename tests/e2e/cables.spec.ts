import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@playwright/test';

import { Editor } from './editor';

let editor: Editor;

/** A patch of cables in `tests/cables/`. */
const patch = (name: string) =>
  readFileSync(join(import.meta.dirname, '..', 'cables', name), 'utf8');

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
});

test('a patch of cables opens with its links, and a report tells what became of it', async ({
  page,
}) => {
  await editor.dropFile('older.json', patch('older.json'));
  const report = page.getByRole('dialog', { name: 'This patch comes from cables' });
  await expect(report).toContainText('4 ops that the library has');
  await expect(report.getByRole('listitem')).toContainText(['loop has no input Clear']);
  await report.getByRole('button', { name: 'Close' }).click();
  await expect(report).toBeHidden();
  await expect(editor.name).toHaveValue('Wave to number');
  await expect(editor.box('Half of it')).toBeVisible();
  await expect(editor.cables).toHaveCount(2);
  await editor.select('Half of it');
  await expect(editor.result('result')).toHaveText('21');
});

test('a script is read and never run, and a password in it leaves the file', async ({ page }) => {
  await editor.dropFile('minified.js', patch('minified.js'));
  await expect(page.getByRole('dialog')).toContainText('1 op that the library has');
  await page.keyboard.press('Escape');
  await expect(editor.name).toHaveValue('Lamp!');
  await editor.dropFile('mqtt.json', patch('mqtt.json'));
  await expect(page.getByRole('dialog')).toContainText('4 ops that the library has');
  await page.keyboard.press('Escape');
  await editor.select('Mqtt');
  const password = editor.field('Password').locator('input');
  await expect(password).toHaveAttribute('placeholder', /•/);
  await expect(editor.field('Broker URL').locator('input')).toHaveValue('broker.example');

  await editor.dropFile('code.js', patch('code.js'));
  await expect(editor.toasts).toContainText('fetch is code, which is not run');
  await expect(editor.name).toHaveValue('Two phones');
});

test('what was copied in cables is pasted, even out of a chat', async ({ page }) => {
  const boxes = await page.getByTestId('op').count();
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  }, patch('clipboard-in-a-fence.md'));
  await expect(page.getByTestId('op')).toHaveCount(boxes + 1);
  await editor.select('StringCompose');
  await expect(editor.result('Result')).toContainText('21 °C');
});

test('the same file opened again leaves what was made of it beside it', async ({ page }) => {
  for (const turn of [1, 2]) {
    await editor.dropFile('older.json', patch('older.json'));
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(editor.cables).toHaveCount(2);
    if (turn === 1) {
      await editor.name.fill('Mine');
      await editor.name.press('Enter');
      await editor.kept();
    }
  }
  await expect(editor.name).toHaveValue('Wave to number');
  await page.getByRole('button', { name: 'Open a patch' }).click();
  await expect(page.getByRole('dialog').getByRole('button', { name: /^Mine/ })).toBeVisible();
});
