/** Whether keys typed there are meant for something else than the patch: a field, a dialog. */
export function isElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  // A dialog has the keys also where nothing in it has the focus.
  const isInField = target.closest('input, textarea, select, [contenteditable]') !== null;
  return isInField || document.querySelector('dialog:modal') !== null;
}
