import { expect, type Page, test } from '@playwright/test';

import { Editor } from './editor';

let editor: Editor;

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
  await editor.select('Sine');
});

const plot = (page: Page) => page.getByTestId('plot');
const row = (page: Page, name: string) => plot(page).getByRole('row', { name });
const cell = (page: Page, name: string, column: number) =>
  row(page, name).getByRole('cell').nth(column);
const number = async (page: Page, name: string, column: number) =>
  Number(await cell(page, name, column).textContent());

/** How many points of the chart are drawn upon: it is empty without a line. */
const inkOf = (page: Page) =>
  plot(page)
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas
        .getContext('2d')!
        .getImageData(canvas.width * 0.2, 0, canvas.width * 0.7, canvas.height * 0.8);
      return data.filter((value, at) => at % 4 === 3 && value > 200).length;
    });

test('numbers are plotted with their ranges, paused, and taken out', async ({ page }) => {
  await editor.inspector.getByRole('button', { name: 'Plot result' }).click();
  await expect(page.getByRole('tab', { name: 'Plot' })).toHaveAttribute('aria-selected', 'true');
  // The least and the greatest of a wave come apart.
  await expect.poll(() => number(page, 'Sine · result', 2)).toBeGreaterThan(0.2);
  await expect.poll(() => number(page, 'Sine · result', 1)).toBeLessThan(0.1);
  await expect.poll(() => inkOf(page)).toBeGreaterThan(50);

  await editor.inspector.getByRole('button', { name: 'Plot value' }).click();
  await expect(row(page, 'Sine · value')).toBeVisible();
  await expect(plot(page).getByRole('img')).toHaveAccessibleName(
    'Plot of Sine · result, Sine · value',
  );

  await plot(page).getByRole('button', { name: 'Pause the plot' }).click();
  const stands = await cell(page, 'Sine · value', 0).textContent();
  await expect(editor.result('result')).not.toHaveText(
    String(await editor.result('result').textContent()),
  );
  await expect(cell(page, 'Sine · value', 0)).toHaveText(stands ?? '');
  await plot(page).getByRole('button', { name: 'Go on plotting' }).click();
  await expect(cell(page, 'Sine · value', 0)).not.toHaveText(stands ?? '');

  await plot(page).getByRole('combobox', { name: 'Time that is shown' }).selectOption('60 s');
  await plot(page).getByRole('button', { name: 'Plot Sine · value no more' }).click();
  await expect(row(page, 'Sine · value')).toHaveCount(0);
  await editor.inspector.getByRole('button', { name: 'Plot result' }).click();
  await expect(plot(page)).toContainText('Nothing is plotted');
});

test('the keyboard plots too, and leads to the op', async ({ page }) => {
  const button = editor.inspector.getByRole('button', { name: 'Plot result' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await editor.select('Timer');
  await row(page, 'Sine · result')
    .getByRole('button', { name: 'Sine · result', exact: true })
    .focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('op-title')).toHaveValue('Sine');
});
