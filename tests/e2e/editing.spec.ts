import { expect, test } from '@playwright/test';

import { Editor } from './editor';

let editor: Editor;

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
});

test('the palette finds an op by its initials and adds it', async () => {
  await editor.add('mr');
  await expect(editor.box('MapRange')).toBeVisible();
  await expect(editor.page.getByTestId('op-title')).toHaveValue('MapRange');
});

test('the palette knows signs and summaries, and shows the help page of what is lit', async ({
  page,
}) => {
  await page.getByRole('button', { name: 'Add op' }).click();
  const palette = page.getByRole('combobox', { name: 'Add an op' });
  const first = page.getByTestId('palette-entry').first();
  const signs = {
    '+': 'Sum',
    '-': 'Subtract',
    '*': 'Multiply',
    '/': 'Divide',
    '>': 'GreaterThan',
    '<': 'LessThan',
    '=': 'Equals',
  };
  for (const [sign, op] of Object.entries(signs)) {
    await palette.fill(sign);
    await expect(first).toContainText(op);
  }
  await palette.fill('capital letters');
  await expect(first).toContainText('Uppercase');
  const dialog = page.getByRole('dialog', { name: 'Add an op' });
  await expect(dialog).toContainText('Writes all letters of String as capitals');
  await palette.fill('string lower');
  await expect(first).toContainText('Lowercase');
  await expect(dialog).not.toContainText('as capitals');
});

test('what takes the value as it is comes before what converts it', async ({ page }) => {
  await editor.drag(editor.output('Sine', 'result'), await editor.emptyPlace());
  const entries = page.getByTestId('palette-entry');
  await expect(entries.first().locator('.kind-number')).toBeVisible();
  const palette = page.getByRole('combobox', { name: 'Add an op' });
  await expect(palette).toHaveAttribute('placeholder', 'Search what takes Number');
  // Of both kinds there are some; one step up from the first is the last of them.
  await page.keyboard.press('ArrowUp');
  await expect(entries.locator('.kind-text').first()).toBeAttached();
  const isNumber = await entries.evaluateAll((rows) =>
    rows.map((row) => row.querySelector('.kind-number') !== null),
  );
  expect(isNumber.lastIndexOf(true)).toBeLessThan(isNumber.length - 1);
  expect(isNumber.indexOf(false)).toBe(isNumber.lastIndexOf(true) + 1);
});

test('a number typed into the palette becomes an op that holds it', async () => {
  await editor.add('1/4');
  await expect(editor.box('Number')).toBeVisible();
  await expect(editor.field('value').getByRole('spinbutton')).toHaveValue('0.25');
});

test('the palette opens with a double click, with Tab and with Escape', async ({ page }) => {
  const palette = page.getByRole('combobox', { name: 'Add an op' });
  const place = await editor.emptyPlace();
  await page.mouse.dblclick(place.x, place.y);
  await expect(palette).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
  await page.mouse.click(place.x, place.y);
  await page.keyboard.press('Tab');
  await expect(palette).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(palette).toBeFocused();
});

test('ops that are added one after the other cover nothing', async ({ page }) => {
  for (let i = 0; i < 3; i += 1) await editor.add('MapRange');
  const boxes = page.getByTestId('op');
  await expect(boxes.filter({ hasText: 'MapRange' })).toHaveCount(3);
  const rects = await boxes.evaluateAll((all) => all.map((box) => box.getBoundingClientRect()));
  const covered = rects.flatMap((a, i) =>
    rects
      .slice(i + 1)
      .filter((b) => a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom),
  );
  expect(covered).toEqual([]);
});

test('fields take arithmetic, and edits are undone and done again', async ({ page }) => {
  await editor.select('Sine');
  const frequency = editor.field('frequency').getByRole('spinbutton');
  const before = await frequency.inputValue();
  await frequency.fill('3/8');
  await frequency.press('Enter');
  await expect(frequency).toHaveValue('0.375');
  await page.getByTestId('undo').click();
  await expect(frequency).toHaveValue(before);
  await page.getByTestId('redo').click();
  await expect(frequency).toHaveValue('0.375');
  await page.getByRole('button', { name: 'Reset frequency' }).click();
  await expect(frequency).toHaveValue('1');
});

test('a drag over a number is one step of the history', async ({ page }) => {
  await editor.select('Sine');
  const amplitude = editor.field('amplitude').getByRole('spinbutton');
  const box = await amplitude.boundingBox();
  if (!box) throw new Error('the field is not there');
  await editor.drag(amplitude, { x: box.x + box.width / 2 + 80, y: box.y + 8 });
  await expect(amplitude).not.toHaveValue('1');
  await page.getByTestId('undo').click();
  await expect(amplitude).toHaveValue('1');
});

test('an op is moved, titled, disabled, copied and deleted', async ({ page }) => {
  const ops = page.getByTestId('op');
  const count = await ops.count();
  await editor.select('Timer');
  const title = page.getByTestId('op-title');
  await title.fill('Clock');
  await title.press('Enter');
  await expect(editor.box('Clock')).toBeVisible();

  const from = await editor.box('Clock').boundingBox();
  if (!from) throw new Error('the box is not there');
  await editor.drag(editor.box('Clock').locator('.label'), { x: from.x - 80, y: from.y + 40 });
  await expect
    .poll(async () => (await editor.box('Clock').boundingBox())?.x)
    .toBeLessThan(from.x - 40);

  await page.getByRole('button', { name: 'Disable Clock' }).click();
  await expect(editor.box('Clock')).toContainText('off');

  await page.keyboard.press('ControlOrMeta+d');
  await expect(ops).toHaveCount(count + 1);
  await page.keyboard.press('Delete');
  await expect(ops).toHaveCount(count);
});

test('ops travel through the clipboard as text', async ({ page }) => {
  const ops = page.getByTestId('op');
  const count = await ops.count();
  await editor.select('Sine');
  await page.keyboard.press('ControlOrMeta+c');
  await page.keyboard.press('ControlOrMeta+v');
  await expect(ops).toHaveCount(count + 1);
  await expect(editor.box('Sine')).toHaveCount(2);
  await page.keyboard.press('ControlOrMeta+x');
  await expect(ops).toHaveCount(count);
});

test('everything can be selected and deleted, and comes back with one undo', async ({ page }) => {
  const ops = page.getByTestId('op');
  const [opCount, cableCount] = [await ops.count(), await editor.cables.count()];
  await editor.select('Sine');
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await expect(ops).toHaveCount(0);
  await page.getByTestId('undo').click();
  await expect(ops).toHaveCount(opCount);
  await expect(editor.cables).toHaveCount(cableCount);
});

test('the buttons on the canvas zoom', async ({ page }) => {
  const width = async () => (await editor.box('Timer').boundingBox())?.width ?? 0;
  const before = await width();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(width).toBeGreaterThan(before);
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await expect.poll(width).toBeLessThan(before);
});
