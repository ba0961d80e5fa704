import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

import { Editor } from './editor';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('axe finds nothing on the page, its inspector, its palette and its dialogs', async ({
      page,
    }) => {
      // Each look takes axe seconds on a machine that draws in software.
      test.slow();
      const editor = new Editor(page);
      await editor.open();
      await expect(editor.connection).toContainText('Connected');
      await check(page);
      await editor.select('Mqtt');
      await check(page);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('combobox', { name: 'Add an op' })).toBeVisible();
      await check(page);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Open a patch' }).click();
      await check(page);
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('an op is added, selected and edited by touch, and nothing scrolls sideways', async ({
    page,
  }) => {
    const editor = new Editor(page);
    await editor.open();
    await page.getByRole('button', { name: 'Add op' }).tap();
    await page.getByRole('combobox', { name: 'Add an op' }).fill('mr');
    await page.getByTestId('palette-entry').first().tap();
    await expect(page.getByTestId('op-title')).toHaveValue('MapRange');
    const max = editor.field('new max').getByRole('spinbutton');
    await max.fill('100');
    await max.press('Enter');
    await expect(max).toHaveValue('100');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
  });
});

async function check(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}
