/**
 * The reference of the op library as files that any server, or none, can show: an index and a page
 * an op. Everything in it is what `ropewalk ops` prints.
 */

import theme from '../../public/theme.js?raw';
import drawing from '../help/drawing.css?raw';
import { draw } from '../help/drawing';
import { Catalogue, shortName } from '../lib/catalogue';
import { parseSpans } from '../lib/markdown';
import type { OpInfo } from '../lib/protocol';
import colors from '../styles/colors.css?raw';
import tokens from '../styles/theme.css?raw';

import { anchorOf, familiesOf, familyOf, fileOf } from './files';
import { type Html, html } from './html';
import { Mentions } from './mentions';
import { picture } from './picture';
import { portList } from './ports';
import { Prose } from './prose';
import style from './reference.css?raw';

export type Source = {
  ops: readonly OpInfo[];
  /** The help pages, by the names of their ops. */
  help: Readonly<Record<string, string>>;
  /** What cables calls its ops: for each name those that it had before. */
  cables: Readonly<Record<string, { was: readonly string[] }>>;
  /** The script of the index. */
  search: string;
};

/** The files, by name. */
export function site({ ops, help, cables, search }: Source): Map<string, string> {
  const catalogue = new Catalogue(ops);
  const prose = new Prose(catalogue, new Mentions(catalogue));
  const families = familiesOf(ops);
  const oldNames = oldNamesOf(catalogue, cables);
  const files = new Map([
    ['reference.css', `${themes(tokens)}\n${themes(colors)}\n${drawing}\n${style}`],
    ['theme.js', theme],
    ['search.js', search],
    ['index.html', index(families, oldNames).text],
  ]);
  for (const [family, members] of families) {
    for (const op of members) {
      const text = opPage(op, {
        catalogue,
        prose,
        help: help[op.name] ?? '',
        siblings: members,
        family,
        oldNames: oldNames.get(op) ?? [],
      }).text;
      files.set(fileOf(op), text);
    }
  }
  return files;
}

/**
 * The names under which files of cables have an op, other than its own: those of its aliases and
 * of its versions, and those that cables has given up.
 */
function oldNamesOf(catalogue: Catalogue, cables: Source['cables']): Map<OpInfo, string[]> {
  const names = new Map(catalogue.ops.map((op) => [op, new Set(op.aliases)]));
  for (const [name, { was }] of Object.entries(cables)) {
    const op = catalogue.find(name);
    if (!op) continue;
    for (const old of [name, ...was]) {
      if (catalogue.find(old) === op || !catalogue.find(old)) names.get(op)?.add(old);
    }
  }
  return new Map(
    [...names].map(([op, all]) => [op, [...all].filter((old) => old !== op.name).sort()]),
  );
}

/** The colours of the editor; where no script says which theme, those that the system asks for. */
function themes(tokens: string): string {
  const dark = /:root\[data-theme='dark'\][^{]*(\{[^}]*\})/.exec(tokens)?.[1];
  if (dark === undefined) throw new Error('A style sheet of colours has no dark theme.');
  return `${tokens}
@media (prefers-color-scheme: dark) {
:root:not([data-theme]) ${dark}
}`;
}

function index(families: Map<string, OpInfo[]>, oldNames: Map<OpInfo, string[]>): Html {
  const count = [...families.values()].reduce((sum, { length }) => sum + length, 0);
  const listed = (op: OpInfo) =>
    html`<li data-name="${op.name}" data-aliases="${(oldNames.get(op) ?? []).join(' ')}">
      <a href="${fileOf(op)}">${shortName(op.name)}</a> <span>${op.summary}</span>
    </li> `;
  const sections = [...families].map(
    ([family, ops]) =>
      html`<section aria-labelledby="${anchorOf(family)}">
        <h2 id="${anchorOf(family)}">${family}</h2>
        <ul class="ops">
          ${ops.map(listed)}
        </ul>
      </section> `,
  );
  const links = [...families].map(
    ([family, { length }]) =>
      html`<li>
        <a href="#${anchorOf(family)}">${family}</a> <span class="count">${length}</span>
      </li> `,
  );
  return page({
    title: 'Ops of Ropewalk',
    description: `The reference of the ${count} ops of Ropewalk: their ports, what they do, examples.`,
    scripts: ['search.js'],
    crumbs: [],
    side: html`<nav aria-label="Families">
      <ul>
        ${links}
      </ul>
    </nav>`,
    main: html`<h1>Ops of Ropewalk</h1>
      <p class="lead">
        ${count} ops by family, each with its ports, what it does, and an example. They have the
        names and ports of cables.gl, and patches of cables find them under their old names, too.
      </p>
      <search id="search" hidden>
        <label for="query">Search</label>
        <input
          id="query"
          type="search"
          autocomplete="off"
          spellcheck="false"
          aria-describedby="found"
        />
        <p id="found" role="status"></p>
      </search>
      <section id="results" aria-label="Results" hidden><ul class="ops"></ul></section>
      <div id="families">${sections}</div>`,
  });
}

