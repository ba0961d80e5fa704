import { expect, type Page, test } from '@playwright/test';

import { Editor } from './editor';

/** What a page was kept from doing by its policy, as it happens. */
async function violationsOf(page: Page): Promise<string[]> {
  const violations: string[] = [];
  await page.exposeFunction('violated', (text: string) => violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { violated } = window as unknown as { violated: (text: string) => void };
      violated(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  return violations;
}

test('the editor, the player and the reference do nothing that their policy forbids', async ({
  page,
}) => {
  const violations = await violationsOf(page);
  const editor = new Editor(page);
  await editor.open();
  await expect(editor.connection).toContainText('Connected');
  const op = (id: string, op: string, values: object) => ({ id, op, x: 0, y: 0, values });
  const patch = {
    ropewalk: 1,
    id: `policy-${Date.now()}`,
    name: 'Policy',
    ops: [
      op('e', 'Ops.Html.Elements.Element', { 'Inline Style': 'color: rgb(1, 2, 3)' }),
      op('h', 'Ops.Html.InnerHTML', { Value: '<b style="color: rgb(4, 5, 6)">bold</b>' }),
      op('s', 'Ops.Html.CSS.CSS', { 'css code': 'b { letter-spacing: 3px }' }),
    ],
    links: [{ from: { op: 'e', port: 'DOM Element' }, to: { op: 'h', port: 'Element' } }],
  };
  await editor.dropFile('policy.json', JSON.stringify(patch));
  const bold = page.getByTestId('stage').locator('.surface b');
  await expect(bold).toHaveCSS('color', 'rgb(4, 5, 6)');
  await expect(bold).toHaveCSS('letter-spacing', '3px');
  await editor.add('VizGraph');
  for (const name of ['Open a patch', 'Export to play it elsewhere']) {
    await page.getByRole('button', { name }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
  }
  const path = `patches/${patch.id}.json`;
  await page.request.put(path, { data: patch });
  await page.goto(`/play.html?patch=${path}`);
  await expect(page.locator('ropewalk-patch').locator('b')).toHaveText('bold');
  await page.request.delete(path);
  await page.goto('/reference/');
  await expect(page.getByRole('searchbox').or(page.getByRole('textbox')).first()).toBeVisible();
  expect(violations).toEqual([]);
});

test('a script that gets into a page all the same does not run', async ({ page }) => {
  const violations = await violationsOf(page);
  await new Editor(page).open();
  const hurt = await page.evaluate(async () => {
    const { body } = document;
    const tries = [
      () => (body.innerHTML += '<img src=x onerror="window.hurt = 1">'),
      () => document.write('<script>window.hurt = 2</script>'),
      () => {
        const script = document.createElement('script');
        script.append('window.hurt = 3');
        body.append(script);
      },
      () => {
        const script = document.createElement('script');
        script.setAttribute('src', 'data:text/javascript,window.hurt = 4');
        body.append(script);
      },
      () => body.setAttribute('onclick', 'window.hurt = 5'),
      () => Reflect.construct(Function, ['window.hurt = 6']),
      () => {
        const link = document.createElement('a');
        link.href = 'javascript:window.hurt = 7';
        link.click();
      },
    ];
    let refused = 0;
    for (const attempt of tries) {
      try {
        attempt();
      } catch {
        refused += 1;
      }
    }
    body.click();
    await new Promise(requestAnimationFrame);
    return { hurt: (window as unknown as { hurt?: number }).hurt, refused };
  });
  expect(hurt.hurt).toBeUndefined();
  expect(hurt.refused).toBeGreaterThan(2);
  await expect.poll(() => violations.length).toBeGreaterThan(2);
});
