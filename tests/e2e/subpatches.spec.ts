import { expect, type Locator, type Page, test } from '@playwright/test';

import { expectAccessible } from './axe';
import { Editor } from './editor';

const link = (from: string, to: string, input = 'number1') => ({
  from: { op: from, port: 'result' },
  to: { op: to, port: input },
});

/** `One` to `Two` to `Three` to `Four`, of which each adds 1. */
const CHAIN = {
  ropewalk: 1,
  id: 'chain',
  name: 'Chain',
  ops: ['One', 'Two', 'Three', 'Four', 'Other'].map((title, index) => ({
    id: title.toLowerCase(),
    op: 'Ops.Math.Sum',
    x: title === 'Other' ? 200 : 0,
    y: (index % 4) * 112,
    title,
    values: index === 0 ? { number1: 4, number2: 1 } : { number2: 1 },
  })),
  links: [link('one', 'two'), link('two', 'three'), link('three', 'four')],
};

let editor: Editor;

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
});

async function openChain(): Promise<void> {
  await editor.dropFile('chain.json', JSON.stringify(CHAIN));
  await expect(editor.name).toHaveValue('Chain');
  await expect(editor.box('Four')).toBeVisible();
}

/** Makes a subpatch of `Two` and `Three`. */
async function makeSubpatch(page: Page): Promise<Locator> {
  await openChain();
  await editor.box('Two').locator('.label').click();
  await editor
    .box('Three')
    .locator('.label')
    .click({ modifiers: ['ControlOrMeta'] });
  await page.keyboard.press('g');
  const box = editor.box('SubPatch');
  await expect(box).toBeVisible();
  await expect(editor.box('Two')).toBeHidden();
  return box;
}

const path = (page: Page) => page.getByTestId('path');

test('a selection becomes a subpatch with a port for each cable that leads in or out', async ({
  page,
}) => {
  await makeSubpatch(page);
  await expect(editor.input('SubPatch', 'number1')).toBeVisible();
  await expect(editor.output('SubPatch', 'result')).toBeVisible();
  await expect(editor.cables).toHaveCount(2);
  await expect(editor.cable('One', 'SubPatch')).toHaveCount(1);
  // What flows is what flowed: 4 and one from each.
  await editor.select('Four');
  await expect(editor.result('result')).toHaveText('8');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(editor.box('Two')).toBeVisible();
  await expect(editor.cables).toHaveCount(3);
  await page.keyboard.press('ControlOrMeta+y');
  await expect(editor.box('SubPatch')).toBeVisible();
});

