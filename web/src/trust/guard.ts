import type { Command, JsonValue } from '../lib/protocol';

import { serverOf, serversIn, UNREADABLE } from './addresses';

/** Attributes that lead nowhere, whatever they say. */
const HARMLESS = /^(?:alt|aria-.*|class|data-.*|id|title)$/;

/**
 * What a patch from outside may reach. It begins with nothing, or with what a person has allowed it
 * before; what a person enters is allowed too.
 */
export class Guard {
  readonly #allowed: Set<string>;
  /** The servers that a person has entered, as `host:port`, `host:*` or a port alone. */
  readonly #entered = new Set<string>();
  readonly #base: string;
  /** Called when a person has allowed more. */
  onallow: (() => void) | null = null;

  /** @param base The address of the page. */
  constructor(allowed: Iterable<string>, base: string) {
    this.#allowed = new Set(allowed);
    this.#base = base;
  }

  /** The servers that were allowed, to be remembered. */
  get allowed(): string[] {
    return [...this.#allowed];
  }

  allow(servers: Iterable<string>): void {
    for (const server of servers) if (server !== UNREADABLE) this.#allowed.add(server);
    this.onallow?.();
  }

  /**
   * The servers that may not be reached, of those that an address or a text names, with spaces
   * between them. What would load from there is taken out of a fragment.
   */
  hold(what: string | DocumentFragment, isAddress: boolean): string {
    if (typeof what !== 'string') return this.#holdIn(what);
    if (!isAddress) return this.#held(serversIn(what, this.#base));
    const server = serverOf(what, this.#base);
    return this.#held(server === null ? [] : [server]);
  }

  /**
   * A person has edited the patch: the servers that were entered are what the person wants. Ops that
   * are added or pasted may have their values from elsewhere, as from another op or from a broker.
   */
  edited(command: Command): void {
    if (command.type === 'set') this.enter(command.value);
    else if (command.type === 'batch') command.commands.forEach((one) => this.edited(one));
  }

  /** Takes a value of an op for something that a person has entered. */
  readonly enter = (value: JsonValue): void => {
    if (typeof value === 'number') this.#entered.add(String(value));
    if (typeof value !== 'string' || /\s/.test(value.trim())) return;
    const text = value.trim();
    const hasScheme = /^\w+:\/\//.test(text);
    const url = URL.parse(hasScheme ? text : `http://${text}`);
    if (!url?.hostname) return;
    // A name by itself is of a server whose port stands elsewhere.
    this.#entered.add(hasScheme || url.port ? url.host : `${url.hostname}:*`);
    if (url.port) this.#entered.add(url.port);
  };

  #held(servers: Iterable<string>): string {
    return [...servers].filter((server) => !this.#isAllowed(server)).join(' ');
  }

  #isAllowed(server: string): boolean {
    if (this.#allowed.has(server)) return true;
    const url = URL.parse(server);
    if (!url) return false;
    const isKnown = () =>
      [...this.#allowed].some((one) => URL.parse(one)?.hostname === url.hostname);
    const isEntered =
      this.#entered.has(url.host) ||
      this.#entered.has(`${url.hostname}:*`) ||
      (this.#entered.has(url.port) && isKnown());
    if (isEntered) this.#allowed.add(server);
    return isEntered;
  }

  #holdIn(fragment: DocumentFragment): string {
    const servers = new Set<string>();
    for (const element of fragment.querySelectorAll('*')) {
      // A link leads away only when a person follows it.
      const isLink = /^(?:a|area)$/.test(element.localName);
      for (const { name, value } of [...element.attributes]) {
        if (HARMLESS.test(name) || (isLink && name === 'href')) continue;
        const held = this.#held(serversIn(value, this.#base));
        if (held === '') continue;
        element.removeAttribute(name);
        for (const server of held.split(' ')) servers.add(server);
      }
    }
    return [...servers].join(' ');
  }
}