type About = {
  catalogue: Catalogue;
  prose: Prose;
  help: string;
  siblings: readonly OpInfo[];
  family: string;
  oldNames: readonly string[];
};

function opPage(op: OpInfo, about: About): Html {
  const { catalogue, prose, help, siblings, family, oldNames } = about;
  const name = shortName(op.name);
  const others = siblings.map(
    (other) =>
      html`<li>
        <a href="${fileOf(other)}" ${other === op && html` aria-current="page"`}
          >${shortName(other.name)}</a
        >
      </li> `,
  );
  const values = Object.fromEntries(op.inputs.map((port) => [port.name, port.default]));
  const alone = { ropewalk: 1 as const, ops: [{ op: op.name, x: 0, y: 0, values }], links: [] };
  const sections: [id: string, title: string, content: Html[]][] = [
    ['inputs', 'Inputs', portList(op, op.inputs, true, prose)],
    ['outputs', 'Outputs', portList(op, op.outputs, false, prose)],
    ['help', 'Help', prose.page(op, help).map((block) => html`${block} `)],
    ['names', 'Other names', oldNames.length > 0 ? [namesOf(oldNames)] : []],
  ];
  const shown = sections.filter(([, , content]) => content.length > 0);
  return page({
    title: `${name} – ops of Ropewalk`,
    description: op.summary,
    scripts: [],
    crumbs: [html`<a href="index.html#${anchorOf(family)}">${family}</a>`, html`${name}`],
    side: html`<nav aria-label="Ops of ${familyOf(op)}">
      <ul>
        ${others}
      </ul>
    </nav>`,
    main: html`<h1>${name}</h1>
      <p class="full"><code>${op.name}</code></p>
      <p class="lead">${prose.line(op, parseSpans(op.summary))}</p>
      ${picture(draw(alone, catalogue, true), `Picture of ${name}`)}
      <nav class="here" aria-label="On this page">
        <ul>
          ${shown.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li> `)}
        </ul>
      </nav>
      ${shown.map(
        ([id, title, content]) =>
          html`<section class="${id}" aria-labelledby="${id}">
            <h2 id="${id}">${title}</h2>
            ${content}
          </section> `,
      )}`,
  });
}

function namesOf(names: readonly string[]): Html {
  return html`<p>Files that have it under another name are opened all the same:</p>
    <ul>
      ${names.map((name) => html`<li><code>${name}</code></li> `)}
    </ul> `;
}

type Page = {
  title: string;
  description: string;
  scripts: readonly string[];
  /** The way here from the index. */
  crumbs: readonly Html[];
  side: Html;
  main: Html;
};

function page({ title, description, scripts, crumbs, side, main }: Page): Html {
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content="${description}" />
        <title>${title}</title>
        <link rel="stylesheet" href="reference.css" />
        <script src="theme.js"></script>
        ${scripts.map((script) => html`<script src="${script}" defer></script> `)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top">
          <nav aria-label="Where you are">
            <ol>
              <li><a href="index.html">Ops of Ropewalk</a></li>
              ${crumbs.map((crumb) => html`<li>${crumb}</li> `)}
            </ol>
          </nav>
        </header>
        <div class="columns">
          <main id="main" tabindex="-1">${main}</main>
          <aside class="side" aria-label="Contents">${side}</aside>
        </div>
      </body>
    </html> `;
}
