import { expect, type Page, test } from '@playwright/test';

import { Editor } from './editor';

let editor: Editor;

/** Rows of ops without a cable, and below them two with one, far apart, and one beside it. */
function largePatch(): string {
  const rows = Array.from({ length: 240 }, (_, index) => ({
    id: `op-${index}`,
    op: 'Ops.Math.Sum',
    x: (index % 20) * 184,
    y: Math.floor(index / 20) * 96,
  }));
  const named = (title: string, x: number, y: number) => ({
    id: title.toLowerCase(),
    op: 'Ops.Math.Sum',
    title,
    x,
    y,
  });
  const ops = [
    ...rows,
    named('Upper', 1600, 1300),
    named('Lower', 1600, 2000),
    named('Beside', 2400, 1600),
  ];
  const link = { from: { op: 'upper', port: 'result' }, to: { op: 'lower', port: 'number1' } };
  return JSON.stringify({ ropewalk: 1, id: 'large', name: 'Large', ops, links: [link] });
}

const picture = (page: Page) => page.getByTestId('picture');
const node = (page: Page, name: string) => page.getByRole('group', { name, exact: true });

async function middleOf(page: Page, name: string) {
  const box = await node(page, name).boundingBox();
  if (!box) throw new Error(`${name} is not on the page`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
  await editor.dropFile('large.json', largePatch());
  await expect(editor.inspector).toContainText('243 ops, 1 cable');
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('f');
  await expect(picture(page)).toBeVisible();
});

test('in the picture of a large patch ops and cables are taken as they are near', async ({
  page,
}) => {
  await expect(page.getByTestId('op')).toHaveCount(243);
  await expect(page.locator('[data-port]')).toHaveCount(0);

  // A cable is selected where it is seen, and deleted.
  const upper = await middleOf(page, 'Upper');
  const lower = await middleOf(page, 'Lower');
  const left = (await node(page, 'Upper').boundingBox())?.x ?? 0;
  await page.mouse.click(left + 4, (upper.y + lower.y) / 2);
  await expect(editor.cable('Upper', 'Lower')).toHaveClass(/selected/);
  await page.keyboard.press('Delete');
  await expect(editor.inspector).toContainText('243 ops, 0 cables');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(editor.inspector).toContainText('243 ops, 1 cable');

  // A stroke cuts it.
  await page.mouse.move(left - 40, (upper.y + lower.y) / 2);
  await page.keyboard.down('y');
  await page.mouse.move(left - 30, (upper.y + lower.y) / 2);
  await page.mouse.move(left + 40, (upper.y + lower.y) / 2, { steps: 4 });
  await page.keyboard.up('y');
  await expect(editor.inspector).toContainText('243 ops, 0 cables');
  await page.keyboard.press('ControlOrMeta+z');

  // An op that is dropped on it is put into it.
  const beside = await middleOf(page, 'Beside');
  await page.mouse.move(beside.x, beside.y);
  await page.mouse.down();
  await page.mouse.move(beside.x - 40, beside.y, { steps: 4 });
  await page.mouse.move(left + 4, (upper.y + lower.y) / 2, { steps: 8 });
  await page.mouse.up();
  await expect(page.getByTestId('op-title')).toHaveValue('Beside');
  await page.mouse.click(beside.x, beside.y);
  await expect(editor.inspector).toContainText('243 ops, 2 cables');
});

test('a box in the picture selects what it touches, and near the ops have their ports', async ({
  page,
}) => {
  const upper = await middleOf(page, 'Upper');
  const beside = await middleOf(page, 'Beside');
  await page.keyboard.down('Shift');
  await page.mouse.move(upper.x - 40, upper.y - 8);
  await page.mouse.down();
  await page.mouse.move(beside.x + 40, beside.y + 10, { steps: 6 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(editor.inspector).toContainText('2 ops');

  await node(page, 'Beside').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.mouse.move(beside.x, beside.y);
  const input = editor.input('Beside', 'number1');
  while (!(await input.isVisible())) await page.mouse.wheel(0, -80);

  // Its cables are still in the picture, and taken where they are seen.
  const port = await editor.output('Upper', 'result').boundingBox();
  if (!port) throw new Error('no port');
  await page.mouse.click(port.x + port.width / 2, port.y + port.height + 24);
  await expect(editor.cable('Upper', 'Lower')).toHaveClass(/selected/);
});
