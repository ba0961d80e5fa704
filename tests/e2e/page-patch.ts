import { expect, type Locator, type Page } from '@playwright/test';

import { Editor } from './editor';

export type Op = { id: string; op: string; values?: Record<string, unknown> };

/** Opens a patch of these ops, and of links such as `a.out > b.in`. */
export async function openOps(
  page: Page,
  ops: Op[],
  links: string[],
  allow = false,
): Promise<Editor> {
  const editor = new Editor(page);
  await editor.open();
  const end = (text: string) => {
    const [op = '', port = ''] = text.split(/\.(.*)/s);
    return { op, port };
  };
  const patch = {
    ropewalk: 1,
    id: `page-ops-${Math.random()}`,
    name: 'Page ops',
    ops: ops.map((op, at) => ({ x: 0, y: at * 160, title: op.id, ...op })),
    links: links.map((link) => {
      const [from = '', to = ''] = link.split(' > ');
      return { from: end(from), to: end(to) };
    }),
  };
  await editor.dropFile('page-ops.json', JSON.stringify(patch));
  await expect(editor.name).toHaveValue('Page ops');
  if (allow) await editor.allow();
  return editor;
}

export function stageOf(page: Page): Locator {
  return page.getByTestId('stage').locator('.surface');
}
