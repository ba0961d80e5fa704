import { layoutBox, type Slot, TAB_X, TITLE_HEIGHT } from '../canvas/layout';
import type { Catalogue } from '../lib/catalogue';
import type { Fragment } from '../lib/clipboard';
import { formatNumber } from '../lib/format';
import { isReadable, kindClass } from '../lib/kinds';
import { boxPorts, indexName, multiOf } from '../lib/ports';
import type { JsonValue, Link, NewOp, OpInfo, PortInfo } from '../lib/protocol';

import { decorationOf } from './decorations';
import { labelOf } from './example';
import { topOf } from './top';

/** An element of a picture, for whoever makes elements or text of it. */
export type Shape = {
  tag: 'g' | 'path' | 'rect' | 'text' | 'title';
  attributes: Record<string, string | number>;
  text?: string;
  children?: Shape[];
};

/** A picture of ops and cables, in pixels of the canvas. `drawing.css` gives it its colours. */
export type Drawing = {
  width: number;
  height: number;
  /** What is to be seen, in words. */
  label: string;
  shapes: Shape[];
};

/** Draws ops and their cables as the canvas shows them, with every port if `isExpanded`. */
export function draw(fragment: Fragment, catalogue: Catalogue, isExpanded = false): Drawing {
  const { ops: seen, links } = topOf(fragment, catalogue);
  const ops = seen.map(({ op }) => op);
  const decorations = seen.flatMap((it) => {
    const drawn = decorationOf(it);
    return drawn ? [{ op: it.op, layout: drawn }] : [];
  });
  const boxes = new Map(
    seen.flatMap((it) => {
      const { op, info, values } = it;
      if (decorations.some((other) => other.op === op)) return [];
      const isLinked = (port: string, isOutput: boolean) =>
        links.some(({ from, to }) => {
          const end = isOutput ? from : to;
          return end.op === op.id && end.port === port;
        });
      const [inputs, outputs] = [false, true].map((isOutput) =>
        portCount(op, info, links, isOutput),
      );
      const byIndex = (port: PortInfo) => isLinked(indexName(port), false);
      const layout = layoutBox(boxPorts(info, inputs, outputs, byIndex), {
        label: labelOf(op),
        isExpanded,
        isLinked: (port, isOutput) => isLinked(port.name, isOutput),
      });
      return [[op.id ?? '', { op, layout, isLinked, values }] as const];
    }),
  );
  const all = [...boxes.values()];
  const placed = [...decorations, ...all];
  const left = Math.min(...placed.map(({ op }) => op.x)) - MARGIN;
  const top = Math.min(...placed.map(({ op }) => op.y)) - MARGIN;
  const right = Math.max(...placed.map(({ op, layout }) => op.x + layout.width)) + MARGIN;
  const bottom = Math.max(...placed.map(({ op, layout }) => op.y + layout.height)) + MARGIN;

  const said: string[] = [];
  const cables = links.flatMap(({ from, to }) => {
    const [source, target] = [boxes.get(from.op), boxes.get(to.op)];
    const output = source?.layout.outputs.slots.find(({ port }) => port.name === from.port);
    const input = target?.layout.inputs.slots.find(({ port }) => port.name === to.port);
    if (!source || !target || !output || !input) return [];
    const words = `${from.port} of ${labelOf(source.op)} to ${to.port} of ${labelOf(target.op)}`;
    said.push(words);
    const path = cablePath(
      source.op.x + output.x + TAB_X - left,
      source.op.y + source.layout.height + TAB_OUT - top,
      target.op.x + input.x + TAB_X - left,
      target.op.y - TAB_OUT - top,
    );
    return [shape('path', { class: `cable ${kindClass(output.port)}`, d: path }, words)];
  });
  const drawn = all.map(({ op, layout, isLinked, values }): Shape => {
    const { width, height, inputs, outputs, bodyHeight } = layout;
    const tab = (slot: Slot, isOutput: boolean) => {
      const isAdded = slot.isNew ? ' new' : '';
      const state = isLinked(slot.port.name, isOutput) ? ' linked' : isAdded;
      const y = isOutput ? height + TAB_OUT - TAB.height : -TAB_OUT;
      const place = { x: slot.x + TAB_X - TAB.width / 2, y, ...TAB, rx: 2 };
      const words = `${isOutput ? 'Output' : 'Input'} ${slot.port.name}, ${slot.port.kind}`;
      return shape('rect', { class: `tab ${kindClass(slot.port)}${state}`, ...place }, words);
    };
    const children = [
      shape('rect', { class: 'box', x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 4 }),
      textAt('name', 6, inputs.height + 17, labelOf(op)),
    ];
    for (const slot of inputs.slots) {
      children.push(tab(slot, false));
      if (slot.isNew) continue;
      const value = values[slot.port.name];
      const isSaid = value !== undefined && isReadable(slot.port) && !slot.port.secret;
      if (!isSaid || isLinked(slot.port.name, false)) continue;
      const most = Math.floor((slot.width - 4) / VALUE_CHAR);
      children.push(textAt('value', slot.x + 6, inputs.height - 5, shortValue(value, most)));
    }
    if (bodyHeight > 0) {
      const y = inputs.height + TITLE_HEIGHT;
      const size = { width: width - 12, height: bodyHeight - 6 };
      children.push(shape('rect', { class: 'body', x: 6, y, ...size, rx: 3 }));
      const button = inputs.slots.find(({ port }) => port.display === 'button');
      if (button && outputs.slots.length > 0) {
        children.push(textAt('press', width / 2, y + size.height / 2 + 4, button.port.name));
      }
    }
    children.push(...outputs.slots.map((slot) => tab(slot, true)));
    for (const [row, y] of [
      [inputs, inputs.height - 5],
      [outputs, height - 9],
    ] as const) {
      const last = row.slots.at(-1);
      const end = last ? last.x + last.width : 0;
      if (row.hidden > 0) children.push(textAt('value', end + 8, y, `+${row.hidden}`));
    }
    return {
      tag: 'g',
      attributes: { transform: `translate(${op.x - left} ${op.y - top})` },
      children,
    };
  });
  const beside = (isBehind: boolean) =>
    decorations
      .filter(({ layout }) => layout.isBehind === isBehind)
      .map(({ op, layout }): Shape => {
        const attributes = { transform: `translate(${op.x - left} ${op.y - top})` };
        return { tag: 'g', attributes, children: layout.shapes };
      });
  const names = ops.map(labelOf).join(', ');
  return {
    width: right - left,
    height: bottom - top,
    label: `${names}. ${said.length > 0 ? `Cables: ${said.join('; ')}.` : 'No cables.'}`,
    shapes: [...beside(true), ...cables, ...drawn, ...beside(false)],
  };
}

