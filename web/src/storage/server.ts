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

/** The text of a patch. Rejects with the server's reason. */
export async function readServerPatch(name: string): Promise<string> {
  const response = await fetch(urlOf(name));
  if (!response.ok) throw new Error(await reasonOf(response));
  return response.text();
}

/** Writes a patch into the folder. Rejects with the server's reason. */
export async function writeServerPatch(name: string, text: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(urlOf(name), { method: 'PUT', headers, body: text });
  if (!response.ok) throw new Error(await reasonOf(response));
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
