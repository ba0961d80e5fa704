/** Puts a patch and its name where they belong in a page for it, which the build has made. */
export function fill(template: string, name: string, patch: string): string {
  const title = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const json = patch.replaceAll('<', '\\u003c');
  // In one go: what is put in is not looked through.
  return template.replace(/%PATCH_(NAME|FILE)%/g, (_, what) => (what === 'NAME' ? title : json));
}
