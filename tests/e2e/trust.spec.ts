import { expect, type Page, test } from '@playwright/test';

import { expectAccessible } from './axe';
import { Editor } from './editor';
import { Elsewhere } from './elsewhere';

type Op = { id: string; op: string; values?: Record<string, unknown> };

function patch(ops: Op[], links: string[] = [], id = 'from-outside'): string {
  const end = (text: string) => {
    const [op = '', port = ''] = text.split(/\.(.*)/s);
    return { op, port };
  };
  return JSON.stringify({
    ropewalk: 1,
    id,
    name: 'From outside',
    ops: ops.map((op, at) => ({
      x: (at % 3) * 260,
      y: 160 + Math.floor(at / 3) * 220,
      title: op.id,
      ...op,
    })),
    links: links.map((link) => {
      const [from = '', to = ''] = link.split(' > ');
      return { from: end(from), to: end(to) };
    }),
  });
}

/** What a page asks of others than its own server: nothing, while a patch is held. */
function watch(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (
      url.protocol !== 'data:' &&
      url.protocol !== 'blob:' &&
      url.origin !== new URL(page.url()).origin
    )
      asked.push(request.url());
  });
  page.on('websocket', (socket) => asked.push(socket.url()));
  return asked;
}

function paste(page: Page, text: string): Promise<void> {
  return page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  }, text);
}

let elsewhere: Elsewhere;
let other: Elsewhere;
let editor: Editor;

test.beforeEach(async ({ page }) => {
  [elsewhere, other] = await Promise.all([new Elsewhere().start(), new Elsewhere().start()]);
  editor = new Editor(page);
  await editor.open();
  await page.getByRole('button', { name: 'New patch' }).click();
  await expect(page.getByTestId('op')).toHaveCount(0);
});

test.afterEach(() => {
  elsewhere.close();
  other.close();
});

const REQUEST = 'Ops.Json.HttpRequest';

test('a file from outside reaches nobody until it is allowed, and then goes on by itself', async ({
  page,
}) => {
  const asked = watch(page);
  const broker = new URL(page.url()).host;
  const css = `background: url("${elsewhere.http}/css.png")`;
  const html = `<b>bold</b><img src="${elsewhere.http}/html.png"><p style='${css}'>styled</p>`;
  const ops: Op[] = [
    {
      id: 'mqtt',
      op: 'Ops.Net.Mqtt.Mqtt',
      values: { 'Broker URL': `ws://${broker}/mqtt`, User: 'try' },
    },
    { id: 'sub', op: 'Ops.Net.Mqtt.MqttSubscribe', values: { Topic: 'held/one' } },
    { id: 'pub', op: 'Ops.Net.Mqtt.MqttPublish', values: { Topic: 'held/two' } },
    { id: 'get', op: REQUEST, values: { URL: `${elsewhere.http}/get` } },
    {
      id: 'own',
      op: REQUEST,
      values: { URL: 'patches/hurt.json', 'HTTP Method': 'PUT', 'Request Body': '{"ropewalk":1}' },
    },
    { id: 'socket', op: 'Ops.Net.WebSocket.WebSocket', values: { URL: `ws://${other.host}` } },
    {
      id: 'image',
      op: 'Ops.Html.Elements.ImageElement',
      values: { File: `${elsewhere.http}/a.svg` },
    },
    {
      id: 'video',
      op: 'Ops.Html.Elements.VideoElement',
      values: { File: `${elsewhere.http}/a.mp4` },
    },
    { id: 'frame', op: 'Ops.Html.Elements.IFrame', values: { URL: `${elsewhere.http}/frame` } },
    { id: 'sound', op: 'Ops.Audio.AudioPlayer', values: { file: `${elsewhere.http}/a.mp3` } },
    {
      id: 'font',
      op: 'Ops.Html.FontFile',
      values: { file: `${elsewhere.http}/a.woff2`, family: 'a' },
    },
    { id: 'styled', op: 'Ops.Html.Elements.Element', values: { 'Inline Style': css } },
    { id: 'sheet', op: 'Ops.Html.CSS.CSS', values: { 'css code': `p { ${css} }` } },
    { id: 'holder', op: 'Ops.Html.Elements.Element', values: { 'CSS Class': 'holder' } },
    { id: 'html', op: 'Ops.Html.InnerHTML', values: { Value: html } },
  ];
  await editor.dropFile(
    'outside.json',
    patch(ops, [
      'mqtt.MQTT Object > pub.MQTT Object',
      'pub.MQTT Object - Out > sub.MQTT Object',
      'holder.DOM Element > html.Element',
    ]),
  );
  await expect(editor.name).toHaveValue('From outside');
  // All that is harmless is there.
  await expect(page.getByTestId('stage').locator('.holder b')).toHaveText('bold');
  const listed = editor.held.getByRole('listitem');
  await expect(listed).toHaveCount(4);
  await expect(editor.held).toContainText(`ws://${broker}`);
  await expect(editor.held).toContainText('held/one');
  await expect(editor.held).toContainText('held/two');
  await expect(editor.held).toContainText(elsewhere.http);
  await expect(editor.held).toContainText(`ws://${other.host}`);
  const places = ['mqtt', 'get', 'own', 'socket', 'image', 'video', 'frame', 'sound', 'font'];
  for (const label of [...places, 'styled', 'sheet', 'html']) {
    await expect(editor.box(label), label).toContainText('Held until you allow');
  }
  await expect(editor.connection).toContainText('Held');
  await expectAccessible(page, '[data-testid="held"]');
  expect(asked).toEqual([]);
  expect([elsewhere.asked, other.asked]).toEqual([[], []]);

  // What is kept held says so, and can be asked for again.
  await editor.held.getByRole('button', { name: 'Keep held' }).click();
  await editor.held.filter({ hasText: '4 servers are held' }).click();

  await editor.held.getByRole('button', { name: `Allow ws://${other.host}` }).click();
  await expect.poll(() => other.asked).toEqual(['socket']);
  await expect(listed).toHaveCount(3);
  expect(elsewhere.asked).toEqual([]);

  await editor.allow();
  await expect(editor.connection).toContainText('Connected');
  await editor.select('get');
  await expect(editor.result('Response Json Object')).toContainText('you');
  const wanted = ['get', 'a.svg', 'a.mp4', 'frame', 'a.mp3', 'a.woff2', 'css.png', 'html.png'];
  for (const path of wanted) {
    await expect.poll(() => elsewhere.asked, path).toContain(`GET /${path}`);
  }
  for (const label of places) await expect(editor.box(label)).not.toContainText('Held until');
  await page.request.delete('patches/hurt.json');
});

