import { expect, test } from '@playwright/test';

import { Editor } from './editor';

let editor: Editor;

test.beforeEach(async ({ page }) => {
  editor = new Editor(page);
  await editor.open();
});

test('a first visit shows a patch that is connected and moves', async ({ page }) => {
  await expect(editor.connection).toContainText(`Connected to ${new URL(page.url()).host}`);
  const number = page.getByRole('status', { name: 'VizNumber value' });
  const first = await number.textContent();
  await expect(number).not.toHaveText(first ?? '');
  await expect(number).toHaveText(/^-?[01]\.\d{3}$|^-?[01]$/);
  await expect(page.getByTestId('stage')).toContainText(/-?[01]\.\d/);
});

test('the message crosses the broker: its topic is the one that it was published under', async () => {
  await editor.select('MqttPublish');
  const topic = editor.field('Topic').getByRole('textbox');
  await topic.fill('ropewalk/elsewhere');
  await topic.press('Enter');
  await editor.select('MqttSubscribe');
  const filter = editor.field('Topic').getByRole('textbox');
  await filter.fill('ropewalk/#');
  await filter.press('Enter');
  await expect(editor.result('Topic')).toHaveText('ropewalk/elsewhere');
});

test('a wrong password is said where a person looks', async () => {
  await expect(editor.connection).toContainText('Connected');
  await editor.connection.click();
  const user = editor.field('Username').getByRole('textbox');
  await user.fill('nobody');
  await user.press('Enter');
  await expect(editor.connection).toContainText('Refused');
  await expect(editor.inspector.locator('.status.error')).toBeVisible();
});

test.describe('a broker URL that cannot work', () => {
  for (const url of ['', 'http://localhost:1883', 'ws://', 'localhost:1']) {
    test(JSON.stringify(url), async () => {
      await expect(editor.connection).toContainText('Connected');
      await editor.connection.click();
      const field = editor.field('Broker URL').getByRole('textbox');
      await field.fill(url);
      await field.press('Enter');
      await expect(editor.connection).not.toContainText('Connected');
      await expect(editor.inspector.locator('.status')).toBeVisible();
      await expect(editor.box('Sine')).toBeVisible();
    });
  }
});
