import type { Editor, Point } from '../lib/editor.svelte';
import { GRID, snap } from '../lib/grid';
import type { Cable, Op } from '../lib/patch.svelte';
import { edit, parts } from '../parts';

import { CABLE_WITHIN, type Curve, passes } from './curves';
import { AREA, carriedBy } from './decorations';
import type { OpNode } from './reconcile';
import type { CanvasState } from './state.svelte';

/** The nodes of the canvas, of which a drag moves some that the library does not. */
export type Board = {
  nodes: OpNode[];
  /** Puts the nodes to where the patch has their ops. */
  reconcile(): void;
  /** The cable behind one of the library's edges. */
  cable(key: string): Cable | undefined;
  /** The cables, where they are drawn. */
  curves(): readonly Curve[];
  /** The size of a box, in pixels of the canvas. */
  boxOf(key: string): { width: number; height: number } | undefined;
  /** The point of the canvas under a point of the page. */
  toCanvas(point: Point): Point;
};

/** What takes ops that are let go over it. */
type Receiver = { key: string; take(place: Point): void };

/** How long steps with the keys are one step of the history, in milliseconds. */
const PAUSE = 800;

/** Moves ops: by the pointer or by keys, with what areas carry, and into what they are dropped on. */
export class Dragging {
  readonly #editor: Editor;
  readonly #canvas: CanvasState;
  readonly #board: Board;
  /** The ops that go with areas that are moved, each with its area. */
  #carried = new Map<Op, Op>();
  #receiver: Receiver | null = null;
  /** The cables as they were when the drag began; those of the ops that are dragged take none. */
  #curves: readonly Curve[] = [];
  #nudge = 0;
  #nudgeEnds: ReturnType<typeof setTimeout> | undefined;

  constructor(editor: Editor, canvas: CanvasState, board: Board) {
    this.#editor = editor;
    this.#canvas = canvas;
    this.#board = board;
  }

  start(nodes: readonly OpNode[], event: MouseEvent | TouchEvent): void {
    this.#carry(event.altKey ? [] : nodes.map((node) => node.data.op));
    this.#curves = nodes.length === 1 ? this.#board.curves() : [];
  }

