// With the extension, as the package's types need it.
import { RopewalkPatch } from './element.ts';

export { RopewalkPatch };
export type { PlayError, PlayState, VariableChange } from './element.ts';

// A page may load it twice, as its own and with a library that uses it.
if (!customElements.get('ropewalk-patch')) customElements.define('ropewalk-patch', RopewalkPatch);

declare global {
  interface HTMLElementTagNameMap {
    'ropewalk-patch': RopewalkPatch;
  }
}
