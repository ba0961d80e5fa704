import { expect, type Locator, test } from '@playwright/test';

import { findings } from './axe';
import { Editor } from './editor';

let editor: Editor;

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
  await expect(editor.connection).toContainText('Connected');
});

const styleOf = (element: Locator, property: string) =>
  element.evaluate((node, name) => getComputedStyle(node).getPropertyValue(name), property);

for (const colorScheme of ['light', 'dark'] as const) {
  test(`where colours are forced, ${colorScheme}, what is chosen and what differs is seen`, async ({
    page,
  }) => {
    await page.emulateMedia({ forcedColors: 'active', colorScheme });
    await expect(editor.box('Timer')).toHaveCSS('outline-style', 'solid');

    await editor.select('Sine');
    const outline = (label: string) => styleOf(editor.box(label), 'outline-width');
    expect(await outline('Sine')).toBe('3px');
    expect(await outline('Timer')).toBe('1px');

    // Each kind of port has a shape of its own, and a port with a cable is filled.
    const tab = (port: Locator) => port.locator('.tab');
    const ports = [
      editor.output('Timer', 'Time'),
      editor.input('Timer', 'Reset'),
      editor.input('Mqtt', 'Broker URL'),
      editor.output('Mqtt', 'MQTT Object'),
      editor.output('Mqtt', 'Connected'),
    ];
    const shapes = ports.map(async (port) => {
      const [radius, line] = ['border-radius', 'border-bottom-width'];
      return `${await styleOf(tab(port), radius)} ${await styleOf(tab(port), line)}`;
    });
    expect(new Set(await Promise.all(shapes)).size).toBe(ports.length);
    const fill = (port: Locator) => styleOf(tab(port), 'background-color');
    expect(await fill(editor.input('Sine', 'value'))).not.toBe(
      await fill(editor.input('Sine', 'phase')),
    );

    const toggle = editor.field('asine').getByRole('switch');
    const off = await styleOf(toggle, 'background-color');
    await toggle.press('Space');
    await expect(toggle).toBeChecked();
    await expect.poll(() => styleOf(toggle, 'background-color')).not.toBe(off);
    await expect(toggle).toHaveCSS('outline-style', 'solid');
    expect(await findings(page)).toEqual([]);

    await page.getByTestId('canvas').focus();
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'Add an op' }).fill('m');
    const entries = page.getByRole('dialog').getByRole('option');
    const lit = await styleOf(entries.nth(0), 'background-color');
    expect(lit).not.toBe(await styleOf(entries.nth(1), 'background-color'));
    // A text that is lit lies on nothing else.
    expect(await styleOf(entries.nth(0), 'forced-color-adjust')).toBe('none');
  });
}

test('who asks for more contrast has seven to one, and cables that are not seen through', async ({
  page,
}) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const cable = editor.cable('Timer', 'Sine').locator('.cable').first();
    await page.emulateMedia({ contrast: 'no-preference', colorScheme });
    await expect(cable).not.toHaveCSS('stroke-opacity', '1');
    await page.emulateMedia({ contrast: 'more', colorScheme });
    await expect(cable).toHaveCSS('stroke-opacity', '1');
    await editor.select('Sine');
    expect(await findings(page, { rules: ['color-contrast-enhanced'] })).toEqual([]);
  }
});

test('what moves by itself stands still for who wants less motion', async ({ page }) => {
  const flow = page.locator('.flow').first();
  await expect(flow).toHaveCSS('animation-name', /flow$/);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(flow).toHaveCSS('animation-name', 'none');
  // A transition of each property, however short, starts later the deeper an element lies.
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
  const hint = page.getByText('Select an op to change what it does.');
  const [before, after] = await hint.evaluate((element) => {
    const style = getComputedStyle(element);
    const { color } = style;
    document.documentElement.dataset.theme = 'dark';
    return [color, style.color];
  });
  expect(after, 'the theme changes at once').not.toBe(before);
});
