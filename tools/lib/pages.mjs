/**
 * The pages around exported patches, made when the page is built: `player/folder.html` and
 * `player/single.html`. The editor (`web/src/export/`) and `ropewalk export` (`crates/server`) put the
 * patch and its name into them.
 */

/** The scripts that a player loads when it needs them. */
const PARTS = ['purify.js', 'questions.js'];

/** The files of a player. */
export const playerFiles = ['ropewalk.js', ...PARTS, 'ropewalk_bg.wasm'];

const NAME = '%PATCH_NAME%';
const PATCH = '%PATCH_FILE%';

/** What a page may do: nothing that the patch does not need, and nothing that evaluates a text. */
const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
  'connect-src * data: blob:; img-src * data: blob:; media-src * data: blob:; frame-src https: http:; ' +
  "object-src 'none'; base-uri 'none'; form-action 'none'";

const STYLE =
  'html,body{height:100%;margin:0;overflow:hidden}ropewalk-patch{width:100%;height:100%}';

/** The page of a folder that any web server can serve, with `patch.json` and the player in it. */
export function folderPage() {
  const head = `<meta http-equiv="Content-Security-Policy" content="${POLICY}" />
    <script type="module" src="ropewalk.js"></script>`;
  const body = '<ropewalk-patch src="patch.json" keep-awake auto-reload></ropewalk-patch>';
  return page(head, body);
}

/**
 * One HTML file that a browser opens by itself.
 *
 * @param {(name: string) => Uint8Array} read Reads a file of the player.
 */
export function singlePage(read) {
  const text = (/** @type {string} */ name) => Buffer.from(read(name)).toString();
  const base64 = (/** @type {string} */ name) => Buffer.from(read(name)).toString('base64');
  // The parser looks for the end of a script, and for comments, in whatever the script contains.
  const script = text('ropewalk.js')
    .replaceAll('</script', '<\\/script')
    .replaceAll('<!--', '<\\!--');
  const imports = PARTS.map((name) => [`./${name}`, `data:text/javascript;base64,${base64(name)}`]);
  const body = `<script type="importmap">${JSON.stringify({ imports: Object.fromEntries(imports) })}</script>
    <script type="application/wasm;base64">${base64('ropewalk_bg.wasm')}</script>
    <ropewalk-patch keep-awake auto-reload><script type="application/json">${PATCH}</script></ropewalk-patch>
    <script type="module">${script}</script>`;
  return page('', body);
}

/**
 * @param {string} head
 * @param {string} body
 */
function page(head, body) {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <meta name="color-scheme" content="light dark" />
    <title>${NAME}</title>
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
