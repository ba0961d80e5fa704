/** What a player asks a person. Loaded where there is something to ask, beside the player. */

import { guardFor, idIn } from '../../trust/remembered';

import { HeldForm } from './held';
import { PasswordForm } from './password';
import styles from './questions.css?inline';

/** The guard of the patch in a file. */
export const guardOf = (text: string) => guardFor(idIn(text));

/** The questions over a stage. */
export class Questions {
  readonly password: PasswordForm;
  readonly held: HeldForm;

  /**
   * @param root Where they are asked.
   * @param set Takes the password of an op.
   * @param allow Lets the patch reach servers.
   */
  constructor(
    root: ShadowRoot,
    set: (op: string, password: string) => Promise<void>,
    allow: (servers: string[]) => void,
  ) {
    this.password = new PasswordForm(set);
    this.held = new HeldForm(allow);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    root.adoptedStyleSheets.push(sheet);
    root.append(this.held.element, this.password.element, this.password.mark);
  }

  /** The ops are gone. */
  clear(): void {
    this.password.clear();
    this.held.clear();
  }
}
