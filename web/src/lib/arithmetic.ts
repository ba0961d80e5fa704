import type { Units } from './units';

/**
 * The number that a typed expression means: `1/3`, `2*(3+4)`, `-pi/2`, `1e-3`, `50%`, and with
 * `units` `1.5k`, `250ms` or `1 min + 30 s`.
 *
 * `undefined` for anything else. Nothing is evaluated as code.
 */
export function evaluate(text: string, units: Units = {}): number | undefined {
  const tokens = tokenize(text, units);
  if (!tokens || tokens.length === 0) return undefined;
  const parser = new Parser(tokens);
  const value = parser.sum();
  return parser.isDone && value !== undefined && Number.isFinite(value) ? value : undefined;
}

/** A number, a sign, or the size of a unit. */
type Token = number | string | { size: number };

const CONSTANTS: Record<string, number> = { pi: Math.PI, tau: 2 * Math.PI, e: Math.E };

const TOKEN = /\s*(?:(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)|([a-zµ]+|°)|([-+*/^%()]))/iy;

// Deep enough for anything a person types, and short of the stack's end.
const MAX_DEPTH = 100;

function tokenize(text: string, units: Units): Token[] | undefined {
  // A decimal comma, as many people write it; the two signs for micro are one.
  const source = text
    .trim()
    .replaceAll('\u03bc', 'µ')
    .replace(/(\d),(\d)/g, '$1.$2');
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const match = TOKEN.exec(source);
    if (!match) return undefined;
    const [, number, word, sign] = match;
    if (number !== undefined) tokens.push(Number(number));
    else if (word !== undefined) {
      const size = sizeOf(word, units);
      const isBehind = tokens.length > 0 && typeof tokens.at(-1) !== 'object';
      const constant = Object.hasOwn(CONSTANTS, word.toLowerCase())
        ? CONSTANTS[word.toLowerCase()]
        : undefined;
      if (size !== undefined && isBehind) tokens.push({ size });
      else if (constant !== undefined) tokens.push(constant);
      else return undefined;
    } else if (sign !== undefined) tokens.push(sign);
  }
  return tokens;
}

/** How much a unit is: `M` is not `m`, but `MS` is `ms`. */
function sizeOf(word: string, units: Units): number | undefined {
  const names = [word, word.toLowerCase()];
  const name = names.find((name) => Object.hasOwn(units, name));
  return name === undefined ? undefined : units[name];
}

class Parser {
  readonly #tokens: Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  get isDone(): boolean {
    return this.#next === this.#tokens.length;
  }

  sum(): number | undefined {
    let value = this.#product();
    while (value !== undefined) {
      const sign = this.#take('+', '-');
      if (!sign) break;
      const right = this.#product();
      if (right === undefined) return undefined;
      value = sign === '+' ? value + right : value - right;
    }
    return value;
  }

  #product(): number | undefined {
    let value = this.#signed();
    while (value !== undefined) {
      const sign = this.#take('*', '/');
      if (!sign) break;
      const right = this.#signed();
      if (right === undefined) return undefined;
      value = sign === '*' ? value * right : value / right;
    }
    return value;
  }

  #signed(): number | undefined {
    if (++this.#depth > MAX_DEPTH) return undefined;
    const sign = this.#take('+', '-');
    const value = sign ? this.#signed() : this.#power();
    this.#depth -= 1;
    return value !== undefined && sign === '-' ? -value : value;
  }

  #power(): number | undefined {
    const base = this.#percentage();
    if (base === undefined || !this.#take('^')) return base;
    const exponent = this.#signed();
    return exponent === undefined ? undefined : base ** exponent;
  }

  #percentage(): number | undefined {
    const value = this.#measured();
    return value !== undefined && this.#take('%') ? value / 100 : value;
  }

  #measured(): number | undefined {
    const value = this.#operand();
    const token = this.#tokens[this.#next];
    if (value === undefined || typeof token !== 'object') return value;
    this.#next += 1;
    return value * token.size;
  }

  #operand(): number | undefined {
    const token = this.#tokens[this.#next];
    if (typeof token === 'number') {
      this.#next += 1;
      return token;
    }
    if (!this.#take('(')) return undefined;
    const value = this.sum();
    return this.#take(')') ? value : undefined;
  }

  #take(...signs: string[]): string | undefined {
    const token = this.#tokens[this.#next];
    if (typeof token !== 'string' || !signs.includes(token)) return undefined;
    this.#next += 1;
    return token;
  }
}
