/** How many lines are drawn one by one. */
export const MOST_LINES = 500;

/** A text as the lines that are drawn of it. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n', MOST_LINES + 1);
  return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), '…'] : lines;
}

/** A text with marks for its spaces and tabs. */
export function withWhitespace(text: string): string {
  return text.replace(/ /g, '·').replace(/\t/g, '→\t');
}

/** The lines that have the sought text in them, whether its letters are large or small. */
export function matchesIn(lines: readonly string[], sought: string): number[] {
  if (sought === '') return [];
  const lower = sought.toLowerCase();
  return lines.flatMap((line, index) => (line.toLowerCase().includes(lower) ? [index] : []));
}
