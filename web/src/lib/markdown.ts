/**
 * The part of Markdown that help pages use, as a tree. Whoever shows it makes elements of it, so
 * that no text of a help page can become markup.
 */
export type Block =
  | { type: 'heading'; level: number; spans: Span[] }
  | { type: 'paragraph'; spans: Span[] }
  | { type: 'list'; ordered: boolean; items: Span[][] }
  | { type: 'code'; info: string; text: string }
  | { type: 'table'; head: Span[][]; rows: Span[][][] };

export type Span =
  | { type: 'text' | 'code' | 'strong' | 'emphasis'; text: string }
  | { type: 'link'; text: string; href: string };

export function parseMarkdown(source: string): Block[] {
  const lines = source.replace(/\r\n?/g, '\n').split('\n');
  const blocks: Block[] = [];
  let next = 0;
  const takeWhile = (test: (line: string) => boolean): string[] => {
    const start = next;
    while (next < lines.length && test(lines[next] ?? '')) next += 1;
    return lines.slice(start, next);
  };

  while (next < lines.length) {
    const line = lines[next] ?? '';
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (line.trim() === '') {
      next += 1;
    } else if (heading?.[1] && heading[2] !== undefined) {
      blocks.push({ type: 'heading', level: heading[1].length, spans: parseSpans(heading[2]) });
      next += 1;
    } else if (line.startsWith('```')) {
      next += 1;
      const text = takeWhile((line) => !line.startsWith('```')).join('\n');
      next += 1;
      blocks.push({ type: 'code', info: line.slice(3).trim(), text });
    } else if (isTableRow(line) && isTableRule(lines[next + 1] ?? '')) {
      const [head = [], , ...rows] = takeWhile(isTableRow).map(parseRow);
      blocks.push({ type: 'table', head, rows });
    } else if (LIST_ITEM.test(line)) {
      const ordered = /^\s*\d/.test(line);
      const items: string[] = [];
      for (const line of takeWhile((line) => LIST_ITEM.test(line) || /^\s+\S/.test(line))) {
        const item = LIST_ITEM.exec(line)?.[1];
        if (item === undefined) items.push(`${items.pop() ?? ''} ${line.trim()}`);
        else items.push(item);
      }
      blocks.push({ type: 'list', ordered, items: items.map(parseSpans) });
    } else {
      const text = takeWhile((line) => !startsBlock(line)).join(' ');
      blocks.push({ type: 'paragraph', spans: parseSpans(text) });
    }
  }
  return blocks;
}

export function parseSpans(source: string): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of source.matchAll(SPAN)) {
    if (match.index > end) spans.push({ type: 'text', text: source.slice(end, match.index) });
    end = match.index + match[0].length;
    const [whole, code, strong, emphasis, label, href] = match;
    if (code !== undefined) spans.push({ type: 'code', text: code });
    else if (strong !== undefined) spans.push({ type: 'strong', text: strong });
    else if (emphasis !== undefined) spans.push({ type: 'emphasis', text: emphasis });
    // Only to pages: a link that runs something is shown as the text that it is.
    else if (label !== undefined && href !== undefined && /^https?:\/\//.test(href)) {
      spans.push({ type: 'link', text: label, href });
    } else spans.push({ type: 'text', text: whole });
  }
  if (end < source.length) spans.push({ type: 'text', text: source.slice(end) });
  return spans;
}

const LIST_ITEM = /^\s{0,3}(?:[-*+]|\d+[.)])\s+(.*)$/;

const SPAN = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

function startsBlock(line: string): boolean {
  return (
    line.trim() === '' || /^#{1,6}\s/.test(line) || line.startsWith('```') || LIST_ITEM.test(line)
  );
}

function isTableRow(line: string): boolean {
  return line.trimStart().startsWith('|');
}

function isTableRule(line: string): boolean {
  return isTableRow(line) && /^[\s|:-]+$/.test(line);
}

function parseRow(line: string): Span[][] {
  const cells = line.trim().replace(/^\||\|$/g, '');
  return cells.split('|').map((cell) => parseSpans(cell.trim()));
}
