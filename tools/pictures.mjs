/**
 * `npm run pictures`: takes a picture of every screen, light and dark, on a desktop and on a phone,
 * into `docs/screens/`, and lists them in `docs/screens.md`.
 */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { startControl } from '../tests/brokers/control.mjs';
import { buildPage, buildServer, buildWasm, needsOfServer, needsOfWasm } from './build.mjs';
import { report } from './lib/failure.mjs';
import { endAllOnSignal, run } from './lib/process.mjs';
import { task } from './lib/progress.mjs';
import { root } from './lib/project.mjs';
import { packageProgram, setUp } from './setup.mjs';

const docs = join(root, 'docs');
const folder = join(docs, 'screens');

try {
  endAllOnSignal();
  await setUp([...needsOfWasm, ...needsOfServer, 'chromium', 'mosquitto']);
  await buildWasm();
  await buildPage();
  const control = await startControl(await buildServer());
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await task('Taking pictures', (detail) =>
      run(
        packageProgram('playwright'),
        ['test', '--config', 'tests/e2e', '--reporter=list', 'screens.spec'],
        { detail, env: { ROPEWALK_URL: control.page, ROPEWALK_PICTURES: folder } },
      ),
    );
  } finally {
    await control.close();
  }
  writeFileSync(join(docs, 'screens.md'), list());
  console.log(join(docs, 'screens.md'));
} catch (error) {
  report(error);
}

/** @returns {string} A page with the pictures, in the order in which they were taken. */
function list() {
  const titles = join(folder, 'titles.json');
  /** @type {[string, string][]} */
  const screens = JSON.parse(readFileSync(titles, 'utf8'));
  rmSync(titles);
  const picture = (
    /** @type {string} */ file,
    /** @type {string} */ text,
    /** @type {number} */ width,
  ) => `<img src="screens/${file}.png" alt="${text}" width="${width}">`;
  const rows = screens.map(([name, title]) => {
    const pictures = ['light', 'dark'].flatMap((theme) => [
      picture(`${name}-desktop-${theme}`, `${title}, ${theme}`, 420),
      picture(`${name}-phone-${theme}`, `${title}, ${theme}, on a phone`, 195),
    ]);
    return `## ${title}\n\n${pictures.join('\n')}\n`;
  });
  return `# Every screen\n\nTaken by \`npm run pictures\`.\n\n${rows.join('\n')}`;
}
