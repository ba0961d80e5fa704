/**
 * Puts a text on the clipboard, for a press of a button. Rejects where the browser does not allow
 * it.
 */
export async function copyText(text: string): Promise<void> {
  // A page that came over http from another computer has no `navigator.clipboard`.
  if ('clipboard' in navigator) return navigator.clipboard.writeText(text);
  let isWritten = false;
  const write = (event: ClipboardEvent) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData?.setData('text/plain', text);
    isWritten = event.clipboardData !== null;
  };
  addEventListener('copy', write, { capture: true });
  try {
    // The only way that is left there, and every browser still goes it.
    document.execCommand('copy');
  } finally {
    removeEventListener('copy', write, { capture: true });
  }
  if (!isWritten) throw new Error('The browser did not copy.');
}
