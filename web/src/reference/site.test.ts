import { expect, test } from 'vitest';

import cables from '../../../crates/cables/names/cables.json';
import { Catalogue } from '../lib/catalogue';
import type { OpInfo } from '../lib/protocol';
import { anOp, aPort } from '../testing/declarations';
import help from '../wasm/help.json';
import library from '../wasm/ops.json';

import { fileOf } from './files';
import { html } from './html';
import { Mentions } from './mentions';
import { site } from './site';

const real = site({ ops: library as OpInfo[], help, cables, search: '' });
const pages = [...real].filter(([name]) => name.endsWith('.html'));

const all = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);

test('every op has a page with its ports, its picture and its examples', () => {
  for (const op of library as OpInfo[]) {
    const page = real.get(fileOf(op)) ?? '';
    expect(page, op.name).toContain(`<code>${op.name}</code>`);
    expect(all(page, /<dt>(.*?)<\/dt>/gs), op.name).toHaveLength(
      op.inputs.length + op.outputs.length,
    );
    const examples = help[op.name as keyof typeof help].split('```patch').length - 1;
    expect(all(page, /(<svg )/g), op.name).toHaveLength(1 + examples);
  }
  expect(pages).toHaveLength(library.length + 1);
});

test('no link is dead', () => {
  const ids = new Map(pages.map(([name, page]) => [name, new Set(all(page, /\bid="([^"]+)"/g))]));
  for (const [name, page] of pages) {
    for (const link of all(page, /\b(?:href|src)="([^"]+)"/g)) {
      if (/^https?:/.test(link)) continue;
      const [file, anchor] = link.split('#');
      expect(real.has(file || name), `${link} in ${name}`).toBe(true);
      if (anchor) expect(ids.get(file || name)?.has(anchor), `${link} in ${name}`).toBe(true);
    }
  }
});

test('a strict Content-Security-Policy forbids nothing in it', () => {
  for (const [name, page] of pages) {
    expect(all(page, /(<style|\sstyle=|\son\w+=|javascript:)/g), name).toEqual([]);
    expect(
      all(page, /<script(.*?)<\/script>/gs).every((tag) => /^ src="[^"]+"[^>]*>$/.test(tag)),
      name,
    ).toBe(true);
  }
});

test('the ops that a help page names are links, its ports and other words are not', () => {
  const link = (op: string, text: string) => `<a href="${op}.html">${text}</a>`;
  const ops = [
    anOp('Ops.Test.MapRange', [aPort('Sum')]),
    anOp('Ops.Test.Sum'),
    anOp('Ops.Test.VizNumber'),
    anOp('Ops.One.DoubleName'),
    anOp('Ops.Two.DoubleName'),
  ];
  const text = 'Sum, then VizNumber; `Sum`, `Ops.Test.Sum`, DoubleName, MapRange.';
  const page = site({ ops, help: { 'Ops.Test.MapRange': text }, cables: {}, search: '' });
  expect(page.get('Ops.Test.MapRange.html')).toContain(
    `<p>Sum, then ${link('Ops.Test.VizNumber', 'VizNumber')}; <code>Sum</code>, ` +
      `${link('Ops.Test.Sum', '<code>Ops.Test.Sum</code>')}, DoubleName, MapRange.</p>`,
  );
  const mentions = new Mentions(new Catalogue(ops));
  expect(mentions.inCode('Sum')).toBe(ops[1]);
  expect(mentions.inCode('DoubleName')).toBeUndefined();
});

test('a port is told with its kind, range, choices, unit and default', () => {
  const port = aPort('Time', 'Number', { min: 0, unit: 's', default: 2.5, doc: 'How *long*.' });
  const choice = aPort('Mode', 'Text', { choices: ['a', 'b<'], default: 'a' });
  const key = aPort('Key', 'Text', { secret: true, default: 'geheim', aliases: ['Old'] });
  const inputs = [port, choice, key, aPort('Go', 'Trigger', { default: 0 })];
  const page = site({ ops: [anOp('Ops.Test.A', inputs)], help: {}, cables: {}, search: '' });
  const text = page.get('Ops.Test.A.html') ?? '';
  expect(all(text, /<span class="facts"\s*>(.*?)<\/span\s*>/gs)).toEqual([
    'in <code>s</code>; <code>0</code> or more; default <code>2.5</code>',
    'one of <code>a</code>, <code>b&#60;</code>; default <code>a</code>',
    'secret: it is never part of a patch file; once called <code>Old</code>',
  ]);
  expect(text).toContain('How <em>long</em>.');
  expect(text).not.toContain('geheim');
});

test('old names are those of the aliases, of versions and of renamed ops', () => {
  const op = anOp('Ops.Test.Repeat', [], [], { aliases: ['Ops.Test.Repeat_v2'] });
  const names = {
    'Ops.Test.Repeat_v2': { was: ['Ops.Dev.Again'] },
    'Ops.Other': { was: ['Ops.Else'] },
  };
  const page = site({ ops: [op], help: {}, cables: names, search: '' });
  expect(all(page.get('Ops.Test.Repeat.html') ?? '', /<li><code>(.*?)<\/code>/g)).toEqual([
    'Ops.Dev.Again',
    'Ops.Test.Repeat_v2',
  ]);
  expect(page.get('index.html')).toContain('data-aliases="Ops.Dev.Again Ops.Test.Repeat_v2"');
});

test('texts never become markup', () => {
  const evil = '<img src=x onerror="alert(1)">\'&';
  const safe = '&#60;img src=x onerror=&#34;alert(1)&#34;&#62;&#39;&#38;';
  expect(html`<p title="${evil}">${[evil, null, false, 0]}</p>`.text).toBe(
    `<p title="${safe}">${safe}0</p>`,
  );
  const op = anOp(
    `Ops.Test.${evil}`,
    [aPort(evil, evil, { doc: evil, unit: evil, group: evil })],
    [],
    {
      summary: evil,
    },
  );
  const source = `${evil}\n\n# ${evil}\n\n- ${evil}\n\n\`\`\`\n${evil}\n\`\`\`\n\n| ${evil} |\n|-|\n| ${evil} |`;
  const files = site({ ops: [op], help: { [op.name]: source }, cables: {}, search: '' });
  for (const [name, text] of files) if (name.endsWith('.html')) expect(text).not.toContain('<img');
});

test('without a script the pages take the theme that the system asks for', () => {
  const style = real.get('reference.css') ?? '';
  const dark = /:root\[data-theme='dark'\][^{]*(\{[^}]*\})/.exec(style)?.[1] ?? 'none';
  expect(style).toContain(`@media (prefers-color-scheme: dark) {\n:root:not([data-theme]) ${dark}`);
});
