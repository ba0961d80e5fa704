import { expect, test } from '@playwright/test';

import { Editor } from './editor';

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
