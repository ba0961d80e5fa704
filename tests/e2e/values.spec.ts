import { expect, type Page, test } from '@playwright/test';

import { expectAccessible } from './axe';
import { Editor } from './editor';

let editor: Editor;

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
});

const dialog = (page: Page) => page.getByTestId('text-dialog');
const code = (page: Page) => dialog(page).locator('.cm-content');
const press = (page: Page, name: string) => dialog(page).getByRole('button', { name }).click();

/** Opens the window of an input of the op that is selected, and waits for its editor. */
async function openWindow(page: Page, port: string): Promise<void> {
  await editor
    .field(port)
    .getByRole('button', { name: `Edit ${port}…` })
    .click();
  await expect(code(page)).toBeFocused();
}

test('numbers are typed with units, where a port has one', async () => {
  await editor.add('delayedtrigger');
  const delay = editor.field('delay').getByRole('spinbutton');
  await delay.fill('250ms');
  await delay.press('Enter');
  await expect(delay).toHaveValue('0.25');
  await delay.fill('1 min + 30 s');
  await delay.press('Enter');
  await expect(delay).toHaveValue('90');
  await delay.fill('90deg');
  await expect(delay).toHaveAttribute('aria-invalid', 'true');
  await delay.press('Enter');
  await expect(delay).toHaveValue('90');
  await editor.select('Sine');
  const amplitude = editor.field('amplitude').getByRole('spinbutton');
  await amplitude.fill('1.5k');
  await amplitude.press('Enter');
  await expect(amplitude).toHaveValue('1500');
  await amplitude.fill('10%');
  await amplitude.press('Enter');
  await expect(amplitude).toHaveValue('0.1');
});

test('the wheel changes a number that has the focus, as one step', async ({ page }) => {
  await editor.select('Sine');
  const amplitude = editor.field('amplitude').getByRole('spinbutton');
  await amplitude.hover();
  await amplitude.click();
  for (let turn = 0; turn < 3; turn += 1) await page.mouse.wheel(0, -100);
  await expect(amplitude).toHaveValue('1.03');
  await page.getByTestId('undo').click();
  await expect(amplitude).toHaveValue('1');
});

