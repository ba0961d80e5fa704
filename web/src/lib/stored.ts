/** What this browser keeps for the page under a name; `null` for nothing, and where it keeps none. */
export function stored(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Keeps a text under a name. Where storage is closed or full it lasts as long as the page. */
export function store(name: string, text: string): void {
  try {
    localStorage.setItem(name, text);
  } catch {
    // What is kept so is of no great worth: how a panel was left, what was allowed.
  }
}
