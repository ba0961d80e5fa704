import { kindClass } from '../lib/kinds';
import { valueText } from '../lib/format';
import { parseSpans } from '../lib/markdown';
import type { OpInfo, PortInfo } from '../lib/protocol';

import { type Html, html } from './html';
import type { Prose } from './prose';

/** The inputs or outputs of an op: under the headings of their groups, a line on each. */
export function portList(op: OpInfo, ports: readonly PortInfo[], isInput: boolean, prose: Prose) {
  const groups = new Map<string, PortInfo[]>();
  for (const port of ports) groups.set(port.group, [...(groups.get(port.group) ?? []), port]);
  return [...groups].map(
    ([group, ports]) =>
      html`${group !== '' && html`<h3>${group}</h3> `}
        <dl class="ports">
          ${ports.map(
            (port) =>
              html`<div class="port ${kindClass(port)}">
                <dt>
                  <span class="tab" aria-hidden="true"></span>${port.name}
                  <span class="kind">${port.kind}</span>
                </dt>
                <dd>${prose.line(op, parseSpans(port.doc))}${facts(port, isInput)}</dd>
              </div> `,
          )}
        </dl> `,
  );
}

/** What a port takes and starts with. */
function facts(port: PortInfo, isInput: boolean): Html | null {
  const said: Html[] = [];
  if (port.unit) said.push(html`in <code>${port.unit}</code>`);
  const { min, max } = port;
  if (min !== null && max !== null) said.push(html`<code>${min}</code> to <code>${max}</code>`);
  else if (min !== null) said.push(html`<code>${min}</code> or more`);
  else if (max !== null) said.push(html`<code>${max}</code> or less`);
  if (port.display === 'integer') said.push(html`whole numbers`);
  if (port.choices.length > 0) {
    const choices = port.choices.map(
      (choice, index) => html`${index > 0 && ', '}<code>${choice}</code>`,
    );
    said.push(html`one of ${choices}`);
  }
  if (port.secret) said.push(html`secret: it is never part of a patch file`);
  if (isInput && holdsValue(port)) {
    const text = valueText(port.default);
    said.push(text === '' ? html`empty by default` : html`default <code>${text}</code>`);
  }
  if (port.aliases.length > 0) {
    const names = port.aliases.map((name, index) => html`${index > 0 && ', '}<code>${name}</code>`);
    said.push(html`once called ${names}`);
  }
  if (said.length === 0) return null;
  return html` <span class="facts"
    >${said.map((fact, index) => html`${index > 0 && '; '}${fact}`)}</span
  >`;
}

function holdsValue({ kind, resource, secret }: PortInfo): boolean {
  return !resource && !secret && kind !== 'Trigger' && kind !== 'Reference';
}
