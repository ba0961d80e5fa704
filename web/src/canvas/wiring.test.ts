import { beforeEach, expect, test, vi } from 'vitest';

import { Catalogue } from '../lib/catalogue';
import type { Plug } from '../lib/editor.svelte';
import { Patch } from '../lib/patch.svelte';
import type { Link } from '../lib/protocol';
import { Toasts } from '../lib/toasts.svelte';
import { anOp, aPort, aView } from '../testing/declarations';

import { drop as dropWith, type Drop, type DropEditor, plugOf } from './wiring';

const source = anOp(
  'Ops.Source',
  [],
  [aPort('number'), aPort('connection', 'Connection', { resource: true })],
);
const sink = anOp('Ops.Sink', [aPort('text', 'Text'), aPort('first'), aPort('second')]);
const link = (to: string) => ({ from: { op: 'a', port: 'number' }, to: { op: 'b', port: to } });

let editor: { -readonly [key in keyof DropEditor]: DropEditor[key] };

beforeEach(() => {
  const patch = new Patch(new Catalogue([source, sink]));
  const ops = [aView('a', source.name), aView('b', sink.name)];
  patch.opened({ id: 'p', name: '', ops, links: [], reserved: [] });
  editor = {
    apply: vi.fn(() => []),
    link: vi.fn(() => true),
    relink: vi.fn(() => true),
    palette: null,
    patch,
    toasts: new Toasts(),
    view: null,
  };
});

let hasConverter: boolean;
let offered: readonly Plug[];

beforeEach(() => {
  hasConverter = false;
  offered = [];
});

function drop(editor: DropEditor, plug: Plug, moved: Link | null, on: Drop): void {
  dropWith(editor, plug, moved, on, (others) => {
    offered = others;
    return hasConverter;
  });
}

function plug(op: string, handle: string): Plug {
  const plug = plugOf(editor.patch.ops.get(op), handle);
  if (!plug) throw new Error(`no port ${handle}`);
  return plug;
}

function sinkOp() {
  return plug('b', 'i0').op;
}

test('dropped on an op, a cable takes the first free port of its own kind', () => {
  drop(editor, plug('a', 'o0'), null, { on: 'op', op: sinkOp() });
  expect(editor.link).toHaveBeenCalledWith(link('first'));
});

test('a port that is taken gives way to a free one', () => {
  editor.patch.changed([{ type: 'linkAdded', link: link('first'), index: 0 }]);
  drop(editor, plug('a', 'o0'), null, { on: 'op', op: sinkOp() });
  expect(editor.link).toHaveBeenCalledWith(link('second'));
});

test('an op without a port that fits says so', () => {
  drop(editor, plug('a', 'o1'), null, { on: 'op', op: sinkOp() });
  expect(editor.link).not.toHaveBeenCalled();
  expect(editor.toasts.list[0]?.text).toBe(
    'No input of Sink takes Connection, which connection gives.',
  );
});

test('dropped on a port that does not fit, the runtime is asked for the reason', () => {
  drop(editor, plug('a', 'o1'), null, { on: 'port', plug: plug('b', 'i0') });
  expect(editor.link).toHaveBeenCalledOnce();
});

test('where something converts, it is offered instead', () => {
  hasConverter = true;
  drop(editor, plug('a', 'o1'), null, { on: 'port', plug: plug('b', 'i0') });
  expect(offered.map(({ port }) => port.name)).toEqual(['text']);
  drop(editor, plug('a', 'o1'), null, { on: 'op', op: sinkOp() });
  expect(offered.map(({ port }) => port.name)).toEqual(['text', 'first']);
  expect(editor.link).not.toHaveBeenCalled();
  expect(editor.toasts.list).toEqual([]);
});

test('an output on an output is explained', () => {
  drop(editor, plug('a', 'o0'), null, { on: 'port', plug: plug('a', 'o1') });
  expect(editor.toasts.list[0]?.text).toBe('An output links to an input.');
});

test('dropped on the canvas, a new cable asks for an op, and a moved one is gone', () => {
  const at = { x: 10, y: 20 };
  drop(editor, plug('a', 'o0'), null, { on: 'canvas', at });
  expect(editor.palette).toMatchObject({ at, plug: { port: { name: 'number' } } });
  drop(editor, plug('a', 'o0'), link('first'), { on: 'canvas', at });
  expect(editor.apply).toHaveBeenCalledWith({ type: 'unlink', link: link('first') });
});

test('the end of a cable that is dropped on another op moves there', () => {
  drop(editor, plug('a', 'o0'), link('text'), { on: 'op', op: sinkOp() });
  expect(editor.relink).toHaveBeenCalledWith(link('text'), link('first'));
});

test('dropped on an op whose ports are taken, a cable takes the place for one more', () => {
  const many = anOp('Ops.Many', [aPort('Numbers', 'Number', { multi: 1 })]);
  const patch = new Patch(new Catalogue([source, many]));
  const ops = [aView('a', source.name), aView('b', many.name, { inputs: 1 })];
  patch.opened({ id: 'p', name: '', ops, links: [link('Numbers_0')], reserved: [] });
  editor.patch = patch;
  const op = plug('b', 'i0').op;
  expect(plug('b', 'i1').port.name).toBe('Numbers_1');
  expect(plugOf(op, 'i2')).toBeNull();
  drop(editor, plug('a', 'o0'), null, { on: 'op', op });
  expect(editor.link).toHaveBeenCalledWith(link('Numbers_1'));
});
