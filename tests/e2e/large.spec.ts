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
  const named = (title: string, place: { x: number; y: number }) => ({
    id: title.toLowerCase(),
    op: 'Ops.Math.Sum',
    title,
    ...place,
  });
  const ops = [...rows, named('Upper', UPPER), named('Lower', LOWER), named('Beside', BESIDE)];
  const link = { from: { op: 'upper', port: 'result' }, to: { op: 'lower', port: 'number1' } };
  return JSON.stringify({ ropewalk: 1, id: 'large', name: 'Large', ops, links: [link] });
}

const picture = (page: Page) => page.getByTestId('picture');
const node = (page: Page, name: string) => page.getByRole('group', { name, exact: true });

/** The middle of an op's box, which may be no element of the page. */
async function middleOf(page: Page, { x, y }: { x: number; y: number }) {
  const viewport = page.locator('.svelte-flow__viewport');
  return viewport.evaluate(
    (element, [x, y]) => {
      const { left, top } = element.getBoundingClientRect();
      const zoom = new DOMMatrix(getComputedStyle(element).transform).a;
      return { x: left + x * zoom, y: top + y * zoom };
    },
    [x + 48, y + 36] as const,
  );
}

const UPPER = { x: 1600, y: 1300 };
const LOWER = { x: 1600, y: 2000 };
const BESIDE = { x: 2400, y: 1600 };

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
  // What is seen is no element, but for where Tab comes in.
  await expect(page.getByTestId('op')).toHaveCount(2);

  // A cable is selected where it is seen, and deleted.
  const upper = await middleOf(page, UPPER);
  const lower = await middleOf(page, LOWER);
  const left = (await middleOf(page, { ...UPPER, x: UPPER.x - 36 })).x;
  await page.mouse.click(left, (upper.y + lower.y) / 2);
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
  const beside = await middleOf(page, BESIDE);
  await page.mouse.move(beside.x, beside.y);
  await page.mouse.down();
  await page.mouse.move(beside.x - 40, beside.y, { steps: 4 });
  await page.mouse.move(left, (upper.y + lower.y) / 2, { steps: 8 });
  await page.mouse.up();
  await expect(page.getByTestId('op-title')).toHaveValue('Beside');
  await page.mouse.click(beside.x, beside.y);
  await expect(editor.inspector).toContainText('243 ops, 2 cables');

  // Two clicks on one are no wish for another op.
  await page.mouse.dblclick(upper.x, upper.y);
  await expect(page.getByTestId('op-title')).toHaveValue('Upper');
  await expect(page.getByRole('combobox', { name: 'Add an op' })).toBeHidden();
});

test('a box in the picture selects what it touches, and near the ops have their ports', async ({
  page,
}) => {
  const upper = await middleOf(page, UPPER);
  const beside = await middleOf(page, BESIDE);
  await page.keyboard.down('Shift');
  await page.mouse.move(upper.x - 40, upper.y - 8);
  await page.mouse.down();
  await page.mouse.move(beside.x + 40, beside.y + 10, { steps: 6 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(editor.inspector).toContainText('2 ops');
  await expect(editor.cable('Upper', 'Lower')).toHaveClass(/selected/);

  await page.mouse.click(beside.x, beside.y + 60);
  await expect(editor.cable('Upper', 'Lower')).toHaveCount(0);
  await page.mouse.click(beside.x, beside.y);
  await expect(page.getByTestId('op-title')).toHaveValue('Beside');
  const input = editor.input('Beside', 'number1');
  await expect(input).toBeHidden();
  while (!(await input.isVisible())) await page.mouse.wheel(0, -80);

  // Its cables are still in the picture, and taken where they are seen.
  const port = await editor.output('Upper', 'result').boundingBox();
  if (!port) throw new Error('no port');
  await page.mouse.click(port.x + port.width / 2, port.y + port.height + 24);
  await expect(editor.cable('Upper', 'Lower')).toHaveClass(/selected/);

  // One that the pointer rests on has its grips.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.mouse.click(port.x + port.width / 2, port.y - 200);
  await expect(page.locator('.grip')).toHaveCount(0);
  await page.mouse.move(port.x + port.width / 2, port.y + port.height + 24);
  await expect(page.locator('.grip')).toHaveCount(2);
});

test('with the keys each op of the picture is reached, one after the other', async ({ page }) => {
  const { keyboard } = page;
  const focused = () => page.locator('.svelte-flow__node:focus');
  const placeOf = async () => (await focused().boundingBox())?.x ?? NaN;
  await page.getByRole('link', { name: 'Svelte Flow' }).focus();
  await keyboard.press('Shift+Tab');
  // From behind the last one comes first.
  await expect(focused()).toHaveAccessibleName('Beside');
  await keyboard.press('Shift+Tab');
  await expect(focused()).toHaveAccessibleName('Lower');
  await keyboard.press('Shift+Tab');
  await expect(focused()).toHaveAccessibleName('Upper');
  await keyboard.press('Tab');
  await expect(focused()).toHaveAccessibleName('Lower');

  await keyboard.press('Space');
  await expect(page.getByTestId('op-title')).toHaveValue('Lower');
  const before = await placeOf();
  await keyboard.press('Shift+ArrowRight');
  await expect.poll(placeOf).toBeGreaterThan(before);
  await keyboard.press('Tab');
  await expect(focused()).toHaveAccessibleName('Beside');
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true });

  test('ops of the picture are tapped, held and dragged', async ({ page }) => {
    const upper = await middleOf(page, UPPER);
    await page.touchscreen.tap(upper.x, upper.y);
    await expect(page.getByTestId('op-title')).toHaveValue('Upper');

    const beside = await middleOf(page, BESIDE);
    await editor.hold(beside, () => expect(editor.inspector).toContainText('2 ops'));

    // One that is an element already, and one that becomes it under the finger.
    for (const [name, place] of [
      ['Upper', UPPER],
      ['Lower', LOWER],
    ] as const) {
      const from = await middleOf(page, place);
      const across = async () => {
        const box = await node(page, name).boundingBox();
        return box && box.x + box.width / 2 - from.x;
      };
      await editor.swipe(from, { x: from.x + 80, y: from.y }, async () => {
        await expect.poll(across).toBeGreaterThan(50);
      });
      await expect.poll(across).toBeGreaterThan(50);
    }
  });
});
