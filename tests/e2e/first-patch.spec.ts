import { expect, test } from '@playwright/test';

import { Editor } from './editor';

/** README.md's “A first patch in five minutes”, step by step. */
test('a first patch, as the README tells it', async ({ page, context }) => {
  const editor = new Editor(page);
  await editor.open();
  await expect(editor.connection).toContainText('Connected');

  // 1. A slider in the place of the sine.
  await editor.cable('Sine', 'MqttPublish').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Delete');
  await expect(editor.cable('Sine', 'MqttPublish')).toHaveCount(0);
  const palette = page.getByRole('combobox', { name: 'Add an op' });
  await page.mouse.dblclick(800, 420);
  await expect(palette).toBeFocused();
  await page.keyboard.type('slider');
  await page.keyboard.press('Enter');
  // A slider is seen in a sidebar only; the palette offers what the port takes.
  await editor.drag(editor.input('Slider', 'link'), { x: 820, y: 300 });
  await expect(palette).toBeFocused();
  await page.keyboard.type('sidebar');
  await page.keyboard.press('Enter');
  await editor.drag(editor.output('Slider', 'Result'), editor.input('MqttPublish', 'Message'));
  await expect(editor.cable('Slider', 'MqttPublish')).toHaveCount(1);

  // 2. What it is moved to crosses the broker.
  const slider = page.getByTestId('stage').getByRole('slider');
  const shown = editor.box('VizNumber').getByText('0.250');
  await slider.fill('0.25');
  await expect(shown.first()).toBeVisible();

  // 3. A topic of one's own: nothing comes until the other op listens to it.
  await editor.select('MqttPublish');
  const topic = editor.field('Topic').getByRole('textbox');
  await topic.fill('room/lamp');
  await topic.press('Enter');
  await slider.fill('0.75');
  await expect(editor.box('MqttPublish').getByText('0.75').first()).toBeVisible();
  await expect(shown.first()).toBeVisible();
  await editor.select('MqttSubscribe');
  await topic.fill('room/+');
  await topic.press('Enter');
  await slider.fill('0.5');
  await expect(editor.box('VizNumber').getByText('0.500').first()).toBeVisible();

  // 4. Another window is another client.
  await editor.kept();
  const other = new Editor(await context.newPage());
  await other.open();
  await expect(other.connection).toContainText('Connected');
  await slider.fill('0.25');
  await expect(other.box('VizNumber').getByText('0.250').first()).toBeVisible();
});