test('a text is edited in a window, and set when it is done', async ({ page }) => {
  await editor.add('stringeditor');
  await openWindow(page, 'value');
  await page.keyboard.type('first line');
  await page.keyboard.press('Enter');
  await page.keyboard.type('second');
  await expect(dialog(page)).toContainText('17 characters, 2 lines');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(dialog(page)).toBeHidden();
  await expect(editor.field('value').getByRole('textbox')).toHaveValue('first line\nsecond');

  // Escape asks before it gives up what was typed.
  await openWindow(page, 'value');
  await page.keyboard.type('lost ');
  await page.keyboard.press('Escape');
  await expect(dialog(page).getByRole('alert')).toContainText('Discard what you have changed?');
  await press(page, 'Go on editing');
  await expect(code(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await press(page, 'Discard');
  await expect(dialog(page)).toBeHidden();
  await expect(editor.field('value').getByRole('textbox')).toHaveValue('first line\nsecond');

  // A click beside it leaves it, as it leaves any field: what was typed is set.
  await openWindow(page, 'value');
  await page.keyboard.type('kept ');
  await page.mouse.click(4, 4);
  await expect(dialog(page)).toBeHidden();
  await expect(editor.field('value').getByRole('textbox')).toHaveValue(/^kept /);
});

test('an array is edited as JSON, which is laid out, and its faults are said', async ({ page }) => {
  await editor.add('arraylength');
  await openWindow(page, 'array');
  await page.keyboard.insertText('[1, 2');
  await expect(dialog(page).getByText(/^This is no JSON/)).toBeVisible();
  await expect(dialog(page).getByRole('button', { name: 'Done' })).toBeDisabled();
  await expectAccessible(page);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.insertText(', 3]');
  await press(page, 'Format');
  await expect(dialog(page)).toContainText('5 lines');
  await press(page, 'Done');
  await expect(editor.field('array').getByRole('status')).toHaveText('[1,2,3]');
  await expect(editor.result('length')).toHaveText('3');
  // It is there by itself now, and needs no link.
  await expect(editor.box('ArrayLength').getByRole('img')).toHaveCount(0);
  await page.getByRole('button', { name: 'Reset array' }).click();
  await expect(editor.result('length')).toHaveText('0');
});

test('the whole of a long value is shown, and copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const long = 'x'.repeat(300);
  await editor.add('stringeditor');
  await editor.field('value').getByRole('textbox').fill(long);
  await page.keyboard.press('ControlOrMeta+Enter');
  await editor.inspector.getByRole('button', { name: 'Show the whole of Result' }).click();
  await expect(dialog(page)).toContainText('300 characters');
  await press(page, 'Copy');
  await expect(dialog(page).getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(long);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
});

const WAVES = {
  ropewalk: 1,
  id: 'waves',
  name: 'Waves',
  ops: ['One', 'Two', 'Three'].map((title, index) => ({
    id: title.toLowerCase(),
    op: 'Ops.Math.Sine',
    x: 0,
    y: index * 112,
    title,
    ...(index === 0 && { values: { amplitude: 3 } }),
  })),
  links: [{ from: { op: 'one', port: 'result' }, to: { op: 'two', port: 'value' } }],
};

test('several ops are set at once, as one step', async ({ page }) => {
  await editor.dropFile('waves.json', JSON.stringify(WAVES));
  await expect(editor.box('Three')).toBeVisible();
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('ControlOrMeta+a');
  const row = (port: string) =>
    editor.inspector.getByTestId('shared-row').and(page.locator(`[data-port="${port}"]`));
  const field = row('amplitude').getByRole('spinbutton');
  await expect(field).toHaveAttribute('placeholder', 'mixed');
  // One of them has a cable there.
  await expect(row('value')).toHaveCount(0);
  await field.fill('7');
  await field.press('Enter');
  await expect(field).toHaveValue('7');
  await page.getByTestId('undo').click();
  await expect(field).toHaveAttribute('placeholder', 'mixed');
  // Dragged, they all have what the first has by then, and it is one step too.
  const label = 'Undo: Set amplitude of 3 ops';
  const { x = 0, y = 0 } = (await field.boundingBox()) ?? {};
  await page.mouse.move(x + 20, y + 10);
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 10, { steps: 8 });
  await page.mouse.up();
  await expect(field).toHaveValue('3.2');
  await expect(page.getByTestId('undo')).toHaveAccessibleName(label);
  await page.getByTestId('undo').click();
  await expect(field).toHaveAttribute('placeholder', 'mixed');
  await field.fill('7');
  await field.press('Enter');
  await row('amplitude').getByRole('button', { name: 'Reset amplitude' }).click();
  await expect(field).toHaveValue('1');
  await row('asine').getByRole('switch').click();
  await expect(page.getByTestId('undo')).toHaveAccessibleName('Undo: Set asine of 3 ops');
});

test('a colour of three numbers is chosen at once', async ({ page }) => {
  await editor.add('colorvalue');
  const swatch = editor.inspector.getByLabel('Colour', { exact: true });
  await expect(swatch).toHaveValue('#ff8000');
  await swatch.fill('#0080ff');
  await expect(editor.field('r').getByRole('spinbutton')).toHaveValue('0');
  await expect(editor.field('b').getByRole('spinbutton')).toHaveValue('1');
  await page.getByTestId('undo').click();
  await expect(swatch).toHaveValue('#ff8000');
});

test('a tip shows what a port holds, and says where there is more of it', async ({ page }) => {
  await editor.add('stringeditor');
  await editor.field('value').getByRole('textbox').fill('y'.repeat(900));
  await page.keyboard.press('ControlOrMeta+Enter');
  await editor.output('StringEditor', 'Result').hover();
  await expect(page.getByTestId('port-tip')).toContainText('y'.repeat(480));
  await expect(page.getByTestId('port-tip')).toContainText('900 characters in all');
});

test('from a tip a value is copied, and a number plotted', async ({ context, page }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const tip = page.getByTestId('port-tip');
  await editor.input('Sine', 'frequency').hover();
  await tip.getByRole('button', { name: 'Copy' }).click();
  await expect(tip.getByRole('button')).toHaveText(['Copied', 'Plot']);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('2');
  await editor.output('Sine', 'result').hover();
  await expect(tip).toContainText('result');
  await tip.getByRole('button', { name: 'Plot' }).click();
  await expect(page.getByTestId('panel-plot')).toContainText('Sine · result');
  await editor.box('Sine').locator('.label').hover();
  await expect(tip).toBeHidden();
});
