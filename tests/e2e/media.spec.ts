import { expect, type Page, test } from '@playwright/test';

import { openOps, stageOf } from './page-patch';

test.describe('sound', () => {
  /** A quiet tone. */
  function wave(seconds: number): string {
    const rate = 8000;
    const samples = Buffer.alloc(rate * seconds, 128);
    for (let at = 0; at < samples.length; at += 1) samples[at] = 128 + (at % 20 < 10 ? 2 : -2);
    const header = Buffer.alloc(44);
    header.write('RIFF', 0);
    header.writeUInt32LE(36 + samples.length, 4);
    header.write('WAVEfmt ', 8);
    header.writeUInt32LE(16, 16);
    header.writeUInt16LE(1, 20);
    header.writeUInt16LE(1, 22);
    header.writeUInt32LE(rate, 24);
    header.writeUInt32LE(rate, 28);
    header.writeUInt16LE(1, 32);
    header.writeUInt16LE(8, 34);
    header.write('data', 36);
    header.writeUInt32LE(samples.length, 40);
    return `data:audio/wav;base64,${Buffer.concat([header, samples]).toString('base64')}`;
  }

  test('a sound waits for a person, plays, and stops with its op', async ({ page }) => {
    // Chromium without a window lets every sound play: the rule of those with one is put in here.
    await page.addInitScript(() => {
      const { prototype } = HTMLMediaElement;
      let isUsed = false;
      addEventListener('click', () => (isUsed = true), { capture: true });
      const play = Object.getOwnPropertyDescriptor(prototype, 'play')?.value as () => Promise<void>;
      prototype.play = async function (this: HTMLMediaElement) {
        if (!isUsed) {
          throw new DOMException('nobody has used the page', 'NotAllowedError');
        }
        await play.call(this);
      };
    });
    const editor = await openOps(
      page,
      [
        { id: 'player', op: 'Ops.Audio.AudioPlayer', values: { file: wave(20), Play: true } },
        { id: 'time', op: 'Ops.Html.Elements.Element', values: { 'CSS Class': 'time' } },
        { id: 'text', op: 'Ops.String.NumberToString' },
      ],
      ['player.Current Time > text.Number', 'text.Result > time.Text'],
    );
    const start = stageOf(page).getByRole('button', { name: 'Play the sound' });
    await expect(start).toBeVisible();
    await expect(editor.box('player')).toContainText('before somebody has used the page');
    await start.click();
    await expect(start).toBeHidden();
    await expect
      .poll(async () => Number(await stageOf(page).locator('.time').textContent()))
      .toBeGreaterThan(0.2);
    await editor.select('player');
    await expect(editor.result('Duration')).toHaveText('20');
    await expect(editor.result('Playing')).toHaveText('1');
  });
});

/** A film of a second or so, as this browser makes one of a canvas. */
async function film(page: Page): Promise<string> {
  await page.goto('/');
  const bytes = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 });
    const context = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: 'video/webm' });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const stopped = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.start();
    for (let frame = 0; frame < 40; frame += 1) {
      context?.fillRect(frame, 0, 1, 48);
      await new Promise(requestAnimationFrame);
    }
    recorder.stop();
    await stopped;
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
  });
  return `data:video/webm;base64,${Buffer.from(bytes).toString('base64')}`;
}

test('a video plays on the stage, tells how large it is and when it ends, and goes with its op', async ({
  page,
}) => {
  const values = { File: await film(page), Muted: true, Style: 'width: 100px' };
  const ops = [{ id: 'video', op: 'Ops.Html.Elements.VideoElement', values }];
  const editor = await openOps(page, ops, []);
  const video = stageOf(page).locator('video');
  await expect(video).toBeVisible();
  await editor.select('video');
  await expect(editor.result('Video Width')).toHaveText('64');
  await expect(editor.result('Video Height')).toHaveText('48');
  await expect(editor.result('Playing')).toHaveText('false');
  await editor.field('Play').getByRole('switch').click();
  await expect(editor.result('Ended')).toContainText('1');
  await expect(editor.result('Playing')).toHaveText('false');
  await expect
    .poll(async () => Number(await editor.result('Time').textContent()))
    .toBeGreaterThan(0);
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await expect(video).toHaveCount(0);
});
