import type { DOMPurify } from 'dompurify';

let loading: Promise<DOMPurify> | undefined;

/**
 * Of some HTML, what runs no code and changes nothing outside of itself. What does that is loaded
 * when it is needed for the first time.
 */
export async function purify(html: string): Promise<DocumentFragment> {
  loading ??= load();
  const purifier = await loading;
  return purifier.sanitize(html, {
    RETURN_DOM_FRAGMENT: true,
    // A style sheet would be one for the whole page.
    FORBID_TAGS: ['style', 'form'],
    // Names that this page gives to its own things are not to be taken.
    SANITIZE_NAMED_PROPS: true,
  });
}

async function load(): Promise<DOMPurify> {
  const { default: purifier } = await import('dompurify');
  // A link leads away from a patch that runs, so it opens beside it.
  purifier.addHook('afterSanitizeAttributes', (node) => {
    if (!node.hasAttribute('href')) return;
    node.setAttribute('target', '_blank');
    node.setAttribute('rel', 'noopener noreferrer');
  });
  return purifier;
}
