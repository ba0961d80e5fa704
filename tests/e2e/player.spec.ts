import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect, type Page, test } from '@playwright/test';
import { unzipSync } from 'fflate';

import { findings } from './axe';
import { Editor } from './editor';
import { Elsewhere } from './elsewhere';
import { filesIn, serveFiles } from './files-server';

const WEB = join(import.meta.dirname, '..', '..', 'web');
const PLAYER = join(WEB, 'player');
const EXAMPLES = join(PLAYER, 'examples');
const run = promisify(execFile);

/** A patch that shows a text. */
const patch = (text: string) =>
  JSON.stringify({
    ropewalk: 1,
    id: 'playertest',
    name: 'Night shift',
    ops: [{ id: 'e', op: 'Ops.Html.Elements.Element', x: 0, y: 0, values: { Text: text } }],
    links: [],
  });

const player = (page: Page) => page.locator('ropewalk-patch');
const state = (page: Page) =>
  player(page).evaluate((element) => (element as HTMLElement & { state: string }).state);

type Player = HTMLElement & {
  setVariable(name: string, value: unknown): void;
  setSecret(op: string, port: string, value: string): Promise<void>;
};

const setVariable = (page: Page, name: string, value: unknown) =>
  player(page).evaluate((element, [name, value]) => (element as Player).setVariable(name, value), [
    name,
    value,
  ] as const);

let folder: string;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-player-'));
});

test.afterAll(() => rm(folder, { recursive: true, force: true }));

test('a player page plays a patch of its server, under the patch’s name', async ({ page }) => {
  await page.request.put('/patches/player-test.json', { data: patch('Here I am') });
  await page.goto('/play.html?patch=patches/player-test.json');
  await expect(page.getByText('Here I am')).toBeVisible();
  await expect(page).toHaveTitle('Night shift');
  expect(await state(page)).toBe('playing');
});

test('markup in a patch is shown as text', async ({ page }) => {
  await page.route('**/a.json', (route) => route.fulfill({ body: patch('<b>bold</b>') }));
  await page.goto('/play.html?patch=a.json');
  await expect(page.getByText('<b>bold</b>')).toBeVisible();
});

test('CSS of a patch holds inside of its player, and nowhere else', async ({ page }) => {
  const css = ':scope { --far: 3px } * { letter-spacing: var(--far) } body { color: red }';
  const ops = [
    { id: 'c', op: 'Ops.Html.CSS.CSS', x: 0, y: 0, values: { 'css code': css } },
    { id: 'e', op: 'Ops.Html.Elements.Element', x: 0, y: 112, values: { Text: 'Spaced' } },
  ];
  const body = JSON.stringify({ ropewalk: 1, id: 'css', name: 'CSS', ops, links: [] });
  await page.route('**/css.json', (route) => route.fulfill({ body }));
  await page.goto('/play.html?patch=css.json');
  await expect(page.getByText('Spaced')).toHaveCSS('letter-spacing', '3px');
  await expect(page.locator('body')).toHaveCSS('letter-spacing', 'normal');
  await expect(page.locator('body')).not.toHaveCSS('color', 'rgb(255, 0, 0)');
});

test('a patch that does not load is said, and tried again until it is there', async ({ page }) => {
  let tries = 0;
  await page.route('**/late.json', (route) => {
    tries += 1;
    return tries < 3 ? route.fulfill({ status: 503 }) : route.fulfill({ body: patch('At last') });
  });
  await page.goto('/play.html?patch=late.json');
  await expect(page.getByRole('status')).toContainText('HTTP 503');
  await expect(page.getByText('At last')).toBeVisible();
  await expect(page.getByRole('status')).toBeHidden();
});

test('a file that is no patch is said, and not tried again', async ({ page }) => {
  await page.route('**/bad.json', (route) => route.fulfill({ body: '{"what": 1}' }));
  await page.goto('/play.html?patch=bad.json');
  await expect(page.getByRole('status')).toContainText('patch');
  await expect(page.getByRole('status')).not.toContainText('Trying again');
  expect(await state(page)).toBe('failed');
});

