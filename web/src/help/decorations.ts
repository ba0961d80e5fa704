import { AREA, COMMENT } from '../canvas/decorations';

import type { Shape } from './drawing';
import type { TopOp } from './top';

/** A comment or an area as it is drawn, its upper left corner at 0. */
export type Decoration = { width: number; height: number; isBehind: boolean; shapes: Shape[] };

/** What stands there without being a box; nothing for any other op. */
export function decorationOf({ info, values }: TopOp): Decoration | null {
  if (info.name === AREA) return area(info, values);
  if (info.name === COMMENT) return comment(info, values);
  return null;
}

type Values = TopOp['values'];

function valueOf(info: TopOp['info'], values: Values, name: string): unknown {
  return values[name] ?? info.inputs.find((port) => port.name === name)?.default;
}

function area(info: TopOp['info'], values: Values): Decoration {
  const [width, height] = ['Width', 'Height'].map((name) => Number(valueOf(info, values, name)));
  const size = { width: width || LEAST, height: height || LEAST };
  const color = valueOf(info, values, 'Color');
  const tint = typeof color === 'string' && /^#[\da-f]{6}$/i.test(color) ? { fill: color } : {};
  return {
    ...size,
    isBehind: true,
    shapes: [
      { tag: 'rect', attributes: { class: 'area', ...size, rx: 8, ...tint } },
      text('area-title', 10, 17, valueOf(info, values, 'Title')),
    ],
  };
}

function comment(info: TopOp['info'], values: Values): Decoration {
  const title = linesOf(valueOf(info, values, 'title'), MOST / TITLE_CHAR);
  const lines = linesOf(valueOf(info, values, 'text'), MOST / TEXT_CHAR);
  const longest = (lines: string[], char: number) =>
    Math.max(0, ...lines.map((line) => line.length * char));
  const width = Math.max(longest(title, TITLE_CHAR), longest(lines, TEXT_CHAR), LEAST) + 19;
  const height = title.length * 24 + lines.length * 18 + 8;
  const below = 4 + title.length * 24;
  return {
    width: Math.ceil(width),
    height,
    isBehind: false,
    shapes: [
      { tag: 'rect', attributes: { class: 'comment', width: 3, height } },
      ...title.map((line, index) => text('comment-title', 11, 21 + index * 24, line)),
      ...lines.map((line, index) => text('comment-text', 11, below + 13 + index * 18, line)),
    ],
  };
}

function linesOf(value: unknown, most: number): string[] {
  const said = typeof value === 'string' ? value.trim() : '';
  if (said === '') return [];
  return said.split('\n').flatMap((paragraph) => {
    const lines = [''];
    for (const word of paragraph.split(' ')) {
      const line = lines.at(-1) ?? '';
      if (line !== '' && line.length + word.length >= most) lines.push(word);
      else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
    }
    return lines;
  });
}

function text(role: string, x: number, y: number, value: unknown): Shape {
  const said = typeof value === 'string' ? value : '';
  return { tag: 'text', attributes: { class: role, x, y }, text: said };
}

const LEAST = 64;
const MOST = 300;
const TITLE_CHAR = 8.6;
const TEXT_CHAR = 6.8;
