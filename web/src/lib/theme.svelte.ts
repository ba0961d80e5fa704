import { MediaQuery } from 'svelte/reactivity';

/** What a person chose; `system` follows the operating system. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'ropewalk-theme';

class Theme {
  readonly #prefersDark = new MediaQuery('prefers-color-scheme: dark');
  /** Whether a person has chosen the colours of every page. */
  readonly #isForced = new MediaQuery('forced-colors: active');
  choice = $state.raw<ThemeChoice>(stored());

  get isDark(): boolean {
    const isSystems = this.choice === 'system' || this.#isForced.current;
    return isSystems ? this.#prefersDark.current : this.choice === 'dark';
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    try {
      if (choice === 'system') localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, choice);
    } catch {
      // Storage is closed to this page: the choice lasts as long as the page.
    }
  }

  /** Puts the theme on the page; to be called in an effect. */
  show(): void {
    document.documentElement.dataset.theme = this.isDark ? 'dark' : 'light';
  }
}

export const theme = new Theme();

function stored(): ThemeChoice {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === 'light' || theme === 'dark' ? theme : 'system';
  } catch {
    return 'system';
  }
}