test('a choice is remembered for its patch and its servers, and a new server asks', async ({
  page,
}) => {
  const get = (path: string) => [{ id: 'get', op: REQUEST, values: { URL: path } }];
  const id = `remembered-${Date.now()}`;
  await editor.dropFile('a.json', patch(get(`${elsewhere.http}/1`), [], id));
  await editor.allow();
  await expect.poll(() => elsewhere.asked).toEqual(['GET /1']);
  await editor.kept();
  await page.reload();
  await expect.poll(() => elsewhere.asked).toEqual(['GET /1', 'GET /1']);
  await expect(editor.held).toBeHidden();

  // The same patch with another path, and with another server.
  await editor.dropFile('a.json', patch(get(`${elsewhere.http}/2`), [], id));
  await expect.poll(() => elsewhere.asked.at(-1)).toBe('GET /2');
  await expect(editor.held).toBeHidden();
  const both = [
    ...get(`${elsewhere.http}/3`),
    { ...get(`${other.http}/4`)[0], id: 'new', op: REQUEST },
  ];
  await editor.dropFile('a.json', patch(both, [], id));
  await expect.poll(() => elsewhere.asked.at(-1)).toBe('GET /3');
  await expect(editor.held.getByRole('listitem')).toHaveCount(1);
  await expect(editor.held).toContainText(other.http);
  expect(other.asked).toEqual([]);

  // Another patch has its own choices.
  await editor.dropFile('b.json', patch(get(`${elsewhere.http}/5`), [], `${id}-b`));
  await expect(editor.held).toContainText(elsewhere.http);
  expect(elsewhere.asked).not.toContain('GET /5');

  // A second tab asks for that too, below what it says of the first, on a phone as well.
  await editor.kept();
  const tab = await page.context().newPage();
  await tab.setViewportSize({ width: 390, height: 780 });
  await tab.goto('/');
  await expect(tab.getByTestId('rival')).toBeVisible();
  await tab.getByTestId('held').getByRole('button', { name: 'Allow', exact: true }).click();
  await expect.poll(() => elsewhere.asked.at(-1)).toBe('GET /5');
  await expect(tab.getByRole('button', { name: 'Take over' })).toBeInViewport();
});

test('a server that is put together while the patch runs asks too, one that is entered does not', async () => {
  const ops = [
    { id: 'port', op: 'Ops.String.String', values: { value: elsewhere.host } },
    { id: 'join', op: 'Ops.String.Concat', values: { Strings_0: 'http://' } },
    { id: 'get', op: REQUEST, values: { 'Retry on error': false } },
  ];
  await editor.dropFile(
    'c.json',
    patch(ops, ['port.String > join.Strings_1', 'join.String > get.URL']),
  );
  await expect(editor.held).toContainText(elsewhere.http);
  await editor.allow();
  await expect.poll(() => elsewhere.asked.length).toBeGreaterThan(0);

  // Data of the patch: the person has entered no server there, but half a port.
  await editor.select('join');
  const start = editor.field('Strings_0').locator('input');
  await start.fill(`http://${other.host}/?with=`);
  await start.press('Enter');
  // That was a whole server, and so a wish.
  await expect.poll(() => other.asked.length).toBeGreaterThan(0);
  await expect(editor.held).toBeHidden();
});

