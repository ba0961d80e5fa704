import { UNREADABLE } from '../../trust/addresses';

import { Question } from './question';

/** Asks whether a patch from outside may reach the servers that it names. */
export class HeldForm extends Question {
  readonly #held = new Map<string, string[]>();
  readonly #list = document.createElement('ul');
  readonly #allow = this.button('Allow', 'submit');

  /** `allow` lets the patch reach servers. */
  constructor(allow: (servers: string[]) => void) {
    super('Held connections');
    this.element.append(this.#list, this.#allow, this.button('Keep held', 'button'));
    this.element.onsubmit = (event) => {
      event.preventDefault();
      allow(this.#servers());
    };
  }

  /** An op waits for servers, or for none. */
  told(op: string, servers: string[]): void {
    const before = this.#servers();
    if (servers.length > 0) this.#held.set(op, servers);
    else this.#held.delete(op);
    this.#say(before);
  }

  /** The ops are gone. */
  clear(): void {
    this.#held.clear();
    this.#say([]);
  }

  #say(before: string[]): void {
    const wanted = this.#servers();
    const isOne = wanted.length === 1;
    const what = isOne ? 'a server' : `${wanted.length} servers`;
    this.said.textContent = `This patch came from outside. It wants to connect to ${what}, and is held until you allow it.`;
    this.#allow.textContent = isOne ? 'Allow' : 'Allow all';
    this.#list.replaceChildren(...wanted.map(itemOf));
    const isNew = wanted.some((server) => !before.includes(server));
    this.ask(wanted.length > 0, isNew);
  }

  #servers(): string[] {
    return [...new Set([...this.#held.values()].flat())].sort();
  }
}

function itemOf(server: string): HTMLElement {
  const item = document.createElement('li');
  const isReadable = server !== UNREADABLE;
  item.append(document.createElement(isReadable ? 'code' : 'span'));
  item.firstElementChild?.append(
    isReadable ? server : 'an address that is written so that it cannot be read: it stays held',
  );
  return item;
}