/** How many ports a multi port has: what is said, and those that values and cables name. */
function portCount(op: NewOp, info: OpInfo, links: readonly Link[], isOutput: boolean): number {
  const multi = multiOf(isOutput ? info.outputs : info.inputs);
  if (!multi) return 0;
  const ends = links
    .map(({ from, to }) => (isOutput ? from : to))
    .filter((end) => end.op === op.id);
  const names = [...ends.map((end) => end.port), ...(isOutput ? [] : Object.keys(op.values ?? {}))];
  const named = names
    .filter((name) => name.startsWith(`${multi.name}_`))
    .map((name) => Number(name.slice(multi.name.length + 1)) + 1);
  return Math.max((isOutput ? op.outputs : op.inputs) ?? multi.multi ?? 1, ...named);
}

/** The way of a cable, as the canvas bends it. */
function cablePath(fromX: number, fromY: number, toX: number, toY: number): string {
  const distance = toY - fromY;
  const bend = distance >= 0 ? distance / 2 : 7.5 * Math.sqrt(-distance);
  return `M${fromX} ${fromY}C${fromX} ${fromY + bend} ${toX} ${toY - bend} ${toX} ${toY}`;
}

function shape(tag: Shape['tag'], attributes: Shape['attributes'], title?: string): Shape {
  if (title === undefined) return { tag, attributes };
  return { tag, attributes, children: [{ tag: 'title', attributes: {}, text: title }] };
}

function textAt(role: string, x: number, y: number, text: string): Shape {
  return { tag: 'text', attributes: { class: role, x, y }, text };
}

function shortValue(value: JsonValue, most: number): string {
  const text =
    typeof value === 'number'
      ? formatNumber(value)
      : typeof value === 'string'
        ? value
        : JSON.stringify(value);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

const MARGIN = 8;
/** How far a port's tab stands out of its box. */
const TAB_OUT = 4;
const TAB = { width: 12, height: 7 };
const VALUE_CHAR = 6.1;
