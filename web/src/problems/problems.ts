import { formatCount } from '../lib/format';
import type { Cable, Op, Patch } from '../lib/patch.svelte';
import type { Level } from '../lib/protocol';

/** How bad a problem is: a hint is of what a person has perhaps not come to yet. */
export type ProblemLevel = Level | 'hint';

/** What is wrong, for a person. */
export type Mark = { level: ProblemLevel; text: string };

/** Something that is wrong, and where. */
export type Problem = Mark & { key: string; op: Op; cable: Cable | null };

/** From the worst on. */
export const LEVELS: readonly ProblemLevel[] = ['error', 'warning', 'hint'];

/** What is wrong with an op itself, the worst of it. */
export function problemOf(op: Op, patch: Patch): Mark | null {
  if (op.mark) return op.mark;
  const missing = patch.missing(op);
  return missing.length > 0 ? { level: 'hint', text: missingText(missing) } : null;
}

/** Says which links an op lacks. */
export function missingText(ports: readonly string[]): string {
  const names = ports.map((port) => `\`${port}\``);
  const last = names.pop() ?? '';
  const list = names.length > 0 ? `${names.join(', ')} and ${last}` : last;
  return `It does nothing until something is linked to ${list}.`;
}

/** All that is wrong in a patch, the worst first, each level in the order of the patch. */
export function problemsOf(patch: Patch): Problem[] {
  const problems: Problem[] = [];
  for (const op of patch.ops.values()) {
    const mark = problemOf(op, patch);
    if (mark) problems.push({ ...mark, key: op.key, op, cable: null });
  }
  for (const cable of patch.cables) {
    const op = patch.ops.get(cable.link.to.op);
    if (cable.problem === null || !op) continue;
    problems.push({ level: 'error', text: cable.problem, key: cable.key, op, cable });
  }
  const rank = ({ level }: Problem) => LEVELS.indexOf(level);
  return problems.sort((a, b) => rank(a) - rank(b));
}

/** `2 errors, 1 warning`: how many problems there are of each level. */
export function countText(problems: readonly Mark[], levels = LEVELS): string {
  const counts = levels.map((level) => {
    const count = problems.filter((problem) => problem.level === level).length;
    return count === 0 ? '' : formatCount(count, level);
  });
  return counts.filter(Boolean).join(', ');
}
