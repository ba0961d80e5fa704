/** Why a patch file did not load. */
export class PatchFailure extends Error {
  /** Whether it may be otherwise at another time. */
  readonly isPassing: boolean;

  constructor(text: string, isPassing: boolean) {
    super(text);
    this.isPassing = isPassing;
  }
}

/** Loads the text of a patch file, past the browser's cache if it has changed. */
export async function loadPatch(src: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(src, { cache: 'no-cache', headers: { accept: 'application/json' } });
  } catch {
    // What a browser says here is of no help: “Failed to fetch”.
    throw new PatchFailure(`The patch ${src} did not load: its server cannot be reached.`, true);
  }
  if (!response.ok) {
    throw new PatchFailure(`The patch ${src} did not load (HTTP ${response.status}).`, true);
  }
  return response.text();
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
