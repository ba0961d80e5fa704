type On<E extends Event> = E & { currentTarget: HTMLInputElement };

/**
 * What a field needs in which something is given a name: Enter and leaving it take the name, Escape
 * leaves things as they were. After that it shows what the name is by then, as it may be refused.
 *
 * @param current The name as it is.
 * @param take Called with another one, without spaces around it.
 */
export function naming(current: () => string, take: (name: string) => void) {
  return {
    autocomplete: 'off',
    spellcheck: false,
    onblur: ({ currentTarget }: On<FocusEvent>) => {
      const name = currentTarget.value.trim();
      if (name !== current()) take(name);
      currentTarget.value = current();
    },
    onkeydown: ({ currentTarget, isComposing, key }: On<KeyboardEvent>) => {
      // The Enter of an input method takes what it offers.
      if (isComposing) return;
      if (key === 'Escape') currentTarget.value = current();
      if (key === 'Enter' || key === 'Escape') currentTarget.blur();
    },
  } as const;
}