  /** Shows what an area carries where it will be, and what would take the ops. */
  drag(nodes: readonly OpNode[], event: MouseEvent | TouchEvent): void {
    this.#aim(nodes, pointOf(event));
    const places = new Map(nodes.map(({ data, position }) => [data.op, position]));
    for (const [op, area] of this.#carried) {
      const place = places.get(area);
      if (place) places.set(op, { x: op.x + place.x - area.x, y: op.y + place.y - area.y });
    }
    this.#canvas.dragged = places;
    if (this.#carried.size === 0) return;
    this.#board.nodes = this.#board.nodes.map((node) => {
      const position = this.#carried.has(node.data.op) && places.get(node.data.op);
      return position ? { ...node, position } : node;
    });
  }

  stop(nodes: readonly OpNode[]): void {
    const receiver = this.#receiver;
    this.#receive(null);
    this.#canvas.dragged = new Map();
    this.#curves = [];
    const [first] = nodes;
    if (receiver && first) {
      this.#carried.clear();
      receiver.take({ x: snap(first.position.x), y: snap(first.position.y) });
      this.#board.reconcile();
      return;
    }
    const targets = nodes.map(({ data, position }) => ({ op: data.op, position }));
    for (const [op, area] of this.#carried) {
      const place = nodes.find(({ data }) => data.op === area)?.position;
      if (!place) continue;
      const [dx, dy] = [snap(place.x) - area.x, snap(place.y) - area.y];
      targets.push({ op, position: { x: op.x + dx, y: op.y + dy } });
    }
    this.#carried.clear();
    this.#move(targets);
  }

  /** Moves the selected ops so many steps of the grid; areas take along what they carry. */
  nudge(dx: number, dy: number, isAlone: boolean): void {
    // Steps in quick succession are one step of the history.
    clearTimeout(this.#nudgeEnds);
    this.#nudge ||= this.#editor.newGesture();
    this.#nudgeEnds = setTimeout(() => (this.#nudge = 0), PAUSE);
    const { selectedOps } = this.#editor;
    this.#carry(isAlone ? [] : selectedOps);
    this.#move(
      [...selectedOps, ...this.#carried.keys()].map((op) => ({
        op,
        position: { x: op.x + dx * GRID, y: op.y + dy * GRID },
      })),
      this.#nudge,
    );
    this.#carried.clear();
  }

  #carry(areas: readonly Op[]): void {
    this.#carried = new Map();
    for (const area of areas) {
      if (area.info.name !== AREA) continue;
      for (const op of carriedBy(area, this.#editor.patch)) {
        if (!areas.includes(op)) this.#carried.set(op, area);
      }
    }
  }

  /** Sends where the ops are now; those that the runtime leaves elsewhere go back. */
  #move(targets: readonly { op: Op; position: Point }[], gesture?: number): void {
    const moves = targets
      .map(({ op, position }) => ({ op, x: snap(position.x), y: snap(position.y) }))
      .filter(({ op, x, y }) => op.x !== x || op.y !== y)
      .map(({ op, x, y }) => ({ id: op.id, x, y }));
    if (moves.length > 0) this.#editor.apply({ type: 'move', ops: moves }, gesture);
    this.#board.reconcile();
  }

  /** Finds what would take the ops: a subpatch under the pointer, or a cable under the only one. */
  #aim(nodes: readonly OpNode[], at: Point): void {
    const editor = this.#editor;
    const [only, another] = nodes;
    const ops = nodes.map((node) => node.data.op);
    const pointer = this.#board.toCanvas(at);
    const under = this.#boxAt(pointer, nodes);
    if (under?.isSubpatch) {
      const take = () => edit((edits) => edits.dropInto(editor, ops, under));
      this.#receive({ key: under.key, take });
    } else if (only && !another && this.#carried.size === 0) {
      const size = this.#board.boxOf(only.id);
      const middle = size && {
        x: only.position.x + size.width / 2,
        y: only.position.y + size.height / 2,
      };
      this.#receive(
        (under ? null : this.#cableAt(pointer, only.data.op)) ??
          (middle && !this.#boxAt(middle, nodes) ? this.#cableAt(middle, only.data.op) : null),
      );
    } else this.#receive(null);
  }

  /** The box that is seen at a place; an area lies behind all else, and a comment takes nothing. */
  #boxAt({ x, y }: Point, dragged: readonly OpNode[]): Op | undefined {
    const keys = new Set(dragged.map((node) => node.id));
    return this.#board.nodes.findLast(({ id, type, position }) => {
      const size = type === 'op' && !keys.has(id) && this.#board.boxOf(id);
      if (!size) return false;
      const [right, below] = [x - position.x, y - position.y];
      return right >= 0 && below >= 0 && right <= size.width && below <= size.height;
    })?.data.op;
  }

  /** What puts an op into the cable at a place, where there is one that fits. */
  #cableAt(at: Point, op: Op): Receiver | null {
    const { edits } = parts;
    for (const curve of this.#curves.toReversed()) {
      if (!passes(curve, at, CABLE_WITHIN)) continue;
      const cable = this.#board.cable(curve.key);
      if (!cable || !edits.current?.passageOf(op, cable, this.#editor.patch)) continue;
      const take = (place: Point) => edits.current?.insertInto(this.#editor, op, cable, place);
      return { key: curve.key, take };
    }
    return null;
  }

  #receive(receiver: Receiver | null): void {
    this.#receiver = receiver;
    this.#canvas.receiver = receiver?.key ?? null;
  }
}

/** Where an event of a pointer happens on the page. */
export function pointOf(event: MouseEvent | TouchEvent): Point {
  const point = 'changedTouches' in event ? event.changedTouches[0] : event;
  return { x: point?.clientX ?? 0, y: point?.clientY ?? 0 };
}
