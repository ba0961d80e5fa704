/** Why a patch file did not load. */
export class PatchFailure extends Error {
  /** Whether it may be otherwise at another time. */
  readonly isPassing: boolean;

  constructor(text: string, isPassing: boolean) {
    super(text);
    this.isPassing = isPassing;
  }
}

/** How long a server may take, in milliseconds. Some take a request and never answer. */
const PATIENCE_MS = 120_000;

/** Loads the text of a patch file, past the browser's cache if it has changed. */
export async function loadPatch(src: string): Promise<string> {
  let why: string;
  try {
    const response = await fetch(src, {
      cache: 'no-cache',
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.ok) return await response.text();
    why = ` (HTTP ${response.status})`;
  } catch {
    // What a browser says here is of no help: “Failed to fetch”.
    why = ': its server cannot be reached';
  }
  throw new PatchFailure(`The patch ${src} did not load${why}.`, true);
}

/** The patch that stands inside of an element, in a `<script type="application/json">`. */
export function inlinePatch(element: Element): string | null {
  return element.querySelector(':scope > script[type="application/json"]')?.textContent ?? null;
}

/** The runtime where it stands in the page itself, as an export to one HTML file has it. */
export function inlineWasm(): Uint8Array<ArrayBuffer> | undefined {
  const text = document.querySelector('script[type="application/wasm;base64"]')?.textContent;
  if (!text) return undefined;
  const binary = atob(text);
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