test('without a patch the page says how to name one', async ({ page }) => {
  await page.goto('/play.html');
  await expect(page.getByText('No patch is named.')).toBeVisible();
});

/** A patch that says whether it is connected to a broker; a variable says whether it is to be. */
function connecting(broker: string, more: Record<string, unknown> = {}): string {
  const values = { 'Broker URL': broker, 'Use SSL': false, ...more };
  const sources = { Active: { variable: 'on' } };
  const ops = [
    { id: 'mqtt', op: 'Ops.Net.Mqtt.Mqtt', x: 0, y: 0, values, sources },
    { id: 'is', op: 'Ops.Boolean.BoolToString', x: 0, y: 112, values: { True: 'It is connected' } },
    { id: 'e', op: 'Ops.Html.Elements.Element', x: 0, y: 224 },
  ];
  const links = [
    { from: { op: 'mqtt', port: 'Connected' }, to: { op: 'is', port: 'Boolean' } },
    { from: { op: 'is', port: 'String' }, to: { op: 'e', port: 'Text' } },
  ];
  return JSON.stringify({ ropewalk: 1, id: 'asks', name: 'Asks', ops, links });
}

test('a password that a broker asks for is entered by keys alone, and kept for the next time', async ({
  baseURL,
  page,
}) => {
  const body = connecting(new URL(baseURL ?? '').host, { Username: 'view' });
  await page.route('**/asks.json', (route) => route.fulfill({ body }));
  let sockets = 0;
  page.on('websocket', () => (sockets += 1));
  await page.goto('/play.html?patch=asks.json');
  const connected = page.getByText('It is connected');
  const field = page.getByLabel('Password', { exact: true }).and(page.locator('input'));
  await expect(page.getByText(/^The broker refuses the user/)).toBeVisible();
  await expect(field).toHaveAttribute('autocomplete', 'current-password');
  await expect(field).toBeFocused();
  expect(await findings(page, { within: 'ropewalk-patch' })).toEqual([]);

  // A wrong one is asked for again, where the person is.
  await page.keyboard.type('wrong');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('');
  await expect.poll(() => sockets).toBe(2);
  await expect(field).toBeFocused();
  await expect(connected).toBeHidden();

  // Put off, the focus is where it was.
  await page.evaluate(() => {
    const button = document.createElement('button');
    button.textContent = 'Elsewhere';
    document.body.prepend(button);
    button.focus();
  });
  const elsewhere = page.getByRole('button', { name: 'Elsewhere' });
  await expect(elsewhere).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field).toBeHidden();
  await expect(elsewhere).toBeFocused();

  // The same refusal is not asked about again; by a button it can be.
  const mark = page.getByRole('button', { name: 'Password…' });
  await expect(mark).toBeVisible();
  await setVariable(page, 'on', false);
  await expect(mark).toBeHidden();
  await setVariable(page, 'on', true);
  await expect(mark).toBeVisible();
  expect(sockets).toBe(3);
  await expect(field).toBeHidden();
  expect(await findings(page, { within: 'ropewalk-patch' })).toEqual([]);
  await page.keyboard.press('Tab');
  await expect(mark).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(field).toBeFocused();
  await expect(mark).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(mark).toBeFocused();
  // With another password it is another question.
  await player(page).evaluate((element) =>
    (element as Player).setSecret('mqtt', 'Password', 'wrong as well'),
  );
  await expect(field).toBeVisible();
  await expect(mark).toBeHidden();

  // It is asked for again the next time.
  await page.reload();
  await expect(field).toBeFocused();
  await page.keyboard.type('view');
  await page.keyboard.press('Enter');
  await expect(connected).toBeVisible();
  await expect(field).toBeHidden();
  expect(page.url()).not.toContain('view');
  await page.reload();
  await expect(connected).toBeVisible();
  await expect(field).toBeHidden();
});

