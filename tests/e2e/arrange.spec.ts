import { expect, type Page, test } from '@playwright/test';

import { Editor } from './editor';

type Op = { id: string; op: string; x: number; y: number; values?: Record<string, unknown> };

const sum = (id: string, x: number, y: number): Op => ({ id, op: 'Ops.Math.Sum', x, y });

const link = (from: string, to: string, input = 'number1') => ({
  from: { op: from, port: 'result' },
  to: { op: to, port: input },
});

let editor: Editor;

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
});

/** Opens a patch whose ops are titled by their ids. */
async function open(ops: Op[], links: ReturnType<typeof link>[] = []): Promise<void> {
  const titled = ops.map((op) => ({ ...op, title: op.id }));
  const patch = { ropewalk: 1, id: 'arranged', name: 'Arranged', ops: titled, links };
  await editor.dropFile('arranged.json', JSON.stringify(patch));
  await expect(editor.name).toHaveValue('Arranged');
}

/** Where the ops are on the canvas, and how large, as they were saved. */
async function places(page: Page): Promise<Record<string, { x: number; y: number }>> {
  const nodes = await page.locator('.svelte-flow__node').evaluateAll((nodes) =>
    nodes.map((node) => {
      const { m41, m42 } = new DOMMatrix(getComputedStyle(node).transform);
      return [node.querySelector('.label')?.textContent ?? '', { x: m41, y: m42 }] as const;
    }),
  );
  return Object.fromEntries(nodes);
}

async function selectAll(page: Page): Promise<void> {
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('ControlOrMeta+a');
}

test('ops are aligned and distributed by key and by button, each in one step', async ({ page }) => {
  await open([sum('One', 0, 0), sum('Two', 160, 96), sum('Three', 40, 400)]);
  const before = await places(page);
  await selectAll(page);
  await page.keyboard.press('a');
  await expect.poll(async () => (await places(page)).Two?.x).toBe(0);
  expect((await places(page)).Three).toEqual({ x: 0, y: 400 });
  await page.keyboard.press('v');
  await expect.poll(async () => (await places(page)).Two?.y).toBe(200);
  await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => places(page)).toEqual(before);

  await selectAll(page);
  const tools = page.getByRole('group', { name: 'Arrange' });
  await tools.getByRole('button', { name: 'Align top' }).click();
  await expect.poll(async () => (await places(page)).Three).toEqual({ x: 40, y: 0 });
  await page.getByTestId('undo').click();
  await tools.getByRole('button', { name: 'Align right' }).click();
  await expect.poll(async () => (await places(page)).One?.x).toBe(160);
});

test('tidy lays ops out along their cables', async ({ page }) => {
  await open(
    [sum('Last', 0, 0), sum('First', 8, 8), sum('Side', 16, 16), sum('Next', 24, 24)],
    [
      link('First', 'Next'),
      link('First', 'Side'),
      link('Next', 'Last'),
      link('Side', 'Last', 'number2'),
    ],
  );
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('Shift+A');
  await expect.poll(async () => (await places(page)).First).toEqual({ x: 0, y: 0 });
  const tidied = await places(page);
  expect(tidied.Next?.y).toBe(tidied.Side?.y);
  expect(tidied.Next?.y).toBeGreaterThan(72);
  expect(tidied.Last?.y).toBeGreaterThan(tidied.Side?.y ?? 0);
  expect(Math.abs((tidied.Side?.x ?? 0) - (tidied.Next?.x ?? 0))).toBeGreaterThanOrEqual(96);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(async () => (await places(page)).Last).toEqual({ x: 0, y: 0 });
});

