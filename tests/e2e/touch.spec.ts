import { expect, test } from '@playwright/test';

import { Editor } from './editor';

/** As a phone is held: what is on it lies one below the other. */
const PATCH = {
  ropewalk: 1,
  id: 'touched',
  name: 'Touched',
  ops: [
    { id: 'first', title: 'First', op: 'Ops.Math.Sum', x: 0, y: 0 },
    { id: 'middle', title: 'Middle', op: 'Ops.Math.Sum', x: 0, y: 160 },
    { id: 'last', title: 'Last', op: 'Ops.Math.Sum', x: 0, y: 320 },
    { id: 'loose', title: 'Loose', op: 'Ops.Math.Multiply', x: 160, y: 0 },
    { id: 'upper', title: 'Upper', op: 'Ops.String.Uppercase', x: 160, y: 160 },
    { id: 'holder', title: 'Holder', op: 'Ops.Ui.SubPatch', x: 160, y: 320 },
  ],
  links: [
    { from: { op: 'first', port: 'result' }, to: { op: 'middle', port: 'number1' } },
    { from: { op: 'middle', port: 'result' }, to: { op: 'last', port: 'number1' } },
  ],
};

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

let editor: Editor;

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
  await editor.dropFile('touched.json', JSON.stringify(PATCH));
  await expect(editor.name).toHaveValue('Touched');
  await expect(editor.cable('First', 'Middle')).toHaveCount(1);
});

test('a finger puts an op into a cable, and another into a subpatch', async ({ page }) => {
  const label = editor.box('Loose').locator('.label');
  const cable = editor.cable('First', 'Middle').locator('.cable').first();
  await editor.swipe(label, cable, () => expect(cable).toHaveClass(/receiving/));
  await expect(editor.cable('First', 'Loose')).toHaveCount(1);
  await expect(editor.cable('Loose', 'Middle')).toHaveCount(1);
  await expect(editor.cable('First', 'Middle')).toHaveCount(0);

  // What was moved is selected, and its inspector lies over the lower ones.
  await page.getByRole('button', { name: 'Fit the patch into view' }).tap();
  const holder = editor.box('Holder');
  await editor.swipe(editor.box('Upper').locator('.label'), holder, () =>
    expect(holder).toHaveClass(/receiving/),
  );
  await expect(editor.box('Upper')).toHaveCount(0);
  await page.getByTestId('undo').tap();
  await expect(editor.box('Upper')).toBeVisible();
  await page.getByTestId('undo').tap();
  await expect(editor.cable('First', 'Middle')).toHaveCount(1);
});

test('what a finger deletes joins its neighbours, and what converts is offered', async ({
  page,
}) => {
  await editor.box('Middle').locator('.label').tap();
  await editor.inspector.getByRole('button', { name: 'Delete' }).tap();
  await expect(editor.box('Middle')).toHaveCount(0);
  await expect(editor.cable('First', 'Last')).toHaveCount(1);

  await page.getByRole('button', { name: 'Fit the patch into view' }).tap();
  await editor.swipe(editor.output('Upper', 'Result'), editor.input('Loose', 'number1'));
  const converter = page.getByTestId('converter').first();
  await expect(converter).toContainText('StringToNumber');
  await editor.tapAfterSwipe(converter, (timeout) => expect(converter).toBeHidden({ timeout }));
  await expect(editor.cable('Upper', 'StringToNumber')).toHaveCount(1);
  await expect(editor.cable('StringToNumber', 'Loose')).toHaveCount(1);
});