test('a patch of another server reaches what a person has allowed it, here or in the editor', async ({
  baseURL,
  page,
}) => {
  const own = `ws://${new URL(baseURL ?? '').host}`;
  const other = await new Elsewhere().start();
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  const values = { Username: 'try', Password: 'try' };
  let body = connecting(`${own}/mqtt`, values);
  const headers = { 'access-control-allow-origin': '*' };
  await page.route('https://elsewhere.example/a.json', (route) => route.fulfill({ body, headers }));
  const question = page.getByRole('form', { name: 'Held connections' });
  const connected = page.getByText('It is connected');
  try {
    await page.goto('/play.html?patch=https://elsewhere.example/a.json');
    await expect(question).toContainText(own);
    await expect(question).toBeFocused();
    expect(await findings(page, { within: 'ropewalk-patch' })).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(question).toBeHidden();
    await page.reload();
    await expect(question).toContainText(own);
    expect(sockets).toEqual([]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(connected).toBeVisible();
    await expect(question).toBeHidden();
    await page.reload();
    await expect(connected).toBeVisible();
    await expect(question).toBeHidden();

    // Another server is another question.
    body = connecting(`ws://${other.host}/mqtt`, values);
    await page.reload();
    await expect(question).toContainText(other.host);
    await page.getByRole('button', { name: 'Keep held' }).click();
    await expect(question).toBeHidden();
    await expect(connected).toBeHidden();
    expect(other.asked).toEqual([]);

    // The editor knows what was allowed, and the player what is allowed there.
    const editor = new Editor(page);
    await editor.open();
    await editor.dropFile('a.json', connecting(`${own}/mqtt`, values));
    await expect(page.getByTestId('stage')).toContainText('It is connected');
    await expect(editor.held).toBeHidden();
    await editor.dropFile('a.json', body);
    await expect(editor.held).toContainText(other.host);
    expect(other.asked).toEqual([]);
    await editor.allow();
    await expect.poll(() => other.asked).toContain('socket');
    const before = other.asked.length;
    await page.goto('/play.html?patch=https://elsewhere.example/a.json');
    await expect.poll(() => other.asked.length).toBeGreaterThan(before);
    await expect(question).toBeHidden();
  } finally {
    other.close();
  }
});

test('the screen is kept on while it plays, and asked for again when the page is back', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const counts = window as unknown as { locks: number };
    counts.locks = 0;
    const { wakeLock } = navigator;
    const request = wakeLock.request.bind(wakeLock);
    wakeLock.request = async (type) => {
      const lock = await request(type);
      counts.locks += 1;
      (window as unknown as { lock: WakeLockSentinel }).lock = lock;
      return lock;
    };
  });
  await page.route('**/a.json', (route) => route.fulfill({ body: patch('On') }));
  await page.goto('/play.html?patch=a.json');
  const locks = () => page.evaluate(() => (window as unknown as { locks: number }).locks);
  await expect.poll(locks).toBe(1);
  await page.evaluate(() => (window as unknown as { lock: WakeLockSentinel }).lock.release());
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect.poll(locks).toBe(2);
});

test('when the runtime dies the page is loaded anew by itself', async ({ page }) => {
  await page.addInitScript(() => {
    const instantiate = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (...args) => {
      const result = await instantiate.apply(WebAssembly, args);
      Object.assign(window, { memory: result.instance.exports.memory });
      return result;
    };
  });
  await page.route('**/a.json', (route) => route.fulfill({ body: patch('Alive') }));
  await page.goto('/play.html?patch=a.json');
  await expect(page.getByText('Alive')).toBeVisible();
  await page.evaluate(() => {
    Object.assign(window, { isOld: true });
    const { memory } = window as unknown as { memory: WebAssembly.Memory };
    new Uint8Array(memory.buffer).fill(0xff);
    window.dispatchEvent(new Event('online'));
  });
  await expect(page.getByRole('status')).toContainText('The runtime has stopped');
  await page.waitForFunction(() => !('isOld' in window));
  await expect(page.getByText('Alive')).toBeVisible();
});

test('a patch is exported as a folder that any web server serves', async ({ page }) => {
  const editor = new Editor(page);
  await editor.open();
  await editor.name.fill('Night & day');
  await editor.name.press('Enter');
  const file = await exported(page, 'A folder for a web server');
  expect(file.name).toBe('night-day.zip');
  const files = unzipSync(await readFile(file.path));
  const server = await serveFiles(Object.entries(files));
  try {
    await page.goto(`${server.url}/night-day/index.html`);
    await expect.poll(() => state(page)).toBe('playing');
    await expect(page).toHaveTitle('Night & day');
  } finally {
    await server.close();
  }
});

