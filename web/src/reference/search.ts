/** The search of the index: what matches, best first, in place of the families. */

import { formatCount } from '../lib/format';
import { scoreOp, type Sought } from '../palette/score';

const search = document.querySelector<HTMLElement>('#search');
const field = document.querySelector<HTMLInputElement>('#query');
const found = document.querySelector<HTMLElement>('#found');
const results = document.querySelector<HTMLElement>('#results');
const list = results?.querySelector('ul');
const families = document.querySelector<HTMLElement>('#families');

if (search && field && found && results && list && families) {
  const entries = [...families.querySelectorAll<HTMLElement>('[data-name]')].map((element) => {
    const op: Sought = {
      name: element.dataset.name ?? '',
      aliases: element.dataset.aliases?.split(' ') ?? [],
      summary: element.querySelector('span')?.textContent ?? '',
    };
    return { op, element };
  });

  const show = () => {
    const query = field.value.trim().toLowerCase();
    const isAsked = query !== '';
    const matching = isAsked
      ? entries
          .map((entry) => ({ ...entry, score: scoreOp(entry.op, query) }))
          .filter(({ score }) => score > 0)
          .sort((a, b) => b.score - a.score || (a.op.name < b.op.name ? -1 : 1))
      : [];
    list.replaceChildren(...matching.map(({ op, element }) => entryOf(op, element)));
    results.hidden = matching.length === 0;
    families.hidden = isAsked;
    const count =
      matching.length === 0 ? 'No op has this name.' : formatCount(matching.length, 'op');
    found.textContent = isAsked ? count : '';
  };

  search.hidden = false;
  // A browser that comes back to the page puts back what was typed.
  addEventListener('pageshow', show);
  field.addEventListener('input', show);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing) list.querySelector('a')?.click();
  });
  document.addEventListener('keydown', (event) => {
    const isTyped = event.ctrlKey || event.metaKey || event.altKey;
    if (event.key !== '/' || isTyped || event.target === field) return;
    event.preventDefault();
    field.focus();
  });
}

/** A line of the index as a result: it stands there without its family. */
function entryOf(op: Sought, element: HTMLElement): HTMLElement {
  const entry = element.cloneNode(true) as HTMLElement;
  const family = document.createElement('span');
  family.className = 'family';
  family.textContent = op.name.slice(0, op.name.lastIndexOf('.'));
  entry.querySelector('a')?.after(' ', family);
  return entry;
}
