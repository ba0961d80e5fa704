import { createContext } from 'svelte';

import type { Point } from '../lib/editor.svelte';
import type { Op } from '../lib/patch.svelte';
import type { PortInfo } from '../lib/protocol';

/** A port that the pointer rests on, and where it is on the page. */
export type HoveredPort = { op: Op; port: PortInfo; isOutput: boolean; x: number; y: number };

/** What a drag over empty canvas does: it moves the view, draws a box, or cuts cables. */
export type Tool = 'hand' | 'select' | 'cut';

/** Finds what is drawn on the canvas. */
export type Hits = {
  opAt(at: Point): Op | undefined;
  /** The key of the cable that passes there. */
  cableAt(at: Point): string | null;
};

/** What the parts of the canvas share. */
export class CanvasState {
  /** Whether the zoom leaves room for text: below half size no value is drawn. */
  detailed = $state.raw(true);
  /** Whether there is so much that only what is seen or used is an element of the page. */
  gathered = $state.raw(false);
  /** Whether so much is seen from so far away that all of it is drawn as one picture. */
  pictured = $state.raw(false);
  /** Whether it was chosen here, and not by the library, what is an element. */
  isChosen = $state.raw(false);
  /** The keys of the cables that are elements, with those that are selected; `null` for all. */
  cables = $state.raw<ReadonlySet<string> | null>(null);
  /** What is at a place of the page, be it an element or not. */
  hits: Hits | null = null;
  /** The port whose tip is shown. */
  hoveredPort = $state.raw<HoveredPort | null>(null);
  tool = $state.raw<Tool>('hand');
  /** The key of the cable or the op that takes the ops that are dragged, once they are let go. */
  receiver = $state.raw<string | null>(null);
  /** The keys of the cables that a stroke has crossed, which go once it ends. */
  cut = $state.raw<ReadonlySet<string>>(new Set());
  hoveredCable = $state.raw<string | null>(null);
  /** The key of the cable whose end is being dragged. */
  movedCable = $state.raw<string | null>(null);
  /** Where ops are that are dragged, before the patch has them there. */
  dragged = $state.raw<ReadonlyMap<Op, Point>>(new Map());
  /** The ops that show all their ports only while a cable is held over them. */
  readonly #peeked = new Set<Op>();
  #leave: ReturnType<typeof setTimeout> | undefined;
  #leaveTip: ReturnType<typeof setTimeout> | undefined;

  peek(op: Op): void {
    op.expanded = true;
    this.#peeked.add(op);
  }

  /** The cable was let go: the ops show what they did before, and what is linked now. */
  endPeek(): void {
    for (const op of this.#peeked) op.expanded = false;
    this.#peeked.clear();
  }

  /** The pointer is on a port, or on its tip. */
  enterPort(hovered: HoveredPort | null): void {
    clearTimeout(this.#leaveTip);
    this.hoveredPort = hovered;
  }

  /** The pointer left it; the tip stays for the moment it takes to reach it. */
  leavePort(): void {
    clearTimeout(this.#leaveTip);
    this.#leaveTip = setTimeout(() => (this.hoveredPort = null), 200);
  }

  /** The pointer is on a cable or on one of its grips. */
  enterCable(id: string): void {
    clearTimeout(this.#leave);
    this.hoveredCable = id;
  }

  /** The pointer left it; the grips stay for the moment it takes to reach them. */
  leaveCable(): void {
    clearTimeout(this.#leave);
    this.#leave = setTimeout(() => {
      this.hoveredCable = null;
    }, 250);
  }
}

export const [getCanvasState, setCanvasState] = createContext<CanvasState>();
