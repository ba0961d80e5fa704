import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, relative } from 'node:path';

/** Files by their paths under the server's root, such as `lamp/index.html`. */
export type Files = Iterable<readonly [path: string, content: Uint8Array]>;

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** A web server that knows files and nothing else, as a maker's own is. */
export async function serveFiles(files: Files): Promise<{ url: string; close(): Promise<void> }> {
  const contents = new Map(files);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1) || 'index.html';
    const content = contents.get(path);
    if (content) response.setHeader('content-type', TYPES[extname(path)] ?? 'text/plain');
    response.writeHead(content ? 200 : 404).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** All files of a folder, under `prefix`. */
export async function filesIn(folder: string, prefix = ''): Promise<[string, Uint8Array][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        return [prefix + relative(folder, path), await readFile(path)] as [string, Uint8Array];
      }),
  );
}
