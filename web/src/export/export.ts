import { zipSync } from 'fflate';

import { downloadFile, stemOf } from '../storage/files';

import { fill } from './fill';

/** How a patch leaves as pages of its own. */
export type ExportForm = 'folder' | 'page';

/** Hands the person a patch with a player around it. Rejects where the player does not load. */
export async function exportPatch(form: ExportForm, name: string, patch: string): Promise<void> {
  if (form === 'page') {
    const html = fill(await text('single.html'), name, patch);
    downloadFile(`${stemOf(name)}.html`, new Blob([html], { type: 'text/html' }));
    return;
  }
  const encode = (text: string) => new TextEncoder().encode(text);
  const names = JSON.parse(await text('files.json')) as string[];
  const [index, ...files] = await Promise.all([
    text('folder.html'),
    ...names.map(async (name) => [name, await bytes(name)] as const),
  ]);
  const folder = {
    'index.html': encode(fill(index, name, patch)),
    'patch.json': encode(patch),
    ...Object.fromEntries(files),
  };
  const zip = zipSync({ [stemOf(name)]: folder });
  downloadFile(`${stemOf(name)}.zip`, new Blob([zip], { type: 'application/zip' }));
}

async function text(name: string): Promise<string> {
  return (await load(name)).text();
}

async function bytes(name: string): Promise<Uint8Array> {
  return new Uint8Array(await (await load(name)).arrayBuffer());
}

async function load(name: string): Promise<Response> {
  const response = await fetch(`player/${name}`);
  if (!response.ok) throw new Error(`The player did not load (HTTP ${response.status}).`);
  return response;
}