test('a person goes in by double click and by Enter, and out by key and by the path', async ({
  page,
}) => {
  const box = await makeSubpatch(page);
  await box.locator('.label').dblclick();
  await expect(path(page)).toContainText('Chain');
  await expect(editor.box('Two')).toBeVisible();
  await expect(editor.box('One')).toBeHidden();
  await expect(editor.cables).toHaveCount(1);
  await page.keyboard.press('u');
  await expect(path(page)).toBeHidden();
  await expect(editor.box('One')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(editor.box('Two')).toBeVisible();
  await path(page).getByRole('button', { name: 'Chain' }).click();
  await expect(editor.box('One')).toBeVisible();
});

test('what is added and pasted inside is inside', async ({ page }) => {
  const box = await makeSubpatch(page);
  await box.locator('.label').dblclick();
  await editor.add('mr');
  await expect(editor.box('MapRange')).toBeVisible();
  await page.keyboard.press('u');
  await expect(editor.box('MapRange')).toBeHidden();
  // Its copy is a subpatch of its own, with all that is in it.
  await page.keyboard.press('ControlOrMeta+d');
  await expect(editor.box('SubPatch')).toHaveCount(2);
  await page.keyboard.press('Enter');
  await expect(editor.box('MapRange')).toBeVisible();
  await expect(editor.box('Three')).toBeVisible();
});

test('a port is shown, renamed, set, moved and hidden again', async ({ page }) => {
  const box = await makeSubpatch(page);
  await box.locator('.label').dblclick();
  await editor.select('Two');
  const eye = page.getByRole('button', { name: 'Show number2 on SubPatch' });
  await expect(eye).toHaveAttribute('aria-pressed', 'false');
  await eye.click();
  await expect(eye).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('u');
  await expect(editor.input('SubPatch', 'number2')).toBeVisible();

  const name = page.getByRole('textbox', { name: 'Name of number2' });
  await name.fill('Step');
  await name.press('Enter');
  await expect(editor.input('SubPatch', 'Step')).toBeVisible();
  const step = editor.field('Step').getByRole('spinbutton');
  await expect(step).toHaveValue('1');
  await step.fill('10');
  await step.press('Enter');
  await editor.select('Four');
  await expect(editor.result('result')).toHaveText('17');

  await editor.select('SubPatch');
  const rows = page.getByTestId('shown-port').getByRole('textbox');
  await expect(rows.nth(1)).toHaveValue('Step');
  await page.getByRole('button', { name: 'Move Step forward' }).click();
  await expect(rows.nth(0)).toHaveValue('Step');
  await page.getByRole('button', { name: 'Hide number1' }).click();
  await expect(editor.input('SubPatch', 'number1')).toBeHidden();
  await expect(editor.cables).toHaveCount(1);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(editor.cables).toHaveCount(2);
});

test('a cable is drawn to a port of a subpatch and from it', async ({ page }) => {
  await makeSubpatch(page);
  await editor.drag(editor.output('Other', 'result'), editor.input('SubPatch', 'number1'));
  await expect(editor.cables).toHaveCount(3);
  await expect(editor.cable('Other', 'SubPatch')).toHaveCount(1);
});

test('ops are moved into a subpatch and out of it, with their cables', async ({ page }) => {
  await makeSubpatch(page);
  await editor
    .box('One')
    .locator('.label')
    .click({ modifiers: ['ControlOrMeta'] });
  await page.getByRole('button', { name: 'Move into SubPatch' }).click();
  await expect(path(page)).toContainText('SubPatch');
  await expect(editor.box('One')).toBeVisible();
  await expect(editor.cables).toHaveCount(2);
  await page.keyboard.press('Shift+U');
  await expect(path(page)).toBeHidden();
  await expect(editor.box('One')).toBeVisible();
  await expect(editor.cable('One', 'SubPatch')).toHaveCount(1);
  await editor.select('Four');
  await expect(editor.result('result')).toHaveText('8');
});

test('unpacking puts everything back, with its cables', async ({ page }) => {
  await makeSubpatch(page);
  await page.keyboard.press('Shift+G');
  await expect(editor.box('SubPatch')).toBeHidden();
  await expect(editor.box('Two')).toBeVisible();
  await expect(editor.cables).toHaveCount(3);
  await editor.select('Four');
  await expect(editor.result('result')).toHaveText('8');
});

test('a mark inside shows on the box, and leads inside', async ({ page }) => {
  await editor.dropFile(
    'marked.json',
    JSON.stringify({
      ropewalk: 1,
      id: 'marked',
      name: 'Marked',
      ops: [
        { id: 'box', op: 'Ops.Ui.SubPatch', x: 0, y: 0, title: 'Inner' },
        { id: 'get', op: 'Ops.Vars.VarGetNumber', x: 0, y: 0, subpatch: 'box' },
      ],
      links: [],
    }),
  );
  await expect(editor.box('Inner').locator('.status')).toContainText('VarGetNumber');
  await page.getByTestId('problem-count').click();
  await page
    .getByTestId('problems')
    .getByRole('button', { name: /VarGetNumber.*Inner/ })
    .click();
  await expect(path(page)).toContainText('Inner');
  await expect(editor.box('VarGetNumber')).toBeVisible();
});

test('everything is done with the keyboard, and axe finds nothing', async ({ page }) => {
  test.slow();
  await openChain();
  await page.getByRole('group', { name: 'Two', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('g');
  await expect(editor.box('SubPatch')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(path(page)).toBeVisible();
  await page.getByRole('group', { name: 'Two', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expectAccessible(page);
  await page.keyboard.press('u');
  await page.keyboard.press('Shift+G');
  await expect(editor.box('Two')).toBeVisible();
});

const NOTES = {
  ropewalk: 1,
  id: 'notes',
  name: 'Notes',
  ops: [
    {
      id: 'area',
      op: 'Ops.Ui.Area',
      x: 0,
      y: 0,
      values: { Title: 'Inputs', Width: 240, Height: 200, Color: '#2f62d8' },
    },
    { id: 'in', op: 'Ops.Number.Number', x: 24, y: 56, title: 'Inside' },
    { id: 'out', op: 'Ops.Number.Number', x: 24, y: 240, title: 'Outside' },
    {
      id: 'note',
      op: 'Ops.Ui.Comment',
      x: 300,
      y: 0,
      values: { title: 'Read me', text: '<b>one</b>\ntwo' },
    },
  ],
  links: [],
};

async function openNotes(page: Page): Promise<void> {
  await editor.dropFile('notes.json', JSON.stringify(NOTES));
  await expect(page.getByTestId('area')).toBeVisible();
  await expect(editor.box('Inside')).toBeVisible();
}

const place = async (locator: Locator) => {
  const box = await locator.boundingBox();
  if (!box) throw new Error('it is not on the page');
  return box;
};

test('a comment is shown as text and edited', async ({ page }) => {
  await openNotes(page);
  const comment = page.getByTestId('comment');
  await expect(comment).toContainText('<b>one</b>');
  await expect(comment.locator('b')).toHaveCount(0);
  await comment.click();
  await expectAccessible(page);
  await comment.dblclick();
  await expect(editor.field('title').getByRole('textbox')).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Begin here');
  await page.keyboard.press('Enter');
  await expect(comment).toContainText('Begin here');
});

test('an area carries the ops that lie in it, and no others', async ({ page }) => {
  await openNotes(page);
  const before = { in: await place(editor.box('Inside')), out: await place(editor.box('Outside')) };
  const title = page.getByTestId('area').getByText('Inputs');
  const from = await place(title);
  await editor.drag(title, { x: from.x + from.width / 2 + 80, y: from.y + from.height / 2 + 40 });
  await expect
    .poll(async () => (await place(editor.box('Inside'))).x - before.in.x)
    .toBeGreaterThan(60);
  expect((await place(editor.box('Outside'))).x).toBeCloseTo(before.out.x, 0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect
    .poll(async () => Math.round((await place(editor.box('Inside'))).x - before.in.x))
    .toBe(0);
  // The keyboard carries too.
  await title.click();
  await page.keyboard.press('ArrowRight');
  await expect
    .poll(async () => (await place(editor.box('Inside'))).x - before.in.x)
    .toBeGreaterThan(2);
});

test('the corner of an area changes its size, which its fields do too', async ({ page }) => {
  await openNotes(page);
  const corner = page.getByTestId('area-corner');
  const from = await place(corner);
  await editor.drag(corner, { x: from.x + 90, y: from.y + 70 });
  await page.getByTestId('area').getByText('Inputs').click();
  await expectAccessible(page);
  const width = editor.field('Width').getByRole('spinbutton');
  await expect.poll(async () => Number(await width.inputValue())).toBeGreaterThan(280);
  await width.fill('400');
  await width.press('Enter');
  await expect(page.getByTestId('area')).toHaveCSS('width', '400px');
  await editor.field('Color').getByRole('button', { name: 'Red' }).click();
  await expect(page.getByTestId('area')).toHaveAttribute('style', /#c22f2f/);
  await editor.field('Delete').getByRole('button').click();
  await expect(page.getByTestId('area')).toBeHidden();
  await expect(editor.box('Inside')).toBeVisible();
});

test('patches of cables open with their subpatches', async ({ page }) => {
  const port = (name: string, links: object[]) => ({ name, links });
  const cables = {
    ops: [
      {
        objName: 'Ops.Ui.SubPatch',
        id: 's',
        uiAttribs: { translate: { x: 0, y: 40 }, title: 'Old' },
        portsIn: [
          { name: 'patchId', value: 'p1' },
          {
            name: 'dataStr',
            value: '{"ports":[{"name":"in0","title":"Way in","type":0,"value":3}],"portsOut":[]}',
          },
        ],
      },
      {
        objName: 'Ops.Ui.PatchInput',
        id: 'i',
        uiAttribs: { subPatch: 'p1' },
        portsOut: [port('in0', [{ portIn: 'number1', portOut: 'in0', objIn: 'sum', objOut: 'i' }])],
      },
      {
        objName: 'Ops.Math.Sum',
        id: 'sum',
        uiAttribs: { translate: { x: 0, y: 0 }, subPatch: 'p1' },
      },
    ],
  };
  await editor.dropFile('cables.json', JSON.stringify(cables));
  await expect(page.getByRole('dialog')).toContainText('lead straight to the ops inside');
  await page.keyboard.press('Escape');
  await editor.select('Old');
  await expect(editor.field('Way in').getByRole('spinbutton')).toHaveValue('3');
  await page.keyboard.press('Escape');
});
