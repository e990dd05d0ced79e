// Reads the small regular-expression dialect of the numbering plans (digits, \d, classes, groups, alternatives,
// ? and {n,m}, a closing $) and answers which digits a match can begin with. Any other syntax is an error, so that
// a new kind of pattern in the metadata is noticed when the data is regenerated and not by a caller.

/** Parses a pattern into an automaton: states with arrows that are free or cost one digit. */
export class DigitPattern {
  #arrows = []; // state -> [{ digits: Set | null, to }]
  #source;
  #at = 0;

  constructor(source) {
    this.#source = source;
    this.start = this.#state();
    this.end = this.#alternatives(this.start);
    if (this.#at !== source.length) this.#fail();
  }

  /** True if a match can be empty. */
  get canBeEmpty() {
    return this.#closure([this.start]).has(this.end);
  }

  /** True if some non-empty match is a prefix of a number that starts with these digits, or goes on from them. */
  canBeginWith(digits) {
    let states = this.#closure([this.start]);
    for (const digit of digits) {
      const next = [];
      for (const state of states) {
        for (const arrow of this.#arrows[state]) {
          if (arrow.digits?.has(digit)) next.push(arrow.to);
        }
      }
      if (next.length === 0) return false;
      states = this.#closure(next);
      if (states.has(this.end)) return true;
    }
    return true;
  }

  #closure(states) {
    const seen = new Set(states);
    for (const state of seen) {
      for (const arrow of this.#arrows[state]) {
        if (arrow.digits === null) seen.add(arrow.to);
      }
    }
    return seen;
  }

  #state() {
    return this.#arrows.push([]) - 1;
  }

  #arrow(from, to, digits = null) {
    this.#arrows[from].push({ digits, to });
  }

  #peek() {
    return this.#source[this.#at];
  }

  #fail() {
    throw new Error(`Unsupported pattern syntax at ${this.#at} of ${this.#source}`);
  }

  #alternatives(from) {
    const end = this.#state();
    this.#arrow(this.#sequence(from), end);
    while (this.#peek() === '|') {
      this.#at++;
      this.#arrow(this.#sequence(from), end);
    }
    return end;
  }

  #sequence(from) {
    let state = this.#state();
    this.#arrow(from, state);
    while (this.#at < this.#source.length && !'|)'.includes(this.#peek())) state = this.#repeated(state);
    return state;
  }

  #repeated(from) {
    const itemAt = this.#at;
    let state = this.#item(from);
    const [, least, most] = this.#quantifier();
    const after = this.#at;
    const again = (start) => {
      this.#at = itemAt;
      const end = this.#item(start);
      this.#at = after;
      return end;
    };
    const exits = [];
    if (least === 0) exits.push(from);
    for (let n = 2; n <= most; n++) {
      if (n > least) exits.push(state);
      state = again(state);
    }
    const end = this.#state();
    this.#arrow(state, end);
    for (const exit of exits) this.#arrow(exit, end);
    return end;
  }

  #quantifier() {
    const rest = this.#source.slice(this.#at);
    if (rest[0] === '?') {
      this.#at++;
      return ['?', 0, 1];
    }
    const braces = /^\{(\d+)(?:,(\d+))?\}/.exec(rest);
    if (braces) {
      this.#at += braces[0].length;
      return [braces[0], Number(braces[1]), Number(braces[2] ?? braces[1])];
    }
    if ('*+{'.includes(rest[0] ?? ' ')) this.#fail();
    return ['', 1, 1];
  }

  #item(from) {
    const rest = this.#source.slice(this.#at);
    if (rest[0] === '(') {
      this.#at += rest.startsWith('(?:') ? 3 : 1;
      if (this.#peek() === '?') this.#fail();
      // A state of its own, so that what is repeated does not leak into what came before it.
      const inside = this.#state();
      this.#arrow(from, inside);
      const end = this.#alternatives(inside);
      if (this.#peek() !== ')') this.#fail();
      this.#at++;
      return end;
    }
    const end = this.#state();
    if (rest[0] === '$') {
      this.#at++;
      this.#arrow(from, end);
      return end;
    }
    const digits = /^(?:\d|\\d|\[(?:\d(?:-\d)?)+\])/.exec(rest);
    if (!digits) this.#fail();
    this.#at += digits[0].length;
    this.#arrow(from, end, DigitPattern.#digitsOf(digits[0]));
    return end;
  }

  static #digitsOf(item) {
    const set = new Set();
    const one = new RegExp(`^${item}$`);
    for (const digit of '0123456789') if (one.test(digit)) set.add(digit);
    return set;
  }
}
