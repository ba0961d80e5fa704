/** HTML that is put together of literals of the program and of texts, which are escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand between the literals. Nothing is shown for `null` and `false`. */
export type Part = Html | string | number | null | false | readonly Part[];

/** A template of HTML: what is not `Html` itself is text, in content as in quoted attributes. */
export function html(literals: TemplateStringsArray, ...parts: Part[]): Html {
  const [first = '', ...rest] = literals;
  return new Html(
    first + rest.map((literal, index) => `${textOf(parts[index])}${literal}`).join(''),
  );
}

/** An element whose tag and attributes are known only here, not from outside. */
export function element(
  tag: string,
  attributes: Record<string, string | number>,
  content: Part,
): Html {
  const named = Object.entries(attributes).map(
    ([name, value]) => ` ${name}="${escape(`${value}`)}"`,
  );
  return new Html(`<${tag}${named.join('')}>${textOf(content)}</${tag}>`);
}

function textOf(part: Part | undefined): string {
  if (part === undefined || part === null || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(textOf).join('');
  return escape(String(part));
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
