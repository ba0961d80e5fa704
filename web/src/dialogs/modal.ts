/**
 * Shows a dialog as the only thing on the page that can be reached, for as long as it is there. Then
 * the focus is where it was.
 */
export function modal(dialog: HTMLDialogElement): () => void {
  const before = document.activeElement;
  dialog.showModal();
  // What is said meanwhile can be reached in it only, and nowhere else is it heard.
  const toasts = document.querySelector('.toasts');
  if (toasts) dialog.append(toasts);
  return () => {
    if (toasts) document.body.append(toasts);
    // It is off the page by now: the browser gives the focus back only from one that is on it.
    const isNowhere = document.activeElement === document.body;
    if (isNowhere && before instanceof HTMLElement) before.focus();
  };
}