test('what is dragged stands on the grid, and a box selects what it touches', async ({ page }) => {
  await open([sum('One', 0, 0), sum('Two', 0, 160), sum('Far', 400, 0)]);
  const box = await editor.box('One').boundingBox();
  if (!box) throw new Error('the box is not there');
  await editor.drag(editor.box('One').locator('.label'), { x: box.x + 71, y: box.y + 45 });
  await expect.poll(async () => (await places(page)).One?.x).toBeGreaterThan(0);
  const { One: one } = await places(page);
  expect([(one?.x ?? 1) % 8, (one?.y ?? 1) % 8]).toEqual([0, 0]);

  const two = await editor.box('Two').boundingBox();
  if (!two) throw new Error('the box is not there');
  await page.keyboard.down('Shift');
  await page.mouse.move(box.x - 40, box.y - 40);
  await page.mouse.down();
  await page.mouse.move(two.x + 90, two.y + 20, { steps: 6 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(editor.inspector.getByRole('heading', { name: '2 ops' })).toBeVisible();
  await expect(editor.box('Far')).not.toHaveClass(/selected/);

  await editor.inspector.getByRole('button', { name: 'Area around them' }).click();
  const area = page.getByTestId('area');
  await expect(area).toBeVisible();
  const around = await area.boundingBox();
  expect(around?.x).toBeLessThan(two.x);
  expect((around?.y ?? 0) + (around?.height ?? 0)).toBeGreaterThan(two.y + two.height);
});

test('ops that are dropped on a subpatch are inside it', async ({ page }) => {
  await open([sum('One', 0, 0), sum('Two', 0, 160)], [link('One', 'Two')]);
  await editor.select('Two');
  await page.keyboard.press('g');
  await expect(editor.box('SubPatch')).toBeVisible();
  const {
    x = 0,
    y = 0,
    width = 0,
    height = 0,
  } = (await editor.box('SubPatch').boundingBox()) ?? {};
  const label = await editor.box('One').locator('.label').boundingBox();
  if (!label) throw new Error('the label is not there');
  await page.mouse.move(label.x + 4, label.y + 4);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + height / 2, { steps: 8 });
  await expect(editor.box('SubPatch')).toHaveClass(/receiving/);
  await page.mouse.up();
  await expect(editor.box('One')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(editor.box('One')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+y');
  await expect(editor.box('One')).toHaveCount(0);
  await editor.box('SubPatch').locator('.label').dblclick();
  await expect(editor.box('One')).toBeVisible();
  await expect(editor.cable('One', 'Two')).toHaveCount(1);
});

test('the map shows what is seen, and moves it by pointer and keys', async ({ page }) => {
  await open([sum('One', 0, 0), sum('Two', 4000, 0), sum('Three', 4000, 3000)]);
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('m');
  const map = page.getByTestId('map');
  await expect(map).toBeVisible();
  const { x = 0, y = 0, width = 0, height = 0 } = (await map.boundingBox()) ?? {};
  await page.getByRole('button', { name: 'Zoom in' }).click();
  // The lower right corner of all there is: 8 pixels from that of the map, or nearly so.
  await page.mouse.click(x + width - 12, y + height - 12);
  await expect(editor.box('Three')).toBeInViewport();
  await expect(editor.box('One')).toHaveCount(0);
  await page.mouse.move(x + width - 12, y + height - 12);
  await page.mouse.down();
  await page.mouse.move(x + 12, y + 12, { steps: 4 });
  await page.mouse.up();
  await expect(editor.box('One')).toBeInViewport();

  // It follows what is dragged while it is dragged.
  const picture = () =>
    map.locator('canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  const label = await editor.box('One').locator('.label').boundingBox();
  if (!label) throw new Error('the label is not there');
  await page.mouse.move(label.x + 4, label.y + 4);
  await page.mouse.down();
  await page.mouse.move(label.x + 30, label.y + 4, { steps: 3 });
  await expect(editor.box('One')).toHaveClass(/selected/);
  const near = await picture();
  await page.mouse.move(label.x + 190, label.y + 90, { steps: 3 });
  await expect.poll(picture).not.toBe(near);
  await page.mouse.up();

  // Its keys are its own, while an op is selected too.
  const seen = page.getByTestId('map-seen');
  const before = await seen.boundingBox();
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await seen.boundingBox())?.x).toBeGreaterThan(before?.x ?? 0);
  await page.keyboard.press('m');
  await expect(map).toBeHidden();
});

test('bookmarks are put at ops, gone to by list and keys, and kept', async ({ page }) => {
  await open([sum('One', 0, 0), sum('Two', 1200, 0), sum('Three', 1200, 900)]);
  const title = page.getByTestId('op-title');
  await editor.select('One');
  await page.keyboard.press('k');
  await expect(editor.box('One').getByTestId('bookmark')).toBeVisible();
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('k');
  await page.getByTestId('undo').click();
  await page.getByTestId('redo').click();

  await page.keyboard.press('Shift+K');
  await expect(title).toHaveValue('Two');
  await expect(editor.box('Two')).toBeInViewport();
  await page.keyboard.press('Shift+K');
  await expect(title).toHaveValue('Three');
  await editor.inspector.getByRole('button', { name: 'Remove the bookmark of Three' }).click();
  await page.keyboard.press('Shift+K');
  await expect(title).toHaveValue('One');

  await editor.kept();
  await page.reload();
  const list = page.getByTestId('bookmarks');
  await expect(list.getByRole('button')).toHaveText(['One', 'Two']);
  await list.getByRole('button', { name: 'Two' }).click();
  await expect(title).toHaveValue('Two');
  await expect(editor.box('Two')).toBeInViewport();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('a finger that rests adds an op, or one op more to what is selected', async ({ page }) => {
    await open([sum('One', 0, 0), sum('Two', 0, 160)]);
    const { x = 0, y = 0 } = (await editor.box('One').boundingBox()) ?? {};
    const place = { x, y: y - 80 };
    const palette = page.getByRole('combobox', { name: 'Add an op' });
    await editor.hold(place, () => expect(palette).toBeFocused());
    await palette.fill('mr');
    await page.getByTestId('palette-entry').first().tap();
    await expect(editor.box('MapRange')).toBeVisible();
    await page.getByRole('button', { name: 'Fit the patch into view' }).tap();

    await editor.box('One').locator('.label').tap();
    await expect(page.getByTestId('op-title')).toHaveValue('One');
    const heading = editor.inspector.getByRole('heading', { name: '2 ops' });
    await editor.hold(editor.box('MapRange').locator('.label'), () =>
      expect(heading).toBeVisible(),
    );
    await editor.inspector.getByRole('button', { name: 'Align top' }).tap();
    await expect
      .poll(async () => {
        const { One: one, MapRange: other } = await places(page);
        return one?.y === other?.y;
      })
      .toBe(true);
  });

  test('a finger draws a box, cuts a cable and makes one', async ({ page }) => {
    await open([sum('One', 0, 0), sum('Two', 0, 160)], [link('One', 'Two')]);
    const one = await editor.box('One').boundingBox();
    const two = await editor.box('Two').boundingBox();
    if (!one || !two) throw new Error('the boxes are not there');
    const between = (one.y + one.height + two.y) / 2;

    const scissors = page.getByTestId('canvas').getByRole('button', { name: 'Cut cables' });
    await scissors.tap();
    await editor.swipe({ x: one.x - 30, y: between }, { x: one.x + 60, y: between });
    await expect(editor.cables).toHaveCount(0);
    await editor.tapAfterSwipe(scissors, (timeout) =>
      expect(scissors).toHaveAttribute('aria-pressed', 'false', { timeout }),
    );

    await editor.swipe(editor.output('One', 'result'), editor.input('Two', 'number2'));
    await expect(editor.cable('One', 'Two')).toHaveCount(1);

    const box = page.getByRole('button', { name: 'Select with a box' });
    await editor.tapAfterSwipe(box, (timeout) =>
      expect(box).toHaveAttribute('aria-pressed', 'true', { timeout }),
    );
    await editor.swipe(
      { x: one.x - 20, y: one.y - 20 },
      { x: two.x + two.width - 8, y: two.y + two.height / 2 },
    );
    await expect(editor.inspector.getByRole('heading', { name: '2 ops' })).toBeVisible();
  });
});
