import type { Viewport } from '@xyflow/svelte';

import { around, overlap, seenIn } from '../../lib/place';
import type { Curve } from '../curves';

import { type Box, mayCross, rectOf } from './hits';

/** What there is to be seen, and from where. */
export type Scene = {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly curves: ReadonlyMap<string, Curve>;
  readonly viewport: Viewport;
  readonly width: number;
  readonly height: number;
  /** Whether a person moves the view, or what is in it. */
  readonly isMoving: boolean;
  /** Whether boxes are only drawn. */
  readonly isPictured: boolean;
};

/** How far beyond the view boxes are elements, and how far away they stay so, in pixels of the page. */
const [AHEAD, BEHIND] = [48, 240];

/** How many boxes become elements in one frame, and how many are given up: either takes its time. */
const [MOST_IN, MOST_OUT] = [12, 24];

/** How long a view that is held has to stand still until boxes come into it, in milliseconds. */
const REST = 100;

/**
 * Which boxes of a large patch are elements of the page: those that are seen, a few more in each
 * frame, the ones in the middle first. None comes or goes while the view moves, which would stop it
 * each time; what is no element is drawn.
 */
export class Mounting {
  /** The keys of the boxes that are elements because they are seen. */
  boxes = $state.raw<ReadonlySet<string>>(new Set());
  /** The keys of the cables that are seen, in their order. */
  cables = $state.raw<readonly string[]>([]);
  readonly #scene: () => Scene;
  #viewport: Viewport | null = null;
  #movedAt = 0;
  #frame = 0;

  constructor(scene: () => Scene) {
    this.#scene = scene;
    // What was seen before stays.
    this.#look(Infinity);
  }

  /** Looks again, once the view stands still: it has moved, or the boxes have. */
  wake(): void {
    const { viewport } = this.#scene();
    if (viewport !== this.#viewport) this.#movedAt = performance.now();
    this.#viewport = viewport;
    this.#frame ||= requestAnimationFrame((now) => {
      this.#frame = 0;
      const isMoving = this.#scene().isMoving && now - this.#movedAt < REST;
      if (isMoving || !this.#look()) this.wake();
    });
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
  }

  /** Takes what is missing and gives up what is too much, as far as a frame goes; whether that is all. */
  #look(mostIn = MOST_IN, mostOut = MOST_OUT): boolean {
    const { boxes, curves, viewport, width, height, isPictured } = this.#scene();
    const { zoom } = viewport;
    const seen = seenIn(viewport, width, height);
    const middle = { x: seen.x + seen.width / 2, y: seen.y + seen.height / 2 };
    const [near, kept] = [around(seen, AHEAD / zoom), around(seen, BEHIND / zoom)];

    const missing: { key: string; far: number }[] = [];
    const surplus = new Set(this.boxes);
    for (const [key, box] of boxes) {
      const rect = isPictured ? null : rectOf(box);
      if (!rect || !overlap(kept, rect)) continue;
      if (surplus.delete(key) || !overlap(near, rect)) continue;
      missing.push({ key, far: Math.hypot(rect.x - middle.x, rect.y - middle.y) });
    }
    missing.sort((a, b) => a.far - b.far);
    if (missing.length + surplus.size > 0) {
      const next = new Set(this.boxes);
      for (const { key } of missing.slice(0, mostIn)) next.add(key);
      for (const key of [...surplus].slice(0, mostOut)) next.delete(key);
      this.boxes = next;
    }

    const cables: string[] = [];
    if (!isPictured) for (const [key, curve] of curves) if (mayCross(seen, curve)) cables.push(key);
    const { cables: before } = this;
    if (cables.length !== before.length || cables.some((key, index) => key !== before[index])) {
      this.cables = cables;
    }
    return missing.length <= mostIn && surplus.size <= mostOut;
  }
}

/**
 * Of what can be gone through with Tab those that have to be elements: the first and the last, by
 * which it is entered, and the neighbours of the one with the focus.
 */
export function inReach(keys: readonly string[], focused: string | null): Set<string> {
  const reach = new Set<string>();
  const at = focused === null ? -1 : keys.indexOf(focused);
  const places = at < 0 ? [0, keys.length - 1] : [0, at - 1, at, at + 1, keys.length - 1];
  for (const place of places) {
    const key = keys[place];
    if (key !== undefined) reach.add(key);
  }
  return reach;
}
