import { getEditor } from '../lib/editor.svelte';
import type { Op } from '../lib/patch.svelte';

import { describeConnection, type Tone } from './connection';

/** How a connection stands, in a few words. */
export type Standing = {
  readonly tone: Tone;
  readonly text: string;
  readonly isUp: boolean;
  /** What is wrong with it, whole; empty where nothing is. */
  readonly error: string;
};

/** How the connection of an Mqtt op stands, for as long as the component lives that asks for it. */
export function standingOf(op: () => Op): Standing {
  const { values } = getEditor();
  const cells = $derived({
    state: values.cell(op().id, 'State', true),
    server: values.cell(op().id, 'Server', true),
    error: values.cell(op().id, 'Error', true),
    retryIn: values.cell(op().id, 'Retry In', true),
  });
  $effect(() => {
    const releases = Object.values(cells).map((cell) => values.retain(cell));
    return () => releases.forEach((release) => release());
  });
  const error = $derived(cells.error.text || (op().status?.text ?? ''));
  const description = $derived(
    op().disabled
      ? ({ tone: 'off', text: 'Disabled' } as const)
      : describeConnection({
          isHeld: (op().status?.held.length ?? 0) > 0,
          state: cells.state.text,
          server: cells.server.text,
          error,
          retryIn: cells.retryIn.number,
        }),
  );
  return {
    get tone() {
      return description.tone;
    },
    get text() {
      return description.text;
    },
    get isUp() {
      return cells.state.text === 'connected';
    },
    get error() {
      return error;
    },
  };
}
