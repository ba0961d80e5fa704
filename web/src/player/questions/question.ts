/** Something that a player asks over its stage. It can be put off by Escape or a button. */
export class Question {
  readonly element = document.createElement('form');
  /** What it says. */
  readonly said = document.createElement('p');
  readonly #firstFocus: HTMLElement;
  /** What had the focus before it. */
  #focusBefore: HTMLElement | null = null;
  #isPutOff = false;

  /**
   * @param name What screen readers call it.
   * @param firstFocus What gets the focus as it comes, of what it has in it.
   */
  constructor(name: string, firstFocus?: HTMLElement) {
    this.element.className = 'question';
    this.element.ariaLabel = name;
    this.element.tabIndex = -1;
    this.#firstFocus = firstFocus ?? this.element;
    this.said.id = `said-${name.replaceAll(' ', '-')}`;
    this.#firstFocus.setAttribute('aria-describedby', this.said.id);
    this.element.append(this.said);
    this.element.hidden = true;
    this.element.addEventListener('focusin', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof HTMLElement) || this.element.contains(relatedTarget)) return;
      this.#focusBefore = relatedTarget;
    });
    this.element.onkeydown = (event) => {
      // What the patch listens to is not meant by what is typed here.
      event.stopPropagation();
      if (event.key === 'Escape') this.putOff();
    };
  }

  /** Hides it until there is something new to ask. */
  putOff(): void {
    this.#isPutOff = true;
    this.#hide();
  }

  /** Asks, or asks no more. What is `isNew` is asked also by a question that was put off. */
  protected ask(isAsked: boolean, isNew: boolean): void {
    if (isNew) this.#isPutOff = false;
    if (!isAsked) this.#hide();
    else if (!this.#isPutOff) this.#show();
  }

  protected button(text: string, type: 'submit' | 'button'): HTMLButtonElement {
    const button = document.createElement('button');
    button.textContent = text;
    button.type = type;
    if (type === 'button') button.onclick = () => this.putOff();
    return button;
  }

  #show(): void {
    if (!this.element.hidden) return;
    this.element.hidden = false;
    // Who is at something else on the page is left there.
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body) this.#firstFocus.focus();
  }

  #hide(): void {
    if (this.element.hidden) return;
    const { activeElement } = this.element.getRootNode() as Document | ShadowRoot;
    const hadFocus = activeElement !== null && this.element.contains(activeElement);
    this.element.hidden = true;
    if (hadFocus) this.#focusBefore?.focus();
    this.#focusBefore = null;
  }
}
