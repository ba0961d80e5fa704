/** A patch in the folder of the server that sent this page. */
export type ServerPatch = {
  name: string;
  /** In milliseconds since the Unix epoch. */
  modified: number;
  /** In bytes. */
  size: number;
};

/** The patches in the server's folder; `null` where the server has none to offer. */
export async function listServerPatches(): Promise<ServerPatch[] | null> {
  try {
    const response = await fetch('patches', { headers: { accept: 'application/json' } });
    const type = response.headers.get('content-type') ?? '';
    if (!response.ok || !type.startsWith('application/json')) return null;
    const patches: unknown = await response.json();
    return Array.isArray(patches) ? patches.filter(isServerPatch) : null;
  } catch {
    // The page is served by something else, or the server is gone: its folder is not offered.
    return null;
  }
}

/** A patch's file in the folder, as it was when it was read or written. */
export type ServerFile = {
  name: string;
  /** What tells its content from another. */
  tag: string;
};

/** The file is not what it was: another program has changed it, or there is one of that name. */
export class ChangedOnServer extends Error {}

/** The text of a patch, and its file. Rejects with the server's reason. */
export async function readServerPatch(name: string): Promise<[text: string, file: ServerFile]> {
  const response = await fetch(urlOf(name), { cache: 'no-store' });
  if (!response.ok) throw new Error(await reasonOf(response));
  return [await response.text(), fileOf(name, response)];
}

/**
 * Writes a patch into the folder. Rejects with the server's reason; with {@link ChangedOnServer}
 * where the file is not `known` any more, or is there though none is known.
 */
export async function writeServerPatch(
  name: string,
  text: string,
  known: ServerFile | null | 'any',
): Promise<ServerFile> {
  const headers = new Headers({ 'content-type': 'application/json' });
  if (known === null) headers.set('if-none-match', '*');
  else if (known !== 'any') headers.set('if-match', known.tag);
  const response = await fetch(urlOf(name), { method: 'PUT', headers, body: text });
  if (response.status === 412) throw new ChangedOnServer();
  if (!response.ok) throw new Error(await reasonOf(response));
  return fileOf(name, response);
}

function fileOf(name: string, response: Response): ServerFile {
  return { name, tag: response.headers.get('etag') ?? '*' };
}

function urlOf(name: string): string {
  return `patches/${encodeURIComponent(name)}.json`;
}

async function reasonOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'error' in body) return String(body.error);
  } catch {
    // No JSON: the status has to do.
  }
  return `the server answered ${response.status} ${response.statusText}`;
}

function isServerPatch(value: unknown): value is ServerPatch {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'modified' in value &&
    typeof value.modified === 'number'
  );
}
