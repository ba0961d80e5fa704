import { type Catalogue, shortName } from '../lib/catalogue';
import type { OpInfo } from '../lib/protocol';

/** The ops that help pages name, for links to their pages. */
export class Mentions {
  readonly #catalogue: Catalogue;
  readonly #byShortName = new Map<string, OpInfo | null>();

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
    for (const op of catalogue.ops) {
      const short = shortName(op.name);
      // A name that two ops have leads to neither.
      this.#byShortName.set(short, this.#byShortName.has(short) ? null : op);
    }
  }

  /** The op that a piece of code names, by its full name or the end of it. */
  inCode(code: string): OpInfo | undefined {
    return this.#catalogue.find(code) ?? this.#byShortName.get(code) ?? undefined;
  }

  /**
   * A text in pieces, with the op for each piece that names one. In a sentence only a name of
   * several words counts, such as MapRange: Number and Not are words like any other.
   */
  inText(text: string): { text: string; op?: OpInfo }[] {
    return text.split(/\b([A-Z][a-z0-9]*(?:[A-Z][a-z0-9]*)+)\b/).flatMap((piece, index) => {
      if (piece === '') return [];
      const op = index % 2 === 1 ? this.#byShortName.get(piece) : undefined;
      return [op ? { text: piece, op } : { text: piece }];
    });
  }
}
