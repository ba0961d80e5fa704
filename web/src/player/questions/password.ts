import type { Status } from '../lib/protocol.ts';

/** How a broker refuses who connects: what the op then says begins so. */
const REFUSED = /^The broker (?:refuses the user|does not let)/;

/** Asks for the password of a connection that its broker refuses, over the stage. */
export class PasswordForm {
  readonly element = document.createElement('form');
  readonly #said = document.createElement('p');
  readonly #refused = new Map<string, string>();

  /** `set` takes the password of an op; what it rejects with is said. */
  constructor(set: (op: string, password: string) => Promise<void>) {
    this.element.className = 'password';
    const label = document.createElement('label');
    const field = document.createElement('input');
    field.type = 'password';
    field.autocomplete = 'current-password';
    field.required = true;
    label.append('Password ', field);
    const button = document.createElement('button');
    button.textContent = 'Connect';
    this.element.append(this.#said, label, button);
    this.element.onsubmit = (event) => {
      event.preventDefault();
      const [op] = this.#refused.keys();
      if (op === undefined) return;
      set(op, field.value).catch((error: unknown) => (this.#said.textContent = String(error)));
      field.value = '';
    };
    this.clear();
  }

  /** An op says how it is. */
  told(op: string, status: Status | null): void {
    if (status && REFUSED.test(status.text)) this.#refused.set(op, status.text);
    else this.#refused.delete(op);
    this.#show();
  }

  /** The ops are gone. */
  clear(): void {
    this.#refused.clear();
    this.#show();
  }

  #show(): void {
    const [text = ''] = this.#refused.values();
    this.#said.textContent = text;
    this.element.hidden = text === '';
  }
}
