import { MediaQuery } from 'svelte/reactivity';

import { store, stored } from './stored';

/** What a person chose; `system` follows the operating system. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'ropewalk-theme';

class Theme {
  readonly #prefersDark = new MediaQuery('prefers-color-scheme: dark');
  /** Whether a person has chosen the colours of every page. */
  readonly #isForced = new MediaQuery('forced-colors: active');
  choice = $state.raw<ThemeChoice>(chosen());

  get isDark(): boolean {
    const isSystems = this.choice === 'system' || this.#isForced.current;
    return isSystems ? this.#prefersDark.current : this.choice === 'dark';
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    store(KEY, choice);
  }

  /** Puts the theme on the page; to be called in an effect. */
  show(): void {
    document.documentElement.dataset.theme = this.isDark ? 'dark' : 'light';
  }
}

export const theme = new Theme();

function chosen(): ThemeChoice {
  const theme = stored(KEY);
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}
