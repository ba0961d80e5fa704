import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect, test } from '@playwright/test';
import { WebSocketServer } from 'ws';

import { expectAccessible } from './axe';
import { type Op, openOps, stageOf } from './page-patch';

test.describe('elements', () => {
  test('markup in a text is text, and InnerHTML shows what is harmless', async ({ page }) => {
    const hostile =
      '<b>bold</b><img src=x onerror="window.hurt=1"><script>window.hurt=1</script>' +
      '<iframe src="javascript:1"></iframe><a href="javascript:window.hurt=1">x</a>' +
      '<style>* { display: none }</style><a href="https://example.org">away</a>';
    await openOps(
      page,
      [
        { id: 'text', op: 'Ops.Html.Elements.Element', values: { Text: hostile } },
        {
          id: 'element',
          op: 'Ops.Html.Elements.Element',
          values: { Text: 'own', 'CSS Class': 'host' },
        },
        { id: 'html', op: 'Ops.Html.InnerHTML', values: { Value: hostile } },
      ],
      ['element.DOM Element > html.Element'],
    );
    await expect(stageOf(page).getByText(hostile)).toBeVisible();
    const host = stageOf(page).locator('.host');
    await expect(host.locator('b')).toHaveText('bold');
    await expect(host).not.toContainText('own');
    await expect(host.locator('script, iframe, style, [onerror], [href^=javascript]')).toHaveCount(
      0,
    );
    await expect(host.locator('a[href^=https]')).toHaveAttribute('rel', 'noopener noreferrer');
    expect(await page.evaluate(() => 'hurt' in window)).toBe(false);
    await page.getByText('html', { exact: true }).click();
    await page.keyboard.press('Delete');
    await expect(host).toHaveText('own');
  });

  test('a style sheet holds on the stage only, and several styles hold together', async ({
    page,
  }) => {
    const before = await page.evaluate(() => getComputedStyle(document.body).color);
    await openOps(
      page,
      [
        {
          id: 'css',
          op: 'Ops.Html.CSS.CSS',
          values: {
            'css code':
              '} } body, button, * { color: rgb(1, 2, 3) } .box { letter-spacing: 3px } ' +
              '@keyframes k { to { opacity: 0 } } :scope { --size: 7px }',
          },
        },
        {
          id: 'box',
          op: 'Ops.Html.Elements.Element',
          values: { 'CSS Class': 'box', 'Inline Style': 'width: var(--size); color: teal;' },
        },
        { id: 'blur', op: 'Ops.Html.CSS.CSSFilter', values: { method: 'blur', Value: 1 } },
        { id: 'sepia', op: 'Ops.Html.CSS.CSSFilter', values: { method: 'sepia', Value: 50 } },
        {
          id: 'size',
          op: 'Ops.Html.CSS.CSSProperty',
          values: { Property: 'fontSize', Value: 21 },
        },
        {
          id: 'turn',
          op: 'Ops.Html.CSS.ElementCssTransform',
          values: { 'Translate X': 5 },
        },
      ],
      [
        'box.DOM Element > blur.Element',
        'box.DOM Element > sepia.Element',
        'box.DOM Element > size.Element',
        'size.HTML Element > turn.Element',
      ],
    );
    const box = stageOf(page).locator('.box');
    await expect(box).toHaveCSS('letter-spacing', '3px');
    await expect(box).toHaveCSS('filter', 'blur(1px) sepia(0.5)');
    await expect(box).toHaveCSS('font-size', '21px');
    await expect(box).toHaveCSS('transform', 'matrix(1, 0, 0, 1, 5, 0)');
    await expect(box).toHaveCSS('color', 'rgb(0, 128, 128)');
    await expect(box).toHaveCSS('width', '7px');
    const others = page.locator('body, [data-testid=toolbar] button').first();
    await expect(others).not.toHaveCSS('color', 'rgb(1, 2, 3)');
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).not.toBe(
      'rgb(1, 2, 3)',
    );
    expect(before).toBeDefined();
    await page.getByText('size', { exact: true }).first().click();
    await page.keyboard.press('Delete');
    await expect(box).not.toHaveCSS('font-size', '21px');
  });

  test('an image, a frame and a field go with their ops', async ({ page }) => {
    const image =
      'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%2230%22 height=%2220%22/%3E';
    const editor = await openOps(
      page,
      [
        { id: 'image', op: 'Ops.Html.Elements.ImageElement', values: { File: image } },
        { id: 'frame', op: 'Ops.Html.Elements.IFrame', values: { URL: 'javascript:alert(1)' } },
        { id: 'input', op: 'Ops.Html.Elements.InputElement', values: { Placeholder: 'Name' } },
        { id: 'shown', op: 'Ops.Html.Elements.Element', values: { 'CSS Class': 'shown' } },
      ],
      ['input.Value > shown.Text'],
    );
    await editor.select('image');
    await expect(editor.result('Width')).toHaveText('30');
    await expect(editor.result('Height')).toHaveText('20');
    await expect(editor.box('frame')).toContainText('no address of a page');
    await expect(stageOf(page).locator('iframe')).not.toHaveAttribute('src');
    await stageOf(page).getByLabel('Name').fill('Ada');
    await expect(stageOf(page).locator('.shown')).toHaveText('Ada');
    await editor.select('image');
    await page.keyboard.press('Delete');
    await expect(stageOf(page).locator('img')).toHaveCount(0);
  });
});

