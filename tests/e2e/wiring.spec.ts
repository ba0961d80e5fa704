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

test('a port that does not fit says why while a cable is held over it', async ({ page }) => {
  const output = editor.output('Mqtt', 'Connected');
  const from = await output.boundingBox();
  const input = editor.input('MqttSubscribe', 'MQTT Object');
  const to = await input.boundingBox();
  if (!from || !to) throw new Error('the ports are not there');
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 6 });
  await expect(page.getByText('MQTT Object takes Connection, not Bool')).toBeVisible();
  await expect(input).toHaveClass(/dim/);
  await expect(editor.input('MqttSubscribe', 'Topic')).toHaveClass(/fits/);
  // Back to where it was taken: a change of mind.
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2, { steps: 4 });
  await page.mouse.up();
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

/** A number, a text and an op between two others, with nothing else around. */
const PATCH = {
  ropewalk: 1,
  id: 'wired',
  name: 'Wired',
  ops: [
    { id: 'first', title: 'First', op: 'Ops.Math.Sum', x: 0, y: 0 },
    { id: 'middle', title: 'Middle', op: 'Ops.Math.Sum', x: 0, y: 160 },
    { id: 'last', title: 'Last', op: 'Ops.Math.Sum', x: 0, y: 320 },
    { id: 'loose', title: 'Loose', op: 'Ops.Math.Multiply', x: 320, y: 0 },
    { id: 'upper', title: 'Upper', op: 'Ops.String.Uppercase', x: 320, y: 160 },
  ],
  links: [
    { from: { op: 'first', port: 'result' }, to: { op: 'middle', port: 'number1' } },
    { from: { op: 'middle', port: 'result' }, to: { op: 'last', port: 'number1' } },
  ],
};

async function openWired(): Promise<void> {
  await editor.dropFile('wired.json', JSON.stringify(PATCH));
  await expect(editor.name).toHaveValue('Wired');
  await expect(editor.cable('First', 'Middle')).toHaveCount(1);
}

test('where kinds do not fit, what converts is offered and comes linked on both sides', async ({
  page,
}) => {
  await openWired();
  await editor.drag(editor.output('Upper', 'Result'), editor.input('Loose', 'number1'));
  const list = page.getByRole('combobox', { name: 'Convert' });
  await expect(list).toBeFocused();
  await expect(page.getByTestId('converter').first()).toContainText('StringToNumber');
  await page.keyboard.press('Enter');
  await expect(editor.cable('Upper', 'StringToNumber')).toHaveCount(1);
  await expect(editor.cable('StringToNumber', 'Loose')).toHaveCount(1);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(editor.box('StringToNumber')).toHaveCount(0);
  await expect(editor.cables).toHaveCount(2);

  // With the keys: what needs a converter comes after what fits.
  await editor.select('Upper');
  await page.keyboard.press('l');
  await page.getByRole('combobox', { name: 'Link a port of Upper' }).fill('result');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Link Result to' }).fill('loose number2');
  await expect(page.getByRole('dialog').getByRole('option')).toContainText('through an op');
  await page.keyboard.press('Enter');
  await list.fill('parse int');
  await page.keyboard.press('Enter');
  await expect(editor.cable('ParseInt', 'Loose')).toHaveCount(1);
});

