import { expect, type Page, test } from '@playwright/test';

import { Editor } from './editor';

/** What would be seen, and would run, in a page that took it as HTML. */
const MARKUP = '<img src=x onerror="document.title=1"><b>bold</b>';

/** A patch with markup in everything that a person, a file or a broker names. */
const PATCH = {
  ropewalk: 1,
  id: 'markup"]\'<b>',
  name: MARKUP,
  ops: [
    {
      id: 'text"]\'<b>',
      op: 'Ops.String.String',
      title: MARKUP,
      x: 0,
      y: 0,
      values: { value: MARKUP },
    },
    { id: 'comment', op: 'Ops.Ui.Comment', x: 400, y: 0, values: { title: MARKUP, text: MARKUP } },
    { id: 'area', op: 'Ops.Ui.Area', x: -40, y: -80, values: { Title: MARKUP } },
    { id: 'set', op: 'Ops.Vars.VarSetString', x: 0, y: 320, values: { Variable: MARKUP } },
    {
      id: 'broken',
      op: 'Ops.Net.Mqtt.Mqtt',
      x: 400,
      y: 200,
      values: { 'Broker URL': `http://${MARKUP}`, 'Client Name': MARKUP },
    },
    { id: 'publish', op: 'Ops.Net.Mqtt.MqttPublish', x: 400, y: 400, values: { Topic: MARKUP } },
    { id: 'missing', op: `Ops.User.${MARKUP}`, x: 0, y: 480 },
    { id: 'element', op: 'Ops.Html.Elements.Element', x: 0, y: 640, values: { Text: MARKUP } },
  ],
  links: [
    {
      from: { op: 'text"]\'<b>', port: 'String' },
      to: { op: 'set', port: 'Value' },
    },
  ],
};

test('markup is text, whoever wrote it and wherever it is shown', async ({ page }) => {
  const editor = new Editor(page);
  await editor.open();

  await test.step('a file name', async () => {
    await editor.dropFile(`${MARKUP}.json`, '{');
    await expect(editor.toasts).toContainText(MARKUP);
    await isText(page);
  });

  await editor.dropFile('markup.json', JSON.stringify(PATCH));
  await expect(editor.name).toHaveValue(MARKUP);

  await test.step('the canvas and what it says of ops', async () => {
    await expect(editor.box(MARKUP).first()).toBeVisible();
    await isText(page);
  });

  await test.step('the inspector of each op', async () => {
    for (const key of await page.locator('.svelte-flow__node').all()) {
      await key.focus();
      await page.keyboard.press('Enter');
      await isText(page);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
    }
  });

  await test.step('each panel of the drawer', async () => {
    await page.keyboard.press('ControlOrMeta+f');
    await page.getByRole('combobox', { name: 'Find ops' }).fill('bold');
    await expect(page.getByTestId('drawer')).toContainText(MARKUP);
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      await isText(page);
    }
  });

  await test.step('dialogs', async () => {
    for (const name of ['Open a patch', /^Export/]) {
      await page.getByRole('button', { name }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await isText(page);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
    }
    await page.getByRole('button', { name: 'Add op' }).click();
    await page.getByRole('combobox', { name: 'Add an op' }).fill(MARKUP);
    await isText(page);
    await page.keyboard.press('Escape');
  });

  await test.step('the folder of the server', async () => {
    await page.getByRole('button', { name: 'Open a patch' }).click();
    await page.getByRole('button', { name: /^Save “/ }).click();
    await expect(editor.toasts).toContainText('Saved on the server');
    await isText(page);
  });
});

/** Nothing was made of it, nothing has run, and no address in it was asked for. */
async function isText(page: Page): Promise<void> {
  const made = await page.evaluate(() => {
    const roots: (Document | ShadowRoot)[] = [document];
    for (const root of roots) {
      for (const { shadowRoot } of root.querySelectorAll('*'))
        if (shadowRoot) roots.push(shadowRoot);
    }
    return roots
      .flatMap((root) => [...root.querySelectorAll('img[src="x"], [onerror]')])
      .map(({ outerHTML }) => outerHTML);
  });
  expect(made).toEqual([]);
  expect(await page.title()).not.toBe('1');
}
