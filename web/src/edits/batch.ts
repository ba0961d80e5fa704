import type { Editor } from '../lib/editor.svelte';
import type { Command } from '../lib/protocol';

/**
 * Makes edits as one step of the history, under `label`; one that is alone has its own name there.
 *
 * @returns The ids of the ops they added; null where there are no edits, or they were refused.
 */
export function applyAll(editor: Editor, label: string, commands: Command[]): string[] | null {
  const [first] = commands;
  if (!first) return null;
  return editor.apply(commands.length === 1 ? first : { type: 'batch', label, commands });
}
