import { expect, test } from '@playwright/test';

import { expectAccessible } from './axe';
import { Editor } from './editor';

let editor: Editor;

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
});

const number = (index: number) => editor.field(`Numbers_${index}`).getByRole('spinbutton');

/** Adds an op with the numbers 1, 10 and 100 to sum. */
async function addSum(): Promise<void> {
  await editor.add('SumMultiPort');
  const add = editor.inspector.getByRole('button', { name: 'Add an input' });
  await add.click();
  await add.click();
  for (const [index, value] of [1, 10, 100].entries()) {
    await number(index).fill(String(value));
    await number(index).press('Enter');
  }
}

test('inputs are added, moved and removed in the inspector, and undo takes it back', async ({
  page,
}) => {
  await addSum();
  await expect(editor.result('Sum')).toHaveText('111');
  await expect(editor.result('Count')).toHaveText('3');

  await editor.inspector.getByRole('button', { name: 'Move Numbers_2 up' }).click();
  await expect(number(1)).toHaveValue('100');
  await expect(number(2)).toHaveValue('10');
  await editor.inspector.getByRole('button', { name: 'Remove Numbers_1' }).click();
  await expect(editor.result('Sum')).toHaveText('11');
  await expect(editor.field('Numbers_2')).toHaveCount(0);

  await page.getByTestId('undo').click();
  await expect(editor.result('Sum')).toHaveText('111');
  await page.getByTestId('undo').click();
  await expect(number(1)).toHaveValue('10');
  await expect(editor.input('SumMultiPort', 'Numbers_2')).toHaveCount(1);

  await editor.kept();
  await page.reload();
  await editor.select('SumMultiPort');
  await expect(editor.result('Sum')).toHaveText('111');
});

test('ports are dragged into another order', async ({ page }) => {
  await addSum();
  const grips = editor.inspector.getByTestId('port-grip');
  await editor.drag(grips.nth(2), grips.nth(0));
  await expect(number(0)).toHaveValue('100');
  await expect(number(1)).toHaveValue('1');
  await expect(number(2)).toHaveValue('10');
  await page.getByTestId('undo').click();
  await expect(number(0)).toHaveValue('1');
  const last = await grips.nth(2).boundingBox();
  if (!last) throw new Error('the grip is not there');
  await editor.drag(grips.nth(0), { x: last.x + 6, y: last.y + last.height });
  await expect(number(2)).toHaveValue('1');
  await expect(number(0)).toHaveValue('10');
});

test('ports are moved and removed with the keyboard, and the focus goes with them', async ({
  page,
}) => {
  await editor.add('SequenceMultiPort');
  await expectAccessible(page);
  const button = (name: string) => editor.inspector.getByRole('button', { name });
  await button('Move Output_0 down').focus();
  await page.keyboard.press('Enter');
  await expect(button('Move Output_1 down')).toBeFocused();
  await page.keyboard.press('Enter');
  // It is the last one now: there is only one way left.
  await expect(button('Move Output_2 up')).toBeFocused();
  await button('Remove Output_2').focus();
  await page.keyboard.press('Enter');
  await expect(button('Remove Output_1')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(button('Remove Output_0')).toBeDisabled();
  await page.keyboard.press('Control+z');
  await expect(button('Remove Output_0')).toBeEnabled();
});

test('a cable that ends at the dashed tab adds a port, and undo takes both', async ({ page }) => {
  await editor.add('SumMultiPort');
  const next = (port: string) => page.getByLabel(`New Input ${port}, Number`);
  await expect(next('Numbers_1')).toHaveCount(1);
  await editor.drag(editor.output('Timer', 'Time'), next('Numbers_1'));
  await expect(editor.cable('Timer', 'SumMultiPort')).toHaveCount(1);
  await expect(next('Numbers_2')).toHaveCount(1);
  await expect(page.getByRole('group', { name: /to SumMultiPort, Numbers_1$/ })).toHaveCount(1);
  // A cable goes with its port.
  await editor.inspector.getByRole('button', { name: 'Move Numbers_1 up' }).click();
  await expect(page.getByRole('group', { name: /to SumMultiPort, Numbers_0$/ })).toHaveCount(1);
  await page.getByTestId('undo').click();
  await page.getByTestId('undo').click();
  await expect(editor.cable('Timer', 'SumMultiPort')).toHaveCount(0);
  await expect(next('Numbers_1')).toHaveCount(1);
  await next('Numbers_1').click();
  await expect(next('Numbers_2')).toHaveCount(1);
});

test('a number chooses in a drop-down', async ({ page }) => {
  await editor.add('mr');
  const row = editor.field('Easing');
  const index = editor.input('MapRange', 'Easing index');
  await expect(index).toHaveCount(0);
  const show = row.getByRole('button', { name: 'Show Easing index' });
  await show.click();
  await expect(index).toHaveCount(1);
  const number = editor.field('Easing index').getByRole('spinbutton');
  await number.fill('1');
  await number.press('Enter');
  await expect(row.getByLabel('Easing', { exact: true })).toHaveValue('Smoothstep');

  await editor.drag(editor.output('Timer', 'Time'), index);
  await expect(page.getByRole('group', { name: /to MapRange, Easing index$/ })).toHaveCount(1);
  await expect(row.getByRole('status')).toContainText('Smootherstep');
  await expect(show).toBeDisabled();
  await editor.kept();
  await page.reload();
  await expect(page.getByRole('group', { name: /to MapRange, Easing index$/ })).toHaveCount(1);
  await page.getByRole('group', { name: /to MapRange, Easing index$/ }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Delete');
  await editor.select('MapRange');
  await expect(row.getByLabel('Easing', { exact: true })).toHaveValue('Smoothstep');
});
