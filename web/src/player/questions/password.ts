import { Question } from './question';

/** Asks for the password of a connection whose broker refuses who connects. */
export class PasswordForm extends Question {
  readonly #refused = new Map<string, string>();

  /** `set` takes the password of an op; what it rejects with is said. */
  constructor(set: (op: string, password: string) => Promise<void>) {
    const field = document.createElement('input');
    super('Password', field);
    const label = document.createElement('label');
    field.type = 'password';
    field.autocomplete = 'current-password';
    field.required = true;
    label.append('Password', field);
    this.element.append(label, this.button('Connect', 'submit'), this.button('Not now', 'button'));
    this.element.onsubmit = (event) => {
      event.preventDefault();
      const [op] = this.#refused.keys();
      if (op === undefined) return;
      set(op, field.value).catch((error: unknown) => (this.said.textContent = String(error)));
      field.value = '';
    };
  }

  /** The broker of an op refuses who connects, for a reason; `null` when it does no more. */
  told(op: string, reason: string | null): void {
    if (reason === null) this.#refused.delete(op);
    else this.#refused.set(op, reason);
    this.#say(reason !== null);
  }

  /** The ops are gone. */
  clear(): void {
    this.#refused.clear();
    this.#say(false);
  }

  #say(isNew: boolean): void {
    const [text = ''] = this.#refused.values();
    this.said.textContent = text;
    this.ask(this.#refused.size > 0, isNew);
  }
}