test('a patch is exported as one HTML file that a browser opens by itself', async ({ page }) => {
  const editor = new Editor(page);
  await editor.open();
  const file = await exported(page, 'One HTML file');
  const path = join(folder, file.name);
  await writeFile(path, await readFile(file.path));
  await page.goto(`file://${path}`);
  await expect.poll(() => state(page)).toBe('playing');
  await expect(page).toHaveTitle('First light');
  // What asks for a password is in the file too.
  const asking = page.evaluate("import('./questions.js').then(Object.keys)");
  expect(await asking).not.toEqual([]);
});

test('markup in an exported patch is purified, in one file too', async ({ page }) => {
  const editor = new Editor(page);
  await editor.open();
  const value = '<b>bold</b><img src="x" onerror="document.title = 1">';
  const text = JSON.stringify({
    ropewalk: 1,
    id: 'markup',
    name: 'Markup',
    ops: [
      { id: 'e', op: 'Ops.Html.Elements.Element', x: 0, y: 0, values: { Text: '' } },
      { id: 'h', op: 'Ops.Html.InnerHTML', x: 0, y: 112, values: { Value: value } },
    ],
    links: [{ from: { op: 'e', port: 'DOM Element' }, to: { op: 'h', port: 'Element' } }],
  });
  await editor.dropFile('markup.json', text);
  await expect(editor.name).toHaveValue('Markup');
  const file = await exported(page, 'One HTML file');
  const path = join(folder, file.name);
  await writeFile(path, await readFile(file.path));
  await page.goto(`file://${path}`);
  await expect(player(page).locator('b')).toHaveText('bold');
  await expect(player(page).locator('img')).toHaveCount(1);
  await expect(player(page).locator('[onerror]')).toHaveCount(0);
  await expect(page).toHaveTitle('Markup');
});

async function exported(page: Page, form: string): Promise<{ name: string; path: string }> {
  await page.getByRole('button', { name: 'Export to play it elsewhere' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: form }).press('Enter'),
  ]);
  await expect(page.getByRole('dialog')).toBeHidden();
  return { name: download.suggestedFilename(), path: await download.path() };
}

test('the package has the player, its types, and nothing else', async () => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json'], { cwd: PLAYER });
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  expect(paths).toContain('dist/types/player/index.d.ts');
  expect(paths.filter((path) => !path.startsWith('dist/types/')).sort()).toEqual([
    'LICENSE-APACHE',
    'LICENSE-MIT',
    'README.md',
    'dist/purify.js',
    'dist/questions.js',
    'dist/ropewalk.js',
    'dist/ropewalk_bg.wasm',
    'package.json',
  ]);
});

for (const example of ['plain', 'vite', 'react', 'vue']) {
  test(`the example with variables in and out works: ${example}`, async ({ page }) => {
    const server = await serveFiles(await filesOf(example));
    try {
      await page.goto(server.url);
      await expect(page.getByText('The patch says: 50 %')).toBeVisible();
      await page.getByRole('slider', { name: 'Brightness' }).fill('0.75');
      await expect(page.getByText('The patch says: 75 %')).toBeVisible();
      await expect(player(page).getByText('75', { exact: true })).toBeVisible();
    } finally {
      await server.close();
    }
  });
}

/** An example as it is put on a server: the plain one as it stands, the others by Vite. */
async function filesOf(example: string): Promise<[string, Uint8Array][]> {
  const source = join(EXAMPLES, example);
  if (example === 'plain') {
    return [
      ...(await filesIn(source)),
      ...(await filesIn(join(PLAYER, 'dist'), 'ropewalk/')),
      ['lamp.json', await readFile(join(EXAMPLES, 'lamp.json'))],
    ];
  }
  const built = join(folder, example);
  const vite = join(WEB, 'node_modules', '.bin', 'vite');
  await run(vite, ['build', '--outDir', built, '--emptyOutDir'], { cwd: source });
  return filesIn(built);
}
