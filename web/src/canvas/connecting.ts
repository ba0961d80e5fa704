import type { Connection, SvelteFlowProps } from '@xyflow/svelte';

import type { Editor, Point } from '../lib/editor.svelte';
import { fits } from '../lib/kinds';
import type { Link } from '../lib/protocol';
import { parts } from '../parts';

import { pointOf } from './dragging';
import type { CableEdge, OpNode } from './reconcile';
import type { CanvasState } from './state.svelte';
import { type Drop, drop, linkOfConnection, plugOf } from './wiring';

type FlowProps = SvelteFlowProps<OpNode, CableEdge>;

/** Makes links of the cables that are dragged, and moves those whose end is. */
export class Connecting {
  readonly #editor: Editor;
  readonly #canvas: CanvasState;
  readonly #dropAt: (at: Point) => Drop;
  /** The link whose end is being dragged. */
  #moved: Link | null = null;

  /** `dropAt` says what is at a place of the page. */
  constructor(editor: Editor, canvas: CanvasState, dropAt: (at: Point) => Drop) {
    this.#editor = editor;
    this.#canvas = canvas;
    this.#dropAt = dropAt;
  }

  readonly isValid = (connection: Connection | CableEdge): boolean => {
    const from = this.#plugOf(connection.source, connection.sourceHandle);
    const to = this.#plugOf(connection.target, connection.targetHandle);
    return from !== null && to !== null && fits(from.port, to.port);
  };

  readonly link = (connection: Connection): false => {
    const link = linkOfConnection(this.#editor, connection);
    const moved = this.#moved;
    if (link && moved) {
      if (JSON.stringify(link) !== JSON.stringify(moved)) this.#editor.relink(moved, link);
    } else if (link) this.#editor.link(link);
    // The cable comes back as a change of the patch, if the runtime took it.
    return false;
  };

  readonly relink = ({ source, target, sourceHandle, targetHandle }: CableEdge): false =>
    this.link({
      source,
      target,
      sourceHandle: sourceHandle ?? null,
      targetHandle: targetHandle ?? null,
    });

  readonly start: NonNullable<FlowProps['onconnectstart']> = (_event, { nodeId, handleId }) => {
    this.#canvas.hoveredPort = null;
    this.#editor.plug = this.#plugOf(nodeId ?? '', handleId);
  };

  readonly startMove: NonNullable<FlowProps['onreconnectstart']> = (_event, edge) => {
    this.#moved = edge.data?.cable.link ?? null;
    this.#canvas.movedCable = edge.id;
  };

  readonly end: NonNullable<FlowProps['onconnectend']> = (event, { isValid, toHandle }) => {
    const editor = this.#editor;
    const { plug } = editor;
    const link = this.#moved;
    editor.plug = null;
    this.#moved = null;
    this.#canvas.movedCable = null;
    this.#canvas.endPeek();
    if (!plug || (isValid && toHandle)) return;
    const target = toHandle && this.#plugOf(toHandle.nodeId, toHandle.id);
    const at = pointOf(event);
    const dropped: Drop = target ? { on: 'port', plug: target } : this.#dropAt(at);
    drop(editor, plug, link, dropped, (others) => {
      const mismatch = { at, plug, others, moved: link };
      return parts.edits.current?.offerConverters(editor, mismatch) ?? false;
    });
  };

  #plugOf(key: string, handle: string | null | undefined) {
    return plugOf(this.#editor.patch.opWithKey(key), handle ?? null);
  }
}
