import { readFile } from 'node:fs/promises';

import { expect, test } from '@playwright/test';

import { Editor } from './editor';

let editor: Editor;

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
});

test('a reload opens what was open, as it was', async ({ page }) => {
  await editor.add('mr');
  const min = editor.field('old min').getByRole('spinbutton');
  await min.fill('-1');
  await min.press('Enter');
  await editor.kept();
  await page.reload();
  await editor.select('MapRange');
  await expect(editor.field('old min').getByRole('spinbutton')).toHaveValue('-1');
  await expect(editor.connection).toContainText('Connected');
});

test('a patch is saved as a file and opened again, and what was open is kept', async ({ page }) => {
  await editor.name.fill('Night shift');
  await editor.name.press('Enter');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('night-shift.json');
  const text = await readFile(await download.path(), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ ropewalk: 1, name: 'Night shift' });

  await page.getByRole('button', { name: 'New patch' }).click();
  await expect(editor.name).toHaveValue('Untitled');
  await expect(page.getByTestId('op')).toHaveCount(0);
  await editor.dropFile('night-shift.json', text);
  await expect(editor.name).toHaveValue('Night shift');
  await expect(editor.box('Sine')).toBeVisible();

  await page.getByRole('button', { name: 'Open a patch' }).click();
  await expect(page.getByRole('dialog').getByRole('button', { name: /^Untitled/ })).toBeVisible();
});

test('what is being typed is in the file that is saved by a key', async ({ page }) => {
  await editor.select('MqttSubscribe');
  const topic = editor.field('Topic').getByRole('textbox');
  await topic.fill('half/typed');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.keyboard.press('ControlOrMeta+s'),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toContain('half/typed');
  await expect(topic).toBeFocused();
});

test('a secret is kept by the browser and left out of the file', async ({ page }) => {
  await editor.select('Mqtt');
  const password = editor.field('Password').locator('input');
  await password.fill('hunter2');
  await password.press('Enter');
  await expect(password).toHaveAttribute('placeholder', /•/);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).not.toContain('hunter2');
  await editor.kept();
  await page.reload();
  await editor.select('Mqtt');
  await expect(password).toHaveAttribute('placeholder', /•/);
});

test.describe('a file that is no patch is refused with the reason, and the patch stays', () => {
  const link = { from: { op: 'n', port: 'result' }, to: { op: 'gone', port: 'value' } };
  const number = { id: 'n', op: 'Ops.Number.Number', x: 0, y: 0 };
  const cases: [what: string, content: string][] = [
    ['text', 'hello'],
    ['half a file', '{"ropewalk": 1, "ops": ['],
    ['JSON of another kind', '[1, 2, 3]'],
    ['a later version', '{"ropewalk": 99, "ops": []}'],
  ];
  for (const [what, content] of cases) {
    test(what, async () => {
      await editor.dropFile('broken.json', content);
      await expect(editor.toasts).toContainText('“broken.json” was not opened');
      await expect(editor.name).toHaveValue('First light');
      await expect(editor.box('Sine')).toBeVisible();
    });
  }

  test('a file that is far too large', async () => {
    await editor.dropFile('huge.json', ' '.repeat(50 * 1024 * 1024));
    await expect(editor.toasts).toContainText('it has 50 MB, and a patch has at most 32 MB');
    await expect(editor.name).toHaveValue('First light');
  });

  test('a link to nowhere is left out, and said', async () => {
    const text = JSON.stringify({
      ropewalk: 1,
      id: 'x',
      name: 'Loose',
      ops: [number],
      links: [link],
    });
    await editor.dropFile('loose.json', text);
    await expect(editor.name).toHaveValue('Loose');
    await expect(editor.toasts).toContainText('gone');
    await expect(editor.cables).toHaveCount(0);
  });
});

test('an op that the library lacks is marked and kept as it is', async ({ page }) => {
  const teapot = { id: 't', op: 'Ops.Gl.Teapot', x: 0, y: 0, values: { size: 3 } };
  const text = JSON.stringify({ ropewalk: 1, id: 'x', name: 'Kitchen', ops: [teapot], links: [] });
  await editor.dropFile('kitchen.json', text);
  await expect(editor.box('Teapot')).toContainText('missing');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  const saved: unknown = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(saved).toMatchObject({ ops: [{ op: 'Ops.Gl.Teapot', values: { size: 3 } }] });
});

test('nothing of a patch becomes markup', async ({ page }) => {
  const html = '<img src=x onerror="document.title=1">';
  const ops = [
    { id: 'a"]\'<b>', op: 'Ops.String.String', title: html, x: 0, y: 0, values: { value: html } },
  ];
  await editor.dropFile(
    'x.json',
    JSON.stringify({ ropewalk: 1, id: 'x', name: html, ops, links: [] }),
  );
  await expect(editor.box(html)).toBeVisible();
  await editor.box(html).locator('.label').click();
  await expect(page.getByTestId('op-title')).toHaveValue(html);
  await expect(page.locator('img')).toHaveCount(0);
});

test('the server’s folder takes a patch and gives it back', async ({ page }) => {
  await editor.name.fill(`Server copy ${Date.now()}`);
  await editor.name.press('Enter');
  const name = await editor.name.inputValue();
  await page.getByRole('button', { name: 'Open a patch' }).click();
  await page.getByRole('button', { name: /^Save “Server copy/ }).click();
  await expect(editor.toasts).toContainText('Saved on the server');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'New patch' }).click();
  await expect(editor.name).toHaveValue('Untitled');
  await page.getByRole('button', { name: 'Open a patch' }).click();
  const stem = name.toLowerCase().replaceAll(' ', '-');
  await page.getByRole('button', { name: new RegExp(`^${stem}`) }).click();
  await expect(editor.name).toHaveValue(name);
});
