import { expect, test } from 'vitest';

import { parseMarkdown, parseSpans } from './markdown';

test('blocks are told apart', () => {
  const source = '# Sum\n\nAdds two\nnumbers.\n\n- one\n- two\n  more\n\n```\na < b\n```\n';
  expect(parseMarkdown(source)).toEqual([
    { type: 'heading', level: 1, spans: [{ type: 'text', text: 'Sum' }] },
    { type: 'paragraph', spans: [{ type: 'text', text: 'Adds two numbers.' }] },
    {
      type: 'list',
      ordered: false,
      items: [[{ type: 'text', text: 'one' }], [{ type: 'text', text: 'two more' }]],
    },
    { type: 'code', info: '', text: 'a < b' },
  ]);
});

test('a fence says what it holds', () => {
  expect(parseMarkdown('```patch\n{}\n```')).toEqual([{ type: 'code', info: 'patch', text: '{}' }]);
});

test('tables have a head and rows', () => {
  expect(parseMarkdown('| a | b |\n|---|:-:|\n| 1 | `2` |')).toEqual([
    {
      type: 'table',
      head: [[{ type: 'text', text: 'a' }], [{ type: 'text', text: 'b' }]],
      rows: [[[{ type: 'text', text: '1' }], [{ type: 'code', text: '2' }]]],
    },
  ]);
});

test('spans are told apart', () => {
  expect(parseSpans('a `b` **c** *d* [e](https://example.org)')).toEqual([
    { type: 'text', text: 'a ' },
    { type: 'code', text: 'b' },
    { type: 'text', text: ' ' },
    { type: 'strong', text: 'c' },
    { type: 'text', text: ' ' },
    { type: 'emphasis', text: 'd' },
    { type: 'text', text: ' ' },
    { type: 'link', text: 'e', href: 'https://example.org' },
  ]);
});

test('markup and links that run something stay text', () => {
  const text = '<img src=x onerror=alert(1)> [x](javascript:alert(1))';
  expect(parseSpans(text).every((span) => span.type === 'text')).toBe(true);
});

test('a fence without an end, and a lone pipe, end the page, not the parser', () => {
  expect(parseMarkdown('```\nopen')).toEqual([{ type: 'code', info: '', text: 'open' }]);
  expect(parseMarkdown('| lonely')).toHaveLength(1);
});
