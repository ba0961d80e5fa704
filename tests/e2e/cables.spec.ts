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
  await expect(report.getByRole('listitem')).toContainText(['MainLoop has no input Clear']);
  await report.getByRole('button', { name: 'MainLoop' }).click();
  await expect(report).toBeHidden();
  await expect(editor.box('MainLoop')).toHaveClass(/selected/);
  await page.keyboard.press('f');
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

test('an op of which a file has nothing but its id is called as cables calls it', async ({
  page,
}) => {
  await editor.dropFile('standalone.cables', patch('standalone.cables'));
  const report = page.getByRole('dialog', { name: 'This patch comes from cables' });
  await expect(report).toContainText('2 ops that the library has');
  await page.keyboard.press('Escape');
  await expect(editor.box('ClearColor')).toBeVisible();
  await expect(editor.box('Unknown')).toBeVisible();
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

test('ops are copied as cables pastes them, and a report tells what they lack there', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await editor.dropFile('placeholders.json', patch('placeholders.json'));
  await expect(page.getByRole('dialog', { name: 'This patch comes from cables' })).toBeVisible();
  await page.keyboard.press('Escape');
  await editor.add('MqttPresence');
  await page.getByTestId('canvas').click({ position: { x: 8, y: 8 } });
  await page.getByRole('button', { name: 'Copy for cables' }).click();
  await expect(editor.toasts).toContainText('2 ops are on the clipboard');
  const read = () => page.evaluate(() => navigator.clipboard.readText());
  const whole = JSON.parse(await read()) as { ops: { uiAttribs: object; storage?: object }[] };
  expect(whole.ops[0]?.storage).toEqual({ blueprintVer: 2, ref: 'x1' });
  await editor.toasts.getByRole('button', { name: 'What it lacks there' }).click();
  const report = page.getByRole('dialog', { name: 'Not in cables as it is here' });
  await expect(report.getByRole('listitem')).toHaveText([/no op Ops\.Net\.Mqtt\.MqttPresence/]);
  await page.keyboard.press('Escape');

  // The other op stands before the rest of it.
  await editor
    .box('The lamp')
    .locator('.label')
    .click({ position: { x: 4, y: 8 } });
  await page.keyboard.press('Shift+C');
  await expect(editor.toasts).toContainText('1 op is on the clipboard');
  const one = JSON.parse(await read()) as { ops: object[] };
  expect(one.ops).toEqual([whole.ops[0]]);
});
