import { expect, type Page, test } from '@playwright/test';

import { expectAccessible } from './axe';
import { Editor } from './editor';

let editor: Editor;

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
});

const query = (page: Page) => page.getByRole('combobox', { name: 'Find ops' });
const hits = (page: Page) => page.getByRole('listbox', { name: 'Ops that were found' });
const hit = (page: Page, name: string | RegExp) => hits(page).getByRole('option', { name });
const filter = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('an op is found by its name and by its title, and the keys lead to it', async ({ page }) => {
  await editor.select('Timer');
  const title = page.getByTestId('op-title');
  await title.fill('Heart');
  await title.press('Enter');
  await page.keyboard.press('ControlOrMeta+f');
  await expect(query(page)).toBeFocused();
  await query(page).fill('timer');
  await expect(hit(page, /^Heart/)).toContainText('Ops.Anim.Timer');
  await expect(page.getByRole('status', { name: 'Found' })).toHaveText(/^1 of \d+ ops$/);
  await query(page).fill('heart');
  await query(page).press('ArrowDown');
  await expect(hit(page, /^Heart/)).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByTestId('op-title')).toHaveValue('Heart');
  await expect(query(page)).toBeFocused();
  await expectAccessible(page, '[data-testid="drawer"]');
  await query(page).press('Enter');
  await expect(page.getByTestId('canvas')).toBeFocused();
  await expect(editor.box('Heart')).toHaveClass(/selected/);
});

test('an op is found by a value that was set and by one that it holds now', async ({ page }) => {
  await editor.add('string');
  await editor.field('value').getByRole('textbox').fill('a red herring');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ControlOrMeta+f');
  await query(page).fill('"red herring"');
  await expect(hits(page).getByRole('option')).toHaveCount(1);
  await expect(hits(page).locator('mark')).toHaveText('red herring');
  await query(page).fill('no such thing');
  await expect(hits(page)).toContainText('Nothing is found');
  // Escape empties the field at first, then shuts the drawer.
  await query(page).press('Escape');
  await expect(query(page)).toHaveValue('');
  await query(page).press('Escape');
  await expect(page.getByTestId('drawer')).toBeHidden();
});

test('filters narrow the search, as chips and as words', async ({ page }) => {
  await editor.add('gatetrigger');
  await editor.select('Sine');
  const amplitude = editor.field('amplitude').getByRole('spinbutton');
  await amplitude.fill('3');
  await amplitude.press('Enter');
  await page.keyboard.press('ControlOrMeta+f');
  await filter(page, 'Changed').click();
  await expect(query(page)).toHaveValue(':changed');
  await expect(hit(page, /^Sine/)).toBeVisible();
  await filter(page, 'Changed').click();
  await expect(query(page)).toHaveValue('');
  await query(page).fill(':unconnected gate');
  await expect(filter(page, 'Unlinked')).toHaveAttribute('aria-pressed', 'true');
  await expect(hits(page).getByRole('option')).toHaveCount(1);
  await query(page).fill(':hints');
  await expect(hit(page, /^GateTrigger/)).toContainText('until something is linked to Execute');
  await query(page).fill(':nonsense');
  await expect(page.getByText('There is no filter :nonsense.')).toBeVisible();
});

test('what is found in a subpatch is gone to, and says where it is', async ({ page }) => {
  await editor.select('Sine');
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('g');
  await expect(editor.box('Sine')).toBeHidden();
  await page.keyboard.press('ControlOrMeta+f');
  await query(page).fill('sine');
  await expect(hit(page, /^Sine/)).toContainText('SubPatch');
  await hit(page, /^Sine/).click();
  await expect(editor.box('Sine')).toHaveClass(/selected/);
  await query(page).fill('timer :here');
  await expect(hits(page)).toContainText('Nothing is found');
});

test('a finger finds an op and goes to it', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    ...(baseURL !== undefined && { baseURL }),
    viewport: { width: 390, height: 780 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  const phone = new Editor(page);
  await phone.open();
  await page.getByRole('button', { name: /^Timeline/ }).tap();
  await page.getByRole('tab', { name: 'Find' }).tap();
  await query(page).tap();
  await query(page).fill('sine');
  await hit(page, /^Sine/).tap();
  await expect(phone.box('Sine')).toHaveClass(/selected/);
  await context.close();
});
