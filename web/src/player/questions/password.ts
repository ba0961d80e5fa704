import { Question } from './question';

/** A broker refuses who connects. */
type Refusal = {
  /** Why, for a person. */
  reason: string;
  /** What the password is for: where this changes, it is asked for anew. */
  purpose: string;
};

/**
 * Asks for the password of a connection whose broker refuses who connects. Put off, it is not asked
 * for again while it is for the same, and a small button remains by which the question comes back.
 */
export class PasswordForm extends Question {
  /** Stands in the place of what was put off. */
  readonly mark = document.createElement('button');
  readonly #field: HTMLInputElement;
  readonly #refused = new Map<string, Refusal>();
  /** What a person has put off: the purpose, by the op. */
  readonly #putOff = new Map<string, string>();

  /** `set` takes the password of an op; what it rejects with is said. */
  constructor(set: (op: string, password: string) => Promise<void>) {
    const field = document.createElement('input');
    super('Password', field);
    this.#field = field;
    const label = document.createElement('label');
    field.type = 'password';
    field.autocomplete = 'current-password';
    field.required = true;
    label.append('Password', field);
    this.element.append(label, this.button('Connect', 'submit'), this.button('Not now', 'button'));
    this.element.onsubmit = (event) => {
      event.preventDefault();
      const op = this.#asked();
      if (op === undefined) return;
      set(op, field.value).catch((error: unknown) => (this.said.textContent = String(error)));
      field.value = '';
    };
    this.mark.className = 'put-off';
    this.mark.type = 'button';
    this.mark.textContent = 'Password…';
    this.mark.title = 'A broker asks for a password';
    this.mark.hidden = true;
    this.mark.onkeydown = (event) => event.stopPropagation();
    this.mark.onclick = () => {
      this.#putOff.clear();
      this.#say();
      this.#field.focus();
      this.mark.hidden = true;
    };
  }

  /** The broker of an op refuses who connects; `null` when it does no more. */
  told(op: string, refusal: Refusal | null): void {
    if (refusal === null) this.#refused.delete(op);
    else {
      this.#refused.set(op, refusal);
      if (this.#putOff.get(op) !== refusal.purpose) this.#putOff.delete(op);
    }
    this.#settle();
  }

  /** An op has another password, or its broker has taken the one it has. */
  changed(op: string): void {
    this.#putOff.delete(op);
  }

  /** The ops are gone. */
  clear(): void {
    this.#refused.clear();
    this.#putOff.clear();
    this.#settle();
  }

  override putOff(): void {
    const op = this.#asked();
    const purpose = this.#refused.get(op ?? '')?.purpose;
    if (op !== undefined && purpose !== undefined) this.#putOff.set(op, purpose);
    this.#settle();
  }

  /** The op whose password is asked for. */
  #asked(): string | undefined {
    return [...this.#refused.keys()].find((op) => !this.#putOff.has(op));
  }

  #settle(): void {
    // Before the question goes, which gives the focus back to where it came from.
    this.mark.hidden = this.#asked() !== undefined || this.#refused.size === 0;
    this.#say();
  }

  #say(): void {
    const op = this.#asked();
    this.said.textContent = this.#refused.get(op ?? '')?.reason ?? '';
    this.ask(op !== undefined, true);
  }
}
