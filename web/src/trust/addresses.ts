/** What stands for a server where an address is written so that it could be read in two ways. */
export const UNREADABLE = 'an-address-that-cannot-be-read';

/** Written in pictures that are part of the text: it is a name, and nothing is loaded from there. */
const NAMESPACE = 'http://www.w3.org';

/** The server that an address leads to: scheme, host and port; `null` where it leads to none. */
export function serverOf(address: string, base: string): string | null {
  const url = URL.parse(address.trim(), base);
  return url && /^(https?|wss?):$/.test(url.protocol) ? url.origin : null;
}

/**
 * The servers that a text of CSS, or an attribute, could have a browser load something from. What is
 * relative to the page is of the page's own server and can only be seen, so it is none of them.
 *
 * It is not parsed: where a browser reads an address, there are two slashes or a scheme, once escapes
 * are undone.
 */
export function serversIn(text: string, base: string): Set<string> {
  const servers = new Set<string>();
  for (const form of new Set([text, unescape(text)])) scan(form, base, servers);
  servers.delete(NAMESPACE);
  return servers;
}

/** What CSS means by its escapes. */
function unescape(css: string): string {
  return css.replace(/\\(?:([\da-f]{1,6})(?:\r\n|\s)?|\r?\n|([^]))/gi, (_, hex, char) => {
    if (typeof hex !== 'string') return typeof char === 'string' ? char : '';
    const code = Number.parseInt(hex, 16);
    return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
  });
}

function scan(text: string, base: string, servers: Set<string>): void {
  // Browsers leave these out of addresses, wherever they stand.
  const joined = text.replace(/[\t\n\r]/g, '');
  for (const match of joined.matchAll(/(https?:)[/\\]*|[/\\]{2,}/gi)) {
    const [start, scheme = ''] = match;
    const rest = /^[^/\\?#]*/.exec(joined.slice(match.index + start.length))?.[0] ?? '';
    const [host = ''] = /^[\w.:%[\]\u0080-\uffff-]*/.exec(rest) ?? [];
    const after = rest.slice(host.length);
    // A name and a password before the host can have any characters in them, and a host some that
    // end an address elsewhere.
    if (rest.includes('@') || /^[^\s"][\w.%-]/.test(after)) {
      servers.add(UNREADABLE);
      continue;
    }
    const server = host && serverOf(`${scheme}//${host}`, base);
    if (server) servers.add(server);
  }
}
