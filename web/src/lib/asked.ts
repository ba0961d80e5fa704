/** What parts of the page ask of a person, and of the canvas, by way of the editor. */

import type { Op } from './op.svelte';
import type { Cable } from './patch.svelte';
import type { Rect } from './place';
import type { Plug } from './plug';
import type { Link } from './protocol';

/** A place on the canvas, in its own pixels. */
export type Point = { x: number; y: number };

/** Why the palette is open: where the op goes, and what it is to be linked to. */
export type PaletteRequest = {
  /** Where the list is shown, in pixels of the page; its middle when missing. */
  at: Point | null;
  /** Where the op is put; the middle of what is seen when missing. */
  place: Point | null;
  plug: Plug | null;
  /** The cable that it is put into. */
  into?: Cable | undefined;
};

/** A cable that was let go at ports that do not take it: what lies between may convert. */
export type Mismatch = {
  /** Where it was let go, in pixels of the page; `null` without a pointer. */
  at: Point | null;
  plug: Plug;
  others: readonly Plug[];
  /** The link whose end was dragged. */
  moved: Link | null;
};

/** What of a patch is not as its file has it, for a person to read. */
export type Report = { about: 'import' | 'opening' | 'export'; notes: readonly string[] };

/** What the canvas does for the rest of the page. */
export type CanvasView = {
  /** The point of the canvas under a point of the page. */
  toCanvas(point: Point): Point;
  /** The point of the canvas that is in the middle of what is seen. */
  center(): Point;
  select(ops: readonly string[], cables?: readonly string[]): void;
  /** Brings ops into view and selects them. */
  reveal(...ops: string[]): void;
  /** What is seen of the canvas, and where boxes stand on it. */
  room(): { seen: Rect; taken: Rect[] };
  /** The boxes of the level that is shown, and where they stand. */
  boxes(): { op: Op; rect: Rect }[];
  fit(): void;
  focus(): void;
};