test('an answer to which a server sends on is not taken from one that is not allowed', async () => {
  const url = `${elsewhere.http}/on?${other.http}/secret`;
  await editor.dropFile('d.json', patch([{ id: 'get', op: REQUEST, values: { URL: url } }]));
  await editor.held.getByRole('button', { name: 'Allow', exact: true }).click();
  await expect(editor.held).toContainText(other.http);
  await expect(editor.box('get')).toContainText(`Held until you allow ${other.http}`);
  await editor.select('get');
  await expect(editor.result('Response Json Object')).not.toContainText('you');
  await editor.allow();
  await expect(editor.result('Response Json Object')).toContainText('you');
});

test('ops that are pasted from outside are held, ops that were copied here are not', async ({
  page,
}) => {
  await editor.add('HttpRequest');
  await editor.inspector.getByRole('heading', { name: 'Request', exact: true }).click();
  const url = editor.field('URL').locator('input');
  await url.fill(`${elsewhere.http}/mine`);
  await url.press('Enter');
  await expect.poll(() => elsewhere.asked).toEqual(['GET /mine']);
  await page.keyboard.press('Escape');
  await page.getByTestId('op').locator('.label').click();
  const copied = await page.evaluate(() => {
    const data = new DataTransfer();
    document.dispatchEvent(new ClipboardEvent('copy', { clipboardData: data, bubbles: true }));
    return data.getData('text/plain');
  });
  await paste(page, copied);
  await expect.poll(() => elsewhere.asked.length).toBe(2);
  await expect(editor.held).toBeHidden();

  await paste(page, copied.replace(elsewhere.host, other.host));
  await expect(editor.held).toContainText(other.http);
  expect(other.asked).toEqual([]);
  // What was there before goes on.
  await page.getByTestId('op').first().locator('.label').click();
  await editor.field('Reload').getByRole('button').click();
  await expect.poll(() => elsewhere.asked.length).toBe(3);
  await editor.kept();
  await page.reload();
  await expect(editor.held).toContainText(other.http);
  expect(other.asked).toEqual([]);
});

test('ops from outside stay held, whatever is done with them', async ({ page }) => {
  const heldUntil = (label: string, count: number) =>
    expect(editor.box(label).getByText('Held until you allow')).toHaveCount(count);
  // As cables copies them, into a patch that was made here and runs.
  const url = { name: 'URL', value: `${elsewhere.http}/cables` };
  const op = { id: 'a', objName: 'Ops.Json.AjaxRequest_v2', portsIn: [url] };
  const uiAttribs = { title: 'get', translate: { x: 0, y: 0 } };
  await paste(page, JSON.stringify({ ops: [{ ...op, uiAttribs }] }));
  await expect(editor.held).toContainText(elsewhere.http);
  await heldUntil('get', 1);

  await page.keyboard.press('ControlOrMeta+d');
  await heldUntil('get', 2);
  await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(editor.box('get')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+y');
  await heldUntil('get', 1);

  // An op that is added for it has its value from it, not from a person.
  await editor.select('get');
  await editor.inspector.getByRole('heading', { name: 'Request', exact: true }).click();
  await editor
    .field('URL')
    .getByRole('combobox', { name: 'What URL follows' })
    .selectOption('New variable…');
  await page.getByRole('textbox', { name: 'Name of the new variable' }).fill('address');
  await page.keyboard.press('Enter');
  await expect(editor.field('URL')).toContainText('address');
  await heldUntil('get', 1);

  // A file that is dropped onto a patch that runs takes its place, with nothing allowed.
  const ops = [{ id: 'file', op: REQUEST, values: { URL: `${elsewhere.http}/file` } }];
  await editor.dropFile('f.json', patch(ops));
  await heldUntil('file', 1);
  expect(elsewhere.asked).toEqual([]);
});

test('it is allowed by the keyboard alone, on a phone too', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 780 });
  const ops = [{ id: 'get', op: REQUEST, values: { URL: `${elsewhere.http}/1` } }];
  await editor.dropFile('e.json', patch(ops));
  const allow = editor.held.getByRole('button', { name: 'Allow', exact: true });
  await expect(allow).toBeInViewport();
  await allow.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => elsewhere.asked).toEqual(['GET /1']);
});
