/** Hands the text of a patch to the person as a file. */
export function downloadText(name: string, text: string): void {
  downloadFile(fileNameOf(name), new Blob([text], { type: 'application/json' }));
}

/** Hands a file to the person. */
export function downloadFile(fileName: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // Some browsers read the URL only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A file's name for a patch's: what file systems refuse is left out. */
export function fileNameOf(name: string): string {
  return `${stemOf(name)}.json`;
}

export function stemOf(name: string): string {
  const stem = name
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return stem || 'patch';
}
