import { expect, test } from 'vitest';

import { Catalogue } from '../lib/catalogue';
import { type Op, Patch, SUBPATCH } from '../lib/patch.svelte';
import type { Link, OpInfo, OpView } from '../lib/protocol';
import { anOp, aPort, aView } from '../testing/declarations';

import { convertersBetween } from './converters';
import { passageOf } from './insert';
import { joinsWithout } from './joins';

const sum = anOp('Ops.Math.Sum', [aPort('a'), aPort('b')], [aPort('sum')]);
const toText = anOp('Ops.String.NumberToString', [aPort('number')], [aPort('text', 'Text')]);
const upper = anOp('Ops.String.Uppercase', [aPort('in', 'Text')], [aPort('out', 'Text')]);
const gate = anOp(
  'Ops.Gate',
  [aPort('go', 'Trigger'), aPort('value')],
  [aPort('next', 'Trigger'), aPort('passed')],
);
const library = [sum, toText, upper, gate, anOp(SUBPATCH)];

function link(text: string): Link {
  const [from, to] = text.split(' > ').map((end) => {
    const [op = '', port = ''] = end.split('.');
    return { op, port };
  });
  if (!from || !to) throw new Error(text);
  return { from, to };
}

/** A patch of `name:op` and of links such as `a.sum > b.a`. */
function patchOf(ops: string[], links: string[], more: OpView[] = []): Patch {
  const patch = new Patch(new Catalogue(library));
  const views = ops.map((text) => {
    const [id = '', name = ''] = text.split(':');
    return aView(id, library.find((op) => op.name.endsWith(name))?.name ?? '');
  });
  patch.opened({
    id: 'p',
    name: '',
    ops: [...views, ...more],
    links: links.map(link),
    reserved: [],
  });
  return patch;
}

function opsOf(patch: Patch, ...ids: string[]): Op[] {
  return ids.flatMap((id) => patch.ops.get(id) ?? []);
}

test('all that led in leads on to all that it led to', () => {
  const patch = patchOf(
    ['one:Sum', 'two:Sum', 'middle:Sum', 'three:Sum', 'four:Sum'],
    [
      'one.sum > middle.a',
      'two.sum > middle.b',
      'middle.sum > three.a',
      'middle.sum > four.b',
      'one.sum > four.b',
    ],
  );
  // The second input leads nowhere, and a link that is there is not made again.
  expect(joinsWithout(opsOf(patch, 'middle'), patch)).toEqual([link('one.sum > three.a')]);
});

test('a chain that goes is joined over all of it', () => {
  const patch = patchOf(
    ['a:Sum', 'b:Sum', 'c:Sum', 'd:Sum'],
    ['a.sum > b.a', 'b.sum > c.b', 'c.sum > d.a'],
  );
  const joined = [link('a.sum > d.a')];
  expect(joinsWithout(opsOf(patch, 'b', 'c'), patch)).toEqual(joined);
  expect(joinsWithout(opsOf(patch, 'c', 'b'), patch)).toEqual(joined);
  expect(joinsWithout(opsOf(patch, 'a'), patch)).toEqual([]);
});

test('each kind is joined with its own, and what converts only where the ends fit', () => {
  const gates = patchOf(
    ['a:Gate', 'b:Gate', 'c:Gate'],
    ['a.next > b.go', 'a.passed > b.value', 'b.next > c.go', 'b.passed > c.value'],
  );
  expect(joinsWithout(opsOf(gates, 'b'), gates)).toEqual([
    link('a.next > c.go'),
    link('a.passed > c.value'),
  ]);
  const texts = patchOf(
    ['a:Sum', 'b:NumberToString', 'c:Uppercase'],
    ['a.sum > b.number', 'b.text > c.in'],
  );
  // A number goes into a text by itself.
  expect(joinsWithout(opsOf(texts, 'b'), texts)).toEqual([link('a.sum > c.in')]);
});

test('a subpatch is joined by the ports that it shows', () => {
  const inner = aView('inner', sum.name, { subpatch: 'sub' });
  const sub = aView('sub', SUBPATCH, {
    exposed: [
      { op: 'inner', port: 'a', output: false, name: 'In' },
      { op: 'inner', port: 'sum', output: true, name: 'Out' },
    ],
  });
  const patch = patchOf(['a:Sum', 'c:Sum'], ['a.sum > inner.a', 'inner.sum > c.a'], [inner, sub]);
  expect(joinsWithout(opsOf(patch, 'sub'), patch)).toEqual([link('a.sum > c.a')]);
});

test('an op goes into a cable by its first ports that fit, if they are free', () => {
  const patch = patchOf(
    ['a:Sum', 'b:Sum', 'free:Gate', 'taken:Sum', 'text:Uppercase'],
    ['a.sum > b.a', 'a.sum > taken.a'],
  );
  const [cable] = patch.cables;
  if (!cable) throw new Error('no cable');
  const into = (id: string) => {
    const found = passageOf(opsOf(patch, id)[0] as Op, cable, patch);
    return found && [found.input.name, found.output.name];
  };
  expect(into('free')).toEqual(['value', 'passed']);
  expect(into('taken')).toBeNull();
  expect(into('a')).toBeNull();
  // It would take the number as a text, but a text is no number.
  expect(into('text')).toBeNull();
});

test('converters that are known come first, and what acts on its own is none', () => {
  const ops: OpInfo[] = [
    anOp('Ops.Date.DateIsoToTimestamp', [aPort('in', 'Text')], [aPort('out')]),
    anOp('Ops.String.StringToNumber', [aPort('in', 'Text')], [aPort('out')]),
    anOp('Ops.Html.Thing', [aPort('in', 'Text')], [aPort('out')]),
    anOp('Ops.Any', [aPort('in', 'Any')], [aPort('out')]),
    sum,
  ];
  const found = convertersBetween(aPort('text', 'Text'), aPort('number'), ops);
  expect(found.map(({ op }) => op.name)).toEqual([
    'Ops.String.StringToNumber',
    'Ops.Date.DateIsoToTimestamp',
  ]);
});
