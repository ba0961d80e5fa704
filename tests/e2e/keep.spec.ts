import { expect, type Page, test } from '@playwright/test';

import { Editor } from './editor';

/** How old what reopens may be, in milliseconds. */
const AT_MOST = 1_000;

/** Random numbers from 0 to 1 that are the same in each run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function open(page: Page): Promise<Editor> {
  const editor = new Editor(page);
  await editor.open();
  return editor;
}

async function rename(editor: Editor, name: string): Promise<void> {
  await editor.name.fill(name);
  await editor.name.press('Enter');
}

test('a tab that is killed at any moment reopens as it was at most a second before', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const random = randomFrom(4);
  const context = await browser.newContext();
  let editor = await open(await context.newPage());
  await editor.page.getByRole('button', { name: 'New patch' }).click();
  await rename(editor, 'edit 0');
  await editor.kept();
  let edits = 0;
  let oldest = 0;
  while (edits < 500) {
    // What the test knows: each edit, and when it was made at the latest.
    const made: { name: string; at: number }[] = [{ name: `edit ${edits}`, at: 0 }];
    const burst = 20 + Math.floor(random() * 60);
    for (let at = 0; at < burst; at += 1) {
      edits += 1;
      const name = `edit ${edits}`;
      // As a person does, but without the way there: the field is left after each.
      await editor.name.evaluate((field, name) => {
        (field as HTMLInputElement).value = name;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
        field.dispatchEvent(new FocusEvent('blur'));
      }, name);
      made.push({ name, at: performance.now() });
      if (random() < 0.3) await expect(editor.name).toHaveValue(name);
    }
    const { page } = editor;
    const session = await context.newCDPSession(page);
    const killed = performance.now();
    const crashed = page.waitForEvent('crash');
    session.send('Page.crash').catch(() => undefined);
    await crashed;
    await page.close();

    editor = await open(await context.newPage());
    const name = await editor.name.inputValue();
    const at = made.findIndex((edit) => edit.name === name);
    expect(at, `${name} is an edit of this burst or the last one before`).toBeGreaterThanOrEqual(0);
    // The first edit that is missing was made less than a second before the end.
    const missing = made[at + 1];
    const age = missing ? killed - missing.at : 0;
    oldest = Math.max(oldest, age);
    expect(age, `of ${name}`).toBeLessThan(AT_MOST);
    // What was lost is made again, so that the next burst begins where this one has ended.
    await rename(editor, `edit ${edits}`);
    await editor.kept();
  }
  test.info().annotations.push({ type: 'oldest', description: `${Math.round(oldest)} ms` });
  await context.close();
});

test('two tabs do not overwrite each other’s patch', async ({ context, page }) => {
  const first = await open(page);
  await rename(first, 'Mine');
  await first.kept();
  const second = await open(await context.newPage());
  await expect(second.name).toHaveValue('Mine');
  const bar = second.page.getByTestId('rival');
  await expect(bar).toContainText('open in another tab');

  // Edits of both are kept, each for itself.
  await rename(second, 'Second');
  await expect(second.page.getByTestId('keeping')).toHaveText('Kept as a copy');
  await rename(first, 'First');
  await first.kept();
  await expect(page.getByTestId('rival')).toBeHidden();

  // Who takes over has what the other has left, and the other is told.
  await bar.getByRole('button', { name: 'Take over' }).click();
  await expect(second.name).toHaveValue('First');
  await expect(bar).toBeHidden();
  const told = page.getByTestId('rival');
  await expect(told).toContainText('Another tab has taken this patch over');
  await rename(second, 'Second goes on');
  await second.kept();
  await second.page.getByRole('button', { name: 'Open a patch' }).click();
  await expect(second.page.getByRole('dialog')).toContainText('Second (other tab)');
  await second.page.keyboard.press('Escape');

  await told.getByRole('button', { name: 'Open as a copy' }).click();
  await expect(first.name).toHaveValue('First (copy)');
  await expect(told).toBeHidden();
  await first.kept();
  await page.reload();
  await expect(first.name).toHaveValue('First (copy)');
});

test('a patch that another program has changed on the server is not overwritten unseen', async ({
  page,
}) => {
  const editor = await open(page);
  const name = `disk-${Date.now()}`;
  await rename(editor, name);
  const openDialog = () => page.getByRole('button', { name: 'Open a patch' }).click();
  const save = page.getByRole('button', { name: /^Save “/ });
  await openDialog();
  // The second press of two is none that another program has made.
  await save.dblclick();
  await expect(editor.toasts).toContainText(`Saved on the server as ${name}.json`);
  await expect(page.getByTestId('server-conflict')).toBeHidden();
  await save.click();
  await expect(page.getByTestId('server-conflict')).toBeHidden();

  const theirs = { ropewalk: 1, id: 'theirs', name: 'Theirs', ops: [], links: [] };
  const path = `patches/${name}.json`;
  const change = () => page.request.put(path, { data: theirs });
  expect((await change()).ok()).toBe(true);
  await save.click();
  const conflict = page.getByTestId('server-conflict');
  await expect(conflict).toContainText('another program has changed it');
  expect(await (await page.request.get(path)).json()).toMatchObject({ name: 'Theirs' });

  await conflict.getByRole('button', { name: `Save mine as ${name}-2.json` }).click();
  await expect(editor.toasts).toContainText(`Saved on the server as ${name}-2.json`);
  expect(await (await page.request.get(`patches/${name}-2.json`)).json()).toMatchObject({ name });
  // One that this page knows nothing of.
  await save.click();
  await expect(conflict).toContainText('there is a patch of that name already');
  await conflict.getByRole('button', { name: 'Write mine over it' }).click();
  await expect(conflict).toBeHidden();
  expect(await (await page.request.get(path)).json()).toMatchObject({ name });

  // What is known of the file outlasts a reload.
  await page.keyboard.press('Escape');
  await editor.kept();
  await change();
  await page.reload();
  await openDialog();
  await save.click();
  await conflict.getByRole('button', { name: 'Open theirs' }).click();
  await expect(editor.name).toHaveValue('Theirs');
  for (const file of [path, `patches/${name}-2.json`]) await page.request.delete(file);
});

test('a patch that is opened while another is on its way to the server is not taken for its file', async ({
  page,
}) => {
  const editor = await open(page);
  const name = `slow-${Date.now()}`;
  const path = `patches/${name}.json`;
  const save = page.getByRole('button', { name: /^Save “/ });
  const openDialog = () => page.getByRole('button', { name: 'Open a patch' }).click();
  let goOn = () => {};
  const isHeld = new Promise<void>((resolve) => (goOn = resolve));
  await page.route(`**/${path}`, (route) => isHeld.then(() => route.continue()), { times: 1 });
  await rename(editor, name);
  await openDialog();
  await save.click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'New patch' }).click();
  await rename(editor, name);
  goOn();
  await expect(editor.toasts).toContainText(`Saved on the server as ${name}.json`);
  await openDialog();
  await save.click();
  await expect(page.getByTestId('server-conflict')).toContainText('there is a patch of that name');
  const onServer = (await (await page.request.get(path)).json()) as { ops: unknown[] };
  expect(onServer.ops).not.toEqual([]);
  await page.request.delete(path);
});

test('where storage is forbidden, the patch runs, and nothing of it goes unseen', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const open = indexedDB.open.bind(indexedDB);
    IDBFactory.prototype.open = (...given) => {
      if (sessionStorage.getItem('allowed')) return open(...given);
      throw new DOMException('denied', 'SecurityError');
    };
  });
  const editor = await open(page);
  await expect(editor.toasts).toContainText('This browser did not keep the patch');
  await expect(editor.toasts).toContainText('Save it as a file to be safe');
  await expect(page.getByTestId('keeping')).toHaveText('Not kept');
  await expect(editor.connection).toContainText('Connected');
  await rename(editor, 'Nowhere');

  // Who leaves the page is asked first.
  const asked = new Promise<string>((resolve) => {
    page.once('dialog', (dialog) => {
      resolve(dialog.type());
      void dialog.dismiss();
    });
  });
  await page.evaluate(() => location.assign('/theme.js'));
  expect(await asked).toBe('beforeunload');

  // What makes room for another patch is handed over.
  await page.getByRole('button', { name: 'New patch' }).click();
  await expect(editor.name).toHaveValue('Untitled');
  await expect(editor.toasts).toContainText('“Nowhere” is gone from here');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    editor.toasts.getByRole('button', { name: 'Save it as a file' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('nowhere.json');

  // Once it is allowed, it is kept, without the page being loaded anew; also where what was kept is
  // taken away, as by who clears the browser's data.
  await page.evaluate(() => sessionStorage.setItem('allowed', 'yes'));
  await editor.kept();
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await rename(editor, 'Kept again');
  await editor.kept();
  await page.reload();
  await expect(editor.name).toHaveValue('Kept again');
});

test('where storage is full, that is said, and the patch is kept once there is room', async ({
  page,
}) => {
  const editor = await open(page);
  await editor.kept();
  await page.evaluate(() => {
    const { prototype } = IDBObjectStore;
    const put = Object.getOwnPropertyDescriptor(prototype, 'put') ?? {};
    const makeRoom = () => Object.defineProperty(prototype, 'put', put);
    Object.assign(window, { makeRoom });
    prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await rename(editor, 'Too much');
  await expect(editor.toasts).toContainText('This browser’s storage is full');
  await expect(page.getByTestId('keeping')).toHaveText('Not kept');
  await page.evaluate(() => (window as unknown as { makeRoom(): void }).makeRoom());
  await editor.kept();
  await page.reload();
  await expect(editor.name).toHaveValue('Too much');
});
