/** Plain lines about what is going on, with the time it takes. */

/** How often a line is written where nothing can be drawn over, in milliseconds. */
const LINE_EVERY = 30_000;

/**
 * Runs `work` and says so. The line ticks on a terminal; elsewhere a new one comes now and then.
 *
 * @template T
 * @param {string} title What is being done, as `Building the page`.
 * @param {(detail: (text: string) => void) => Promise<T>} work Gets a function that takes the
 *   newest line of what it runs.
 * @returns {Promise<T>}
 */
export async function task(title, work) {
  const started = performance.now();
  const line = process.stdout.isTTY ? liveLine(title, started) : plainLines(title, started);
  try {
    const result = await work(line.detail);
    line.end(`${title}: done in ${duration(performance.now() - started)}`);
    return result;
  } catch (error) {
    line.end(`${title}: failed after ${duration(performance.now() - started)}`);
    throw error;
  }
}

/**
 * @param {number} milliseconds
 * @returns {string} As `0.4 s`, `12 s` or `3 min 5 s`.
 */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/**
 * What is going on and shares the line, the oldest first, and what draws it.
 *
 * @type {{ going: Set<{ title: string, started: number, newest: string }>, timer?: NodeJS.Timeout | undefined }}
 */
const live = { going: new Set() };

/**
 * @param {string} title
 * @param {number} started
 */
function liveLine(title, started) {
  const one = { title, started, newest: '' };
  live.going.add(one);
  drawLive();
  live.timer ??= setInterval(drawLive, 200);
  return {
    /** @param {string} text */
    detail: (text) => (one.newest = text),
    /** @param {string} text */
    end(text) {
      live.going.delete(one);
      process.stdout.write(`\r\x1b[2K${text}\n`);
      if (live.going.size > 0) return drawLive();
      clearInterval(live.timer);
      live.timer = undefined;
    },
  };
}

function drawLive() {
  const parts = Array.from(live.going, ({ title, started }) => {
    const time = duration(Math.floor((performance.now() - started) / 1000) * 1000);
    return `${title} … ${time.replace('.0', '')}`;
  });
  const [first] = live.going;
  const text = `${parts.join(', ')}  ${first?.newest ?? ''}`;
  process.stdout.write(`\r\x1b[2K${text.slice(0, process.stdout.columns - 1)}`);
}

/**
 * @param {string} title
 * @param {number} started
 */
function plainLines(title, started) {
  let newest = '';
  console.log(`${title} …`);
  const timer = setInterval(() => {
    const time = duration(performance.now() - started);
    console.log(`  ${title}, ${time}: ${newest || 'still at it'}`);
  }, LINE_EVERY);
  return {
    /** @param {string} text */
    detail: (text) => (newest = text),
    /** @param {string} text */
    end(text) {
      clearInterval(timer);
      console.log(text);
    },
  };
}
