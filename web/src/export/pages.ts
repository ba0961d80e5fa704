/** The files of a player, which are in `player/` beside the page. */
export type Player = {
  script: string;
  /** What takes the code out of markup: a script that the other loads when there is some. */
  purify: string;
  wasm: Uint8Array<ArrayBuffer>;
};

/** What a page may do: nothing that the patch does not need, and nothing that evaluates a text. */
const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
  'connect-src * data: blob:; img-src * data: blob:; media-src * data: blob:; frame-src https: http:; ' +
  "object-src 'none'; base-uri 'none'; form-action 'none'";

const STYLE =
  'html,body{height:100%;margin:0;overflow:hidden}ropewalk-patch{width:100%;height:100%}';

/** A patch as files that any web server can serve, by their names. */
export function folderOf(name: string, patch: string, player: Player) {
  const head = `<meta http-equiv="Content-Security-Policy" content="${POLICY}" />
    <script type="module" src="ropewalk.js"></script>`;
  const body = '<ropewalk-patch src="patch.json" keep-awake auto-reload></ropewalk-patch>';
  const encode = (text: string) => new TextEncoder().encode(text);
  return {
    'index.html': encode(page(name, head, body)),
    'patch.json': encode(patch),
    'ropewalk.js': encode(player.script),
    'purify.js': encode(player.purify),
    'ropewalk_bg.wasm': player.wasm,
  };
}

/** A patch as one HTML file that a browser opens by itself. */
export function singlePage(name: string, patch: string, player: Player): string {
  // The parser looks for the end of a script, and for comments, in whatever the script contains.
  const script = player.script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const purify = `data:text/javascript;base64,${base64(new TextEncoder().encode(player.purify))}`;
  const imports = JSON.stringify({ imports: { './purify.js': purify } });
  const json = patch.replaceAll('<', '\\u003c');
  const body = `<script type="importmap">${imports}</script>
    <script type="application/wasm;base64">${base64(player.wasm)}</script>
    <ropewalk-patch keep-awake auto-reload><script type="application/json">${json}</script></ropewalk-patch>
    <script type="module">${script}</script>`;
  return page(name, '', body);
}

function page(name: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <meta name="color-scheme" content="light dark" />
    <title>${escape(name)}</title>
    <style>${STYLE}</style>
    ${head}
  </head>
  <body>
    ${body}
    <noscript>This page needs JavaScript and WebAssembly.</noscript>
  </body>
</html>
`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function base64(bytes: Uint8Array): string {
  // In pieces: a call takes only so many arguments.
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  }
  return btoa(pieces.join(''));
}
