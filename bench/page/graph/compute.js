/**
 * What the ops of the library compute, in JavaScript, for the engines that have no such ops: the
 * same in fewer words, where inputs that no graph here sets are left out.
 */

/** @typedef {Record<string, unknown>} Json */

/**
 * @param {number} value From 0 to 1.
 * @param {number} end
 */
export function range(value, end) {
  const part = Math.min(Math.max(value, 0), 1);
  return part === 1 ? end : part * end;
}

/**
 * @param {{ moved: number, value: number }} state
 * @param {number} goal
 * @param {number} now In seconds.
 */
export function follow(state, goal, now) {
  const passed = now - state.moved;
  state.moved = now;
  const rest = (goal - state.value) * 0.75 ** (passed * 60);
  const arrived = Math.abs(rest) <= Math.max(Math.abs(goal), 1e-3) * 1e-9;
  state.value = arrived ? goal : goal - rest;
  return state.value;
}

/**
 * By characters, not by halves of them.
 *
 * @param {string} text
 * @param {number} end
 */
export function cut(text, end) {
  let part = '';
  let count = 0;
  for (const character of text) {
    if (count === end) break;
    part += character;
    count += 1;
  }
  return part;
}

/**
 * @param {string} text
 * @returns {Json | undefined}
 */
export function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * @param {Json | undefined} object
 * @param {string} key
 */
export function get(object, key) {
  const number = Number(object?.[key]);
  return Number.isNaN(number) ? 0 : number;
}

/**
 * @param {Json | undefined} object
 * @param {string} key
 * @param {number} number
 * @returns {Json}
 */
export function set(object, key, number) {
  return { ...object, [key]: number };
}
