import { type Editor, refOf } from '../lib/editor.svelte';
import type { Op } from '../lib/patch.svelte';
import type { PortInfo } from '../lib/protocol';

/** A number that is plotted. */
export type Trace = {
  key: string;
  op: string;
  port: string;
  isOutput: boolean;
  /** Which of the colours it has. */
  color: number;
};

/** The colours of the traces, by the kinds of ports whose colours they are. */
export const COLORS = ['number', 'text', 'array', 'trigger', 'bytes', 'object'] as const;

/** How many can be told apart. */
const MOST_TRACES = COLORS.length;

/** What a person plots, for as long as the page lives. */
class Plots {
  traces = $state.raw<readonly Trace[]>([]);

  has(op: Op, port: PortInfo, isOutput: boolean): boolean {
    return this.traces.some(({ key }) => key === keyOf(op, port, isOutput));
  }

  /** Plots a number, or no more. Shows the plot where it is a new one. */
  toggle(editor: Editor, op: Op, port: PortInfo, isOutput: boolean): void {
    const key = keyOf(op, port, isOutput);
    if (this.has(op, port, isOutput)) {
      this.remove(key);
      return;
    }
    // The oldest makes room.
    const others = this.traces.slice(-(MOST_TRACES - 1));
    const colors = new Set(others.map(({ color }) => color));
    const free = Array.from({ length: MOST_TRACES }, (_, color) => color);
    const color = free.find((color) => !colors.has(color)) ?? 0;
    this.traces = [...others, { key, ...refOf(op, port), isOutput, color }];
    editor.drawer.show('plot');
  }

  remove(key: string): void {
    this.traces = this.traces.filter((trace) => trace.key !== key);
  }
}

export const plots = new Plots();

function keyOf(op: Op, port: PortInfo, isOutput: boolean): string {
  const ref = refOf(op, port);
  return JSON.stringify([ref.op, ref.port, isOutput]);
}