test('an op that is dropped on a cable is put into it', async ({ page }) => {
  await openWired();
  const path = editor.cable('First', 'Middle').locator('.cable').first();
  const cable = await path.boundingBox();
  const label = await editor.box('Loose').locator('.label').boundingBox();
  if (!cable || !label) throw new Error('they are not there');
  await page.mouse.move(label.x + 4, label.y + 8);
  await page.mouse.down();
  await page.mouse.move(cable.x + cable.width / 2, cable.y + cable.height / 2, { steps: 8 });
  await expect(path).toHaveClass(/receiving/);
  await page.mouse.up();
  await expect(editor.cable('First', 'Loose')).toHaveCount(1);
  await expect(editor.cable('Loose', 'Middle')).toHaveCount(1);
  await expect(editor.cable('First', 'Middle')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(editor.cable('First', 'Middle')).toHaveCount(1);
  await expect(editor.cable('First', 'Loose')).toHaveCount(0);
  await expect
    .poll(async () => (await editor.box('Loose').locator('.label').boundingBox())?.x)
    .toBeCloseTo(label.x, 0);
});

test('into a cable that is selected the palette puts what fits there', async ({ page }) => {
  await openWired();
  await editor.cable('First', 'Middle').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByPlaceholder('Search what takes Number and gives Number')).toBeFocused();
  await page.keyboard.type('mr');
  await page.keyboard.press('Enter');
  await expect(editor.cable('First', 'MapRange')).toHaveCount(1);
  await expect(editor.cable('MapRange', 'Middle')).toHaveCount(1);
  await expect(editor.cables).toHaveCount(3);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(editor.cables).toHaveCount(2);

  // An op that is there already goes in by a button.
  await editor.cable('First', 'Middle').focus();
  await page.keyboard.press('Enter');
  await editor
    .box('Loose')
    .locator('.label')
    .click({ modifiers: ['ControlOrMeta'] });
  await editor.inspector.getByRole('button', { name: 'Insert Loose into the cable' }).click();
  await expect(editor.cable('Loose', 'Middle')).toHaveCount(1);
});

test('deleting an op joins its neighbours, with Shift it does not, and X takes it out', async ({
  page,
}) => {
  await openWired();
  await editor.select('Middle');
  await page.keyboard.press('Delete');
  await expect(editor.box('Middle')).toHaveCount(0);
  await expect(editor.cable('First', 'Last')).toHaveCount(1);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(editor.cable('First', 'Middle')).toHaveCount(1);
  await expect(editor.cable('First', 'Last')).toHaveCount(0);

  await editor.select('Middle');
  await page.keyboard.press('Shift+Delete');
  await expect(editor.box('Middle')).toHaveCount(0);
  await expect(editor.cables).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(editor.cables).toHaveCount(2);

  await editor.select('Middle');
  await page.keyboard.press('x');
  await expect(editor.cable('First', 'Last')).toHaveCount(1);
  await expect(editor.cables).toHaveCount(1);
  await expect(editor.box('Middle')).toBeVisible();
});

test('a stroke with Y held cuts the cables that it crosses, as one step', async ({ page }) => {
  await openWired();
  const first = await editor.box('First').boundingBox();
  const last = await editor.box('Last').boundingBox();
  if (!first || !last) throw new Error('the boxes are not there');
  const beside = { x: first.x - 40, y: first.y + first.height + 40 };
  await page.getByTestId('canvas').focus();
  await page.mouse.move(beside.x, beside.y);
  await page.keyboard.down('y');
  await expect(page.getByTestId('cut')).toBeVisible();
  await page.mouse.move(beside.x + 4, beside.y);
  await page.mouse.move(first.x + 60, beside.y, { steps: 4 });
  const path = (from: string, to: string) => editor.cable(from, to).locator('.cable').first();
  await expect(path('First', 'Middle')).toHaveClass(/cut-off/);
  await expect(path('Middle', 'Last')).not.toHaveClass(/cut-off/);
  await page.mouse.move(first.x + 60, last.y - 40, { steps: 4 });
  await page.mouse.move(first.x - 40, last.y - 40, { steps: 4 });
  await expect(path('Middle', 'Last')).toHaveClass(/cut-off/);
  await page.keyboard.up('y');
  await expect(page.getByTestId('cut')).toBeHidden();
  await expect(editor.cables).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(editor.cables).toHaveCount(2);

  // Without a key: the tool cuts where it is dragged, until Escape puts it away.
  await page.getByTestId('canvas').getByRole('button', { name: 'Cut cables' }).click();
  await page.mouse.move(beside.x, beside.y);
  await page.mouse.move(first.x + 60, beside.y, { steps: 4 });
  await expect(editor.cables).toHaveCount(2);
  await page.mouse.down();
  await page.mouse.move(beside.x, beside.y, { steps: 4 });
  await page.mouse.up();
  await expect(editor.cable('First', 'Middle')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('cut')).toBeHidden();
});

test('a click with the other button on a port removes its cables', async ({ page }) => {
  await openWired();
  await editor.input('Middle', 'number1').click({ button: 'right' });
  await expect(editor.cable('First', 'Middle')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(editor.cable('First', 'Middle')).toHaveCount(1);
});