test.describe('the net', () => {
  let server: Server;
  let sockets: WebSocketServer;
  let address = '';
  let aborted = 0;

  test.beforeEach(async () => {
    aborted = 0;
    server = createServer((request, response) => {
      const cors = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' };
      if (request.url === '/wait') {
        request.on('close', () => (aborted += 1));
        return;
      }
      if (request.url === '/closed') response.writeHead(200).end('{}');
      else if (request.method === 'OPTIONS') response.writeHead(204, cors).end();
      else if (request.url === '/missing') response.writeHead(404, cors).end('{"why":"gone"}');
      else {
        let body = '';
        request.on('data', (part: Buffer) => (body += part.toString()));
        request.on('end', () => {
          const type = request.headers['content-type'];
          response.writeHead(200, cors).end(JSON.stringify({ body, type, method: request.method }));
        });
      }
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    sockets = new WebSocketServer({ server });
    sockets.on('connection', (socket) => {
      socket.on('message', (data, isBinary) => {
        socket.send(data, { binary: isBinary });
      });
    });
    address = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });

  test.afterEach(() => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
    server.closeAllConnections();
    server.close();
  });

  test('a request brings JSON, and says what is wrong with others', async ({ page }) => {
    const url = (path: string) => `http://${address}${path}`;
    const editor = await openOps(
      page,
      [
        {
          id: 'post',
          op: 'Ops.Json.HttpRequest',
          values: { URL: url('/echo'), 'HTTP Method': 'POST', 'Request Body': '{"a":1}' },
        },
        { id: 'missing', op: 'Ops.Json.HttpRequest', values: { URL: url('/missing') } },
        { id: 'closed', op: 'Ops.Json.HttpRequest', values: { URL: url('/closed') } },
        {
          id: 'slow',
          op: 'Ops.Json.HttpRequest',
          values: { URL: url('/wait'), Timeout: 0.5, 'Retry on error': false },
        },
      ],
      [],
      true,
    );
    await editor.select('post');
    await expect(editor.result('Status Code')).toHaveText('200');
    await expect(editor.result('Response Json Object')).toContainText('application/json');
    await editor.select('missing');
    await expect(editor.result('Error')).toContainText('404');
    await expect(editor.result('Response Json Object')).toContainText('gone');
    await expect(editor.box('closed')).toContainText('CORS');
    await expect(editor.box('slow')).toContainText('no answer in time');
    await expect.poll(() => aborted).toBe(1);
    await editor.select('slow');
    await editor.field('Timeout').getByRole('spinbutton').fill('60');
    await page.keyboard.press('Enter');
    await editor.field('Reload').getByRole('button').click();
    await expect(editor.result('Is Loading')).toHaveText(/true|1|on/i);
    await editor.select('slow');
    await page.keyboard.press('Delete');
    await expect.poll(() => aborted).toBe(2);
  });

  test('a WebSocket sends, hears, comes back and is closed with its op', async ({ page }) => {
    const editor = await openOps(
      page,
      [
        { id: 'socket', op: 'Ops.Net.WebSocket.WebSocket', values: { URL: `ws://${address}` } },
        { id: 'button', op: 'Ops.Trigger.TriggerButton' },
        { id: 'object', op: 'Ops.Json.ObjectSetString', values: { Key: 'a', Value: 'b' } },
        { id: 'send', op: 'Ops.Net.WebSocket.WebSocketSend' },
        { id: 'shown', op: 'Ops.Html.Elements.Element', values: { 'CSS Class': 'shown' } },
      ],
      [
        'socket.Connection > send.Connection',
        'button.Next > send.Send',
        'object.Result Object > send.Object',
        'socket.Raw Data > shown.Text',
      ],
      true,
    );
    await editor.select('socket');
    await expect.poll(() => sockets.clients.size).toBe(1);
    await editor.box('button').getByRole('button', { name: 'Trigger', exact: true }).click();
    await expect(stageOf(page).locator('.shown')).toHaveText('{"a":"b"}');
    for (const socket of sockets.clients) socket.terminate();
    await expect(editor.box('socket')).toContainText('There is no connection');
    await expect.poll(() => sockets.clients.size).toBe(1);
    await expect(editor.box('socket')).not.toContainText('There is no connection');
    await editor.select('socket');
    await page.keyboard.press('Delete');
    await expect.poll(() => sockets.clients.size).toBe(0);
  });
});

test('the controls of a sidebar work by the keyboard, and axe finds nothing', async ({ page }) => {
  const controls = [
    ['group', 'Group', { Text: 'Lamp' }, 'link', 'childs'],
    ['choice', 'DropDown', { Text: 'Mode', Values: ['off', 'on', 'auto'] }, 'Link', 'Children'],
    ['name', 'TextInput', { Text: 'Name', Default: 'Ada' }, 'Link', 'Children'],
    ['number', 'NumberInput', { Text: 'Count', Input: 2 }, 'Link', 'Children'],
    ['color', 'ColorPicker', { Text: 'Tint', 'Show Opacity': true }, 'Link', 'Children'],
    ['pad', 'XYPad', { Text: 'Aim' }, 'Link', 'Children'],
    ['value', 'DisplayValue', { Text: 'Heat', Value: '21' }, 'link', 'childs'],
    ['note', 'SidebarText', { Text: 'A note.' }, 'link', 'childs'],
  ] as const;
  const ops: Op[] = [{ id: 'bar', op: 'Ops.Sidebar.Sidebar', values: { Title: 'Controls' } }];
  const links: string[] = [];
  let before = 'bar.childs';
  for (const [id, op, values, link, childs] of controls) {
    ops.push({ id, op: `Ops.Sidebar.${op}`, values });
    links.push(`${before} > ${id}.${link}`);
    before = `${id}.${childs}`;
  }
  const editor = await openOps(page, ops, links);
  await page.getByRole('button', { name: 'Make the stage large' }).click();
  const surface = stageOf(page);
  await surface.getByRole('button', { name: 'Lamp' }).focus();
  await page.keyboard.press('Tab');
  await expect(surface.getByLabel('Mode')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.type('!');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowUp');
  await surface.getByLabel('Aim, X').focus();
  await page.keyboard.press('End');
  await expectAccessible(page, '.surface');
  await page.getByRole('button', { name: 'Make the stage small' }).click();
  for (const [label, port, result] of [
    ['choice', 'Result', 'on'],
    ['name', 'Result', /!/],
    ['number', 'Result', '3'],
    ['pad', 'X', '1'],
  ] as const) {
    await editor.select(label);
    await expect(editor.result(port)).toHaveText(result);
  }
});

test('a text is kept from one visit to the next, and a parameter is read', async ({ page }) => {
  const editor = await openOps(
    page,
    [
      { id: 'kept', op: 'Ops.Website.LocalStorageString', values: { Key: 'note', String: 'knot' } },
      {
        id: 'screen',
        op: 'Ops.Website.UrlQueryParams',
        values: { parameter: 'screen', Default: 'main' },
      },
    ],
    [],
  );
  await editor.select('kept');
  await editor.field('Store').getByRole('button').click();
  await expect(editor.result('Stored String')).toHaveText('knot');
  await editor.kept();
  await page.goto('/?screen=left%20wall');
  await editor.select('kept');
  await expect(editor.result('Stored String')).toHaveText('knot');
  await editor.select('screen');
  await expect(editor.result('result')).toHaveText('left wall');
});

test('a text is put on the clipboard', async ({ context, page }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const values = { String: 'a <b>knot</b>' };
  const ops = [{ id: 'copy', op: 'Ops.String.CopyToClipboard', values }];
  const editor = await openOps(page, ops, []);
  await editor.select('copy');
  await editor.field('Copy').getByRole('button').click();
  await expect(editor.result('Success')).toHaveText('true');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('a <b>knot</b>');
});

test('a note comes, says its text as text, and goes', async ({ page }) => {
  const values = { Text: 'One<br><i>two</i>', 'Fade in': 0.1, 'Fade out': 0.1 };
  const ops = [{ id: 'note', op: 'Ops.Html.Utils.Notification', values }];
  const editor = await openOps(page, ops, []);
  const note = stageOf(page).getByRole('status');
  await editor.select('note');
  await expect(note).toBeHidden();
  await editor.field('Trigger animation').getByRole('button').click();
  await expect(note).toBeVisible();
  await expect(note).toContainText('<i>two</i>');
  await expect(editor.result('Finished')).toHaveText('true');
  await expect(note).toBeHidden();
});

test('a patch loads the page anew, and is there again', async ({ page }) => {
  const ops = [{ id: 'again', op: 'Ops.Html.ReloadPage' }];
  const editor = await openOps(page, ops, []);
  await editor.kept();
  await page.evaluate(() => Object.assign(window, { isOld: true }));
  const isOld = () => page.evaluate(() => 'isOld' in window);
  // A page that was loaded just now is left alone, so that it cannot go on for ever.
  await expect(async () => {
    await editor.select('again');
    await editor.field('Exec').getByRole('button').click();
    await expect.poll(isOld, { timeout: 1000 }).toBe(false);
  }).toPass();
  await expect(editor.box('again')).toBeVisible();
});
