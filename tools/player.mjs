/** The player: the npm package `ropewalk`, and what the editor gives away with an exported patch. */

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { folderPage, playerFiles, singlePage } from './lib/pages.mjs';
import { run } from './lib/process.mjs';
import { task } from './lib/progress.mjs';
import { root } from './lib/project.mjs';
import { packageProgram } from './setup.mjs';

const packageFolder = join(root, 'web', 'player');

/** What the package has of it. */
export const playerBuilt = join(packageFolder, 'dist');

/**
 * Builds the package, ready for `npm pack`, and puts what exports are made of into a folder of the
 * page.
 *
 * @param {string} folder
 */
export async function buildPlayer(folder) {
  await task('Building the player', async (detail) => {
    const options = { cwd: join(root, 'web'), detail };
    const env = { NODE_ENV: 'production' };
    const build = ['build', '--config', 'player/vite.config.ts'];
    await run(packageProgram('vite'), build, { ...options, env });
    await run(packageProgram('tsc'), ['--project', 'player'], options);
    for (const name of ['LICENSE-APACHE', 'LICENSE-MIT']) {
      copyFileSync(join(root, name), join(packageFolder, name));
    }
    mkdirSync(folder, { recursive: true });
    for (const name of playerFiles) copyFileSync(join(playerBuilt, name), join(folder, name));
    const read = (/** @type {string} */ name) => readFileSync(join(playerBuilt, name));
    writeFileSync(join(folder, 'files.json'), JSON.stringify(playerFiles));
    writeFileSync(join(folder, 'folder.html'), folderPage());
    writeFileSync(join(folder, 'single.html'), singlePage(read));
  });
}
