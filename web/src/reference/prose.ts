import { draw } from '../help/drawing';
import { settingsOf } from '../help/example';
import { type Catalogue } from '../lib/catalogue';
import { parseFragment } from '../lib/clipboard';
import { type Block, parseMarkdown, type Span } from '../lib/markdown';
import type { OpInfo } from '../lib/protocol';

import { element, type Html, html, type Part } from './html';
import type { Mentions } from './mentions';
import { picture } from './picture';
import { fileOf } from './files';

/** Shows the help pages of a library, with links to the ops that they name. */
export class Prose {
  readonly #catalogue: Catalogue;
  readonly #mentions: Mentions;

  constructor(catalogue: Catalogue, mentions: Mentions) {
    this.#catalogue = catalogue;
    this.#mentions = mentions;
  }

  /** The help page of an op. */
  page(op: OpInfo, source: string): Html[] {
    let examples = 0;
    return parseMarkdown(source).map((block) => {
      if (block.type === 'code' && block.info === 'patch') {
        examples += 1;
        return this.#example(block.text, examples);
      }
      return this.#block(op, block);
    });
  }

  /** A sentence or two. */
  line(op: OpInfo, spans: readonly Span[]): Part {
    return spans.map((span) => this.#span(op, span));
  }

  #block(op: OpInfo, block: Block): Html {
    switch (block.type) {
      case 'heading':
        return element(`h${Math.min(block.level + 2, 6)}`, {}, this.line(op, block.spans));
      case 'paragraph':
        return html`<p>${this.line(op, block.spans)}</p>`;
      case 'code':
        return code(block.text);
      case 'list':
        return element(
          block.ordered ? 'ol' : 'ul',
          {},
          block.items.map((item) => html`<li>${this.line(op, item)}</li>`),
        );
      case 'table': {
        const head = block.head.map((cell) => html`<th scope="col">${this.line(op, cell)}</th>`);
        const rows = block.rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell) => html`<td>${this.line(op, cell)}</td>`)}
            </tr> `,
        );
        return html`<table>
          <thead>
            <tr>
              ${head}
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>`;
      }
    }
  }

  #span(op: OpInfo, span: Span): Part {
    switch (span.type) {
      case 'code':
        return this.#code(op, span.text);
      case 'strong':
        return html`<strong>${span.text}</strong>`;
      case 'emphasis':
        return html`<em>${span.text}</em>`;
      case 'link':
        return html`<a href="${span.href}" rel="noreferrer">${span.text}</a>`;
      case 'text':
        return this.#mentions
          .inText(span.text)
          .map(({ text, op: named }) => (named && named !== op ? linkTo(named, text) : text));
    }
  }

  #code(op: OpInfo, text: string): Html {
    const inner = html`<code>${text}</code>`;
    // Ports have names like ops: beside their own op it is they who are meant.
    if ([...op.inputs, ...op.outputs].some((port) => port.name === text)) return inner;
    const named = this.#mentions.inCode(text);
    return named && named !== op ? linkTo(named, inner) : inner;
  }

  #example(source: string, number: number): Html {
    const fragment = parseFragment(source);
    if ('error' in fragment) return code(source);
    const settings = settingsOf(fragment).map(
      ({ label, values }) =>
        html`<p>
          <strong>${label}</strong> ${values.map(
            ([port, value], index) => html`${index > 0 && ', '}${port} <code>${value}</code>`,
          )}
        </p> `,
    );
    const ops = [...new Set(fragment.ops.map(({ op }) => op))].flatMap(
      (name) => this.#catalogue.find(name) ?? [],
    );
    return html`<figure id="example-${number}">
      ${picture(draw(fragment, this.#catalogue), `Picture of example ${number}`)}
      ${settings.length > 0 && html`<div class="settings">${settings}</div> `}
      <p class="parts">${ops.map((op, index) => html`${index > 0 && ' '}${linkTo(op)}`)}</p>
      <details>
        <summary>As text, to copy and paste into a patch</summary>
        ${code(source)}
      </details>
    </figure>`;
  }
}

/** A link to an op's page. */
function linkTo(op: OpInfo, text: Part = op.name): Html {
  return html`<a href="${fileOf(op)}">${text}</a>`;
}

function code(text: string): Html {
  return html`<pre tabindex="0"><code>${text}</code></pre>`;
}
