import { expect, test } from '@playwright/test';

import { Editor } from './editor';

let editor: Editor;

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
});

test('an example is added beside what is there, runs, and goes with one undo', async ({ page }) => {
  const ops = page.getByTestId('op');
  const before = await ops.count();
  await editor.select('Timer');
  const example = editor.inspector.getByTestId('example');
  await expect(example.getByRole('img')).toHaveAccessibleName(
    /Time of Timer to Number of VizNumber/,
  );
  await example.getByRole('button', { name: 'Add to this patch' }).click();
  await expect(ops.filter({ hasText: 'Again' })).toBeVisible();
  await expect(page.locator('.svelte-flow__node.selected')).toHaveCount(3);
  const number = page.locator('.svelte-flow__node.selected').getByRole('status');
  const first = await number.textContent();
  await expect(number).not.toHaveText(first ?? '');
  await page.getByTestId('undo').click();
  await page.getByRole('button', { name: 'Fit the patch into view' }).click();
  await expect(ops).toHaveCount(before);
});

test('an example is read and added with the keyboard alone', async ({ page }) => {
  await editor.add('clamp');
  const add = editor.inspector.getByRole('button', { name: 'Add to this patch' });
  await expect(add).toBeVisible();
  await add.focus();
  await page.keyboard.press('Shift+Tab');
  await expect(
    editor.inspector.getByRole('region', { name: 'Picture of the example' }),
  ).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(add).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('.svelte-flow__node.selected')).toHaveCount(4);
  // What is typed next is meant for the canvas.
  await page.keyboard.press('Delete');
  await expect(page.locator('.svelte-flow__node.selected')).toHaveCount(0);
  await page.keyboard.press('f');
  await expect(editor.box('Clamp')).toHaveCount(1);
});

test('an example with MQTT talks to the broker of this server', async ({ page }) => {
  await page.getByRole('button', { name: 'New patch' }).click();
  await editor.add('mqttpublish');
  await editor.inspector.locator('summary', { hasText: 'Help' }).click();
  await editor.inspector.getByRole('button', { name: 'Add to this patch' }).first().click();
  await expect(editor.connection).toContainText(`Connected to ${new URL(page.url()).host}`);
});

test('an example is copied as text and pasted', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await editor.select('Sine');
  await editor.inspector.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(editor.toasts).toContainText('on the clipboard');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(text)).toMatchObject({
    ropewalk: 1,
    ops: [{ id: 'timer' }, { id: 'sine' }, {}],
  });
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('ControlOrMeta+v');
  await expect(page.locator('.svelte-flow__node.selected')).toHaveCount(3);
});

test('where a page may not use the clipboard itself, the browser’s own copying does it', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(() => {
    // As on a page that came over http from another computer.
    Object.assign(globalThis, { reading: navigator.clipboard });
    Reflect.deleteProperty(Navigator.prototype, 'clipboard');
  });
  await editor.select('Sine');
  await editor.inspector.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(editor.toasts).toContainText('on the clipboard');
  const text = await page.evaluate(() =>
    (globalThis as unknown as { reading: Clipboard }).reading.readText(),
  );
  expect(JSON.parse(text)).toMatchObject({ ropewalk: 1 });
});

test('help that does not load is said, and can be tried again', async ({ page }) => {
  await page.route(/\/help-[^/]*\.json$/, (route) => route.fulfill({ status: 503 }));
  await editor.select('Sine');
  await expect(editor.inspector.getByRole('alert')).toContainText('HTTP 503');
  await page.unroute(/\/help-[^/]*\.json$/);
  await editor.inspector.getByRole('button', { name: 'Try again' }).click();
  await expect(editor.inspector.getByTestId('example')).toBeVisible();
});

test('the palette shows the picture of the op that is lit', async ({ page }) => {
  await page.getByRole('button', { name: 'Add op' }).click();
  const palette = page.getByRole('combobox', { name: 'Add an op' });
  await palette.fill('smooth');
  const picture = page.getByRole('dialog').getByRole('img');
  await expect(picture).toHaveAccessibleName(/Result of Smooth to Number 2 of VizGraph/);
});
