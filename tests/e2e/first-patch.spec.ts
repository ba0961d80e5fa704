import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, type Page, test } from '@playwright/test';

import { Editor } from './editor';

/** The steps of README.md's “A first patch in five minutes”: what is bold at the head of each. */
const STEPS = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8')
  .split('## A first patch in five minutes')[1]
  ?.split('\n## ')[0]
  ?.match(/(?<=^\d\. \*\*)[^*]+/gm);

test('a first patch, as the README tells it', async ({ page, context }) => {
  const editor = new Editor(page);
  const palette = page.getByRole('combobox', { name: 'Add an op' });
  const slider = page.getByTestId('stage').getByRole('slider');
  const number = page.getByRole('status', { name: 'VizNumber value' });
  const topic = editor.field('Topic').getByRole('textbox');
  const shows = (value: string) =>
    expect(editor.box('VizNumber').getByText(value).first()).toBeVisible();
  await editor.open();
  await expect(editor.connection).toContainText('Connected');

  const done: string[] = [];
  const step = (name: string, body: () => Promise<void>) => {
    done.push(name);
    return test.step(name, body);
  };

  await step('Unplug the sine.', async () => {
    const { x, y } = await middleOfCable(editor, 'Sine', 'MqttPublish');
    await page.mouse.click(x, y);
    await page.keyboard.press('Delete');
    await expect(editor.cable('Sine', 'MqttPublish')).toHaveCount(0);
    await standsStill(page, () => number.textContent());
  });

  await step('Add a slider.', async () => {
    await page.mouse.dblclick(800, 420);
    await expect(palette).toBeFocused();
    await page.keyboard.type('slider');
    await page.keyboard.press('Enter');
    await expect(editor.box('Slider')).toContainText('It is not to be seen');
    await editor.drag(editor.input('Slider', 'link'), { x: 820, y: 300 });
    await expect(palette).toBeFocused();
    await page.keyboard.type('sidebar');
    await page.keyboard.press('Enter');
    await expect(slider).toBeVisible();
  });

  await step('Wire it.', async () => {
    await editor.drag(editor.output('Slider', 'Result'), editor.input('MqttPublish', 'Message'));
    await expect(editor.cable('Slider', 'MqttPublish')).toHaveCount(1);
  });

  await step('Move it.', async () => {
    await slider.fill('0.25');
    await shows('0.250');
  });

  await step('Take a topic of your own.', async () => {
    await editor.select('MqttPublish');
    await topic.fill('room/lamp');
    await topic.press('Enter');
    await slider.fill('0.75');
    await expect(editor.box('MqttPublish').getByText('0.75').first()).toBeVisible();
    await shows('0.250');
    await editor.select('MqttSubscribe');
    await topic.fill('room/+');
    await topic.press('Enter');
    await slider.fill('0.5');
    await shows('0.500');
  });

  await step('Open the page in a second window', async () => {
    await editor.kept();
    const other = new Editor(await context.newPage());
    await other.open();
    await expect(other.connection).toContainText('Connected');
    await slider.fill('0.25');
    await expect(other.box('VizNumber').getByText('0.250').first()).toBeVisible();
  });

  expect(done).toEqual(STEPS);
});

async function middleOfCable(editor: Editor, from: string, to: string) {
  return editor
    .cable(from, to)
    .locator('path')
    .first()
    .evaluate((path: SVGPathElement) => {
      const middle = path.getPointAtLength(path.getTotalLength() / 2);
      const { x, y } = middle.matrixTransform(path.getScreenCTM() ?? undefined);
      return { x, y };
    });
}

/** Waits until something has been the same for half a second of frames. */
async function standsStill(page: Page, read: () => Promise<string | null>): Promise<void> {
  await expect(async () => {
    const before = await read();
    for (let frame = 0; frame < 30; frame += 1) {
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    expect(await read()).toBe(before);
  }).toPass();
}
