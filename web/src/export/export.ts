import { zipSync } from 'fflate';

import { downloadFile, stemOf } from '../storage/files';

import { folderOf, type Player, singlePage } from './pages';

/** How a patch leaves as pages of its own. */
export type ExportForm = 'folder' | 'page';

/** Hands the person a patch with a player around it. Rejects where the player does not load. */
export async function exportPatch(form: ExportForm, name: string, patch: string): Promise<void> {
  const player = await loadPlayer();
  if (form === 'page') {
    const html = new Blob([singlePage(name, patch, player)], { type: 'text/html' });
    downloadFile(`${stemOf(name)}.html`, html);
    return;
  }
  const zip = zipSync({ [stemOf(name)]: folderOf(name, patch, player) });
  downloadFile(`${stemOf(name)}.zip`, new Blob([zip], { type: 'application/zip' }));
}

async function loadPlayer(): Promise<Player> {
  const [script, purify, wasm] = await Promise.all([
    load('ropewalk.js').then((response) => response.text()),
    load('purify.js').then((response) => response.text()),
    load('ropewalk_bg.wasm').then((response) => response.arrayBuffer()),
  ]);
  return { script, purify, wasm: new Uint8Array(wasm) };
}

async function load(name: string): Promise<Response> {
  const response = await fetch(`player/${name}`);
  if (!response.ok) throw new Error(`The player did not load (HTTP ${response.status}).`);
  return response;
}
