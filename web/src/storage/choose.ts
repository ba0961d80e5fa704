/** Lets the person choose a file; `null` when they do not. */
export function chooseFile(): Promise<File | null> {
  const input = document.createElement('input');
  input.type = 'file';
  // Patches of cables come as scripts and in files of their own, too.
  input.accept = '.json,.cables,.js,.txt,.md,application/json';
  return new Promise((resolve) => {
    input.onchange = () => resolve(input.files?.[0] ?? null);
    input.oncancel = () => resolve(null);
    input.click();
  });
}
