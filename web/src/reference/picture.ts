import type { Drawing, Shape } from '../help/drawing';

import { element, type Html, html } from './html';

/** A picture as it stands in a page. It is as large as on the canvas, and moved sideways if need be. */
export function picture(drawing: Drawing, label: string): Html {
  const { width, height } = drawing;
  const size = { viewBox: `0 0 ${width} ${height}`, width, height };
  const attributes = { class: 'drawing', role: 'img', 'aria-label': drawing.label, ...size };
  return html`<section class="picture" aria-label="${label}" tabindex="0">
    ${element('svg', attributes, drawing.shapes.map(draw))}
  </section>`;
}

function draw({ tag, attributes, text, children }: Shape): Html {
  return element(tag, attributes, [text ?? null, (children ?? []).map(draw)]);
}
