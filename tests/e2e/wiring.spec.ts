import { expect, test } from '@playwright/test';

import { Editor } from './editor';

let editor: Editor;

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
});

test('a cable is dragged from port to port', async () => {
  await editor.drag(editor.output('Timer', 'Time'), editor.input('VizGraph', 'Number 2'));
  await expect(editor.cable('Timer', 'VizGraph')).toHaveCount(1);
});

test('a cable that does not fit is refused with the reason', async () => {
  const count = await editor.cables.count();
  await editor.drag(
    editor.output('Mqtt', 'Connected'),
    editor.input('MqttSubscribe', 'MQTT Object'),
  );
  await expect(editor.toasts).toContainText('Connected');
  await expect(editor.toasts).toContainText('MQTT Object');
  await expect(editor.cables).toHaveCount(count);
});

test('a cable dropped on an op takes the first port that fits', async () => {
  await editor.drag(editor.output('Timer', 'Time'), editor.box('VizGraph').locator('.label'));
  await expect(editor.cable('Timer', 'VizGraph')).toHaveCount(1);
});

test('a cable dropped on nothing opens the palette, and the new op arrives linked', async ({
  page,
}) => {
  await editor.drag(editor.output('Sine', 'result'), await editor.emptyPlace());
  const palette = page.getByRole('combobox', { name: 'Add an op' });
  await expect(palette).toBeFocused();
  await palette.fill('multiply');
  await page.keyboard.press('Enter');
  await expect(editor.cable('Sine', 'Multiply')).toHaveCount(1);
  await page.getByTestId('undo').click();
  await expect(editor.box('Multiply')).toHaveCount(0);
});

test('the end of a cable is moved to another port, and dropped on nothing it is deleted', async ({
  page,
}) => {
  const grip = page.locator('.svelte-flow__edgeupdater-target');
  const select = async () => {
    await editor.cable('Timer', 'Sine').focus();
    await page.keyboard.press('Enter');
    await expect(grip).toHaveCount(1);
  };
  await select();
  await editor.drag(grip, editor.input('Sine', 'phase'));
  await expect(page.getByRole('group', { name: /to Sine, phase$/ })).toHaveCount(1);
  await expect(page.getByRole('group', { name: /to Sine, value$/ })).toHaveCount(0);
  await select();
  await editor.drag(grip, await editor.emptyPlace());
  await expect(editor.cable('Timer', 'Sine')).toHaveCount(0);
  await page.getByTestId('undo').click();
  await expect(editor.cable('Timer', 'Sine')).toHaveCount(1);
});

test('a selected cable is deleted with a key', async ({ page }) => {
  await editor.cable('Timer', 'Sine').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Delete');
  await expect(editor.cable('Timer', 'Sine')).toHaveCount(0);
});

test('a cable is made with the keyboard alone', async ({ page }) => {
  await editor.add('mr');
  await page.keyboard.press('l');
  await page.getByRole('combobox', { name: 'Link a port of MapRange' }).fill('result');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Link result to' }).fill('vizgraph number 3');
  await page.keyboard.press('Enter');
  await expect(editor.cable('MapRange', 'VizGraph')).toHaveCount(1);
});
