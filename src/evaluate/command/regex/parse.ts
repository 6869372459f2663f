/** A part of a regular expression. */
export type Node =
  | { readonly kind: "character"; readonly matches: (character: string) => boolean }
  | { readonly kind: "sequence" | "either"; readonly parts: readonly Node[] }
  | { readonly kind: "repeat"; readonly part: Node; readonly min: number; readonly max: number }
  | { readonly kind: "group"; readonly part: Node; readonly index: number }
  | { readonly kind: "start" | "end" | "boundary" };

export interface RegexOptions {
  /** `sed -E`, `grep -E`, awk: parentheses and bars need no backslash. */
  readonly extended: boolean;
  readonly ignoreCase?: boolean;
}

const REPEAT_LIMIT = 64;

/** Reads a POSIX regular expression with the usual GNU extensions; undefined for what isn't known, as back references. */
export function parseRegex(pattern: string, options: RegexOptions): { readonly node: Node; readonly groups: number } | undefined {
  const parser = new Parser(pattern, options);
  const node = parser.either(0);
  return node === undefined || parser.at < pattern.length ? undefined : { node, groups: parser.groups };
}

class Parser {
  at = 0;
  groups = 0;
  readonly #pattern: string;
  readonly #options: RegexOptions;

  constructor(pattern: string, options: RegexOptions) {
    this.#pattern = pattern;
    this.#options = options;
  }

  either(depth: number): Node | undefined {
    if (depth > 32) return undefined;
    const parts: Node[] = [];
    do {
      const part = this.#sequence(depth);
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.#take("|"));
    return parts.length === 1 ? parts[0] : { kind: "either", parts };
  }

  #sequence(depth: number): Node | undefined {
    const parts: Node[] = [];
    while (this.at < this.#pattern.length && !this.#sees("|") && !(depth > 0 && this.#sees(")"))) {
      const atom = this.#atom(depth, parts.length === 0);
      const part = atom === undefined ? undefined : this.#repeated(atom);
      if (part === undefined) return undefined;
      parts.push(part);
    }
    return { kind: "sequence", parts };
  }

  #atom(depth: number, first: boolean): Node | undefined {
    if (this.#take("(")) return this.#group(depth);
    const character = this.#pattern[this.at++] ?? "";
    if (character === "[") return this.#bracket();
    if (character === ".") return { kind: "character", matches: (other) => other !== "\n" };
    if (character === "^" && (first || this.#options.extended)) return { kind: "start" };
    if (character === "$" && this.#endsHere()) return { kind: "end" };
    if (character === "\\") return this.#escape();
    if (character === "*" && !first) return undefined;
    if (this.#options.extended && "+?{*".includes(character)) return undefined;
    return this.#literal(character);
  }

  #group(depth: number): Node | undefined {
    const index = ++this.groups;
    const part = this.either(depth + 1);
    return part === undefined || !this.#take(")") ? undefined : { kind: "group", part, index };
  }

  #endsHere(): boolean {
    return this.#options.extended || this.at >= this.#pattern.length || this.#sees(")") || this.#sees("|");
  }

  #escape(): Node | undefined {
    const character = this.#pattern[this.at++];
    if (character === undefined || /\d/.test(character)) return undefined;
    const known = ESCAPES.get(character);
    if (known !== undefined) return known;
    return /[a-zA-Z]/.test(character) ? undefined : this.#literal(character);
  }

  #literal(character: string): Node {
    if (this.#options.ignoreCase !== true) return { kind: "character", matches: (other) => other === character };
    const lower = character.toLowerCase();
    return { kind: "character", matches: (other) => other.toLowerCase() === lower };
  }

  #bracket(): Node | undefined {
    const negated = this.#pattern[this.at] === "^";
    if (negated) this.at++;
    const tests: ((character: string) => boolean)[] = [];
    for (let first = true; first || this.#pattern[this.at] !== "]"; first = false) {
      if (this.at >= this.#pattern.length) return undefined;
      tests.push(this.#bracketItem());
    }
    this.at++;
    const any = (character: string): boolean => tests.some((test) => test(character));
    const { ignoreCase } = this.#options;
    const matches = ignoreCase === true ? (character: string): boolean => any(character.toLowerCase()) || any(character.toUpperCase()) : any;
    return { kind: "character", matches: negated ? (character) => !matches(character) : matches };
  }

  #bracketItem(): (character: string) => boolean {
    const name = /^\[:([a-z]+):\]/.exec(this.#pattern.slice(this.at, this.at + 12));
    const known = name === null ? undefined : CLASSES.get(name[1] ?? "");
    if (name !== null && known !== undefined) {
      this.at += name[0].length;
      return (character) => known.test(character);
    }
    const low = this.#pattern[this.at++] ?? "";
    const high = this.#pattern[this.at + 1];
    if (low === "\\" && this.#pattern[this.at] === "n") return (character) => character === "\n" || character === "\\" || character === "n";
    if (this.#pattern[this.at] !== "-" || high === undefined || high === "]") return (character) => character === low;
    this.at += 2;
    return (character) => low <= character && character <= high;
  }

  #repeated(atom: Node): Node | undefined {
    let part = atom;
    for (;;) {
      const times = this.#times();
      if (times === undefined) return part;
      if (times === "broken" || part.kind === "start" || part.kind === "end") return undefined;
      part = { kind: "repeat", part, ...times };
    }
  }

  #times(): { readonly min: number; readonly max: number } | "broken" | undefined {
    if (this.#pattern[this.at] === "*") {
      this.at++;
      return { min: 0, max: Infinity };
    }
    if (this.#take("+")) return { min: 1, max: Infinity };
    if (this.#take("?")) return { min: 0, max: 1 };
    return this.#take("{") ? this.#interval() : undefined;
  }

  #interval(): { readonly min: number; readonly max: number } | "broken" {
    const match = /^(\d{0,3})(,?)(\d{0,3})/.exec(this.#pattern.slice(this.at, this.at + 8));
    if (match === null) return "broken";
    this.at += match[0].length;
    const min = Number(match[1] ?? "");
    const max = match[2] === "" ? min : match[3] === "" ? Infinity : Number(match[3]);
    const small = min <= REPEAT_LIMIT && (max === Infinity || max <= REPEAT_LIMIT);
    return this.#take("}") && small && min <= max ? { min, max } : "broken";
  }

  /** Whether an operator stands here: bare in the extended form, behind a backslash in the basic one. */
  #sees(operator: string): boolean {
    return this.#pattern.startsWith(this.#options.extended ? operator : `\\${operator}`, this.at);
  }

  #take(operator: string): boolean {
    if (!this.#sees(operator)) return false;
    this.at += this.#options.extended ? 1 : 2;
    return true;
  }
}

const CLASSES: ReadonlyMap<string, RegExp> = new Map([
  ["alpha", /[a-z]/i],
  ["digit", /\d/],
  ["alnum", /[a-z\d]/i],
  ["upper", /[A-Z]/],
  ["lower", /[a-z]/],
  ["space", /\s/],
  ["blank", /[ \t]/],
  ["punct", /[!-/:-@[-`{-~]/],
  ["xdigit", /[\da-f]/i],
]);

const WORD = /\w/;
const SPACE = /\s/;
const ESCAPES: ReadonlyMap<string, Node> = new Map<string, Node>([
  ["n", { kind: "character", matches: (character) => character === "\n" }],
  ["t", { kind: "character", matches: (character) => character === "\t" }],
  ["w", { kind: "character", matches: (character) => WORD.test(character) }],
  ["W", { kind: "character", matches: (character) => !WORD.test(character) }],
  ["s", { kind: "character", matches: (character) => SPACE.test(character) }],
  ["S", { kind: "character", matches: (character) => !SPACE.test(character) }],
  ["b", { kind: "boundary" }],
  ["<", { kind: "boundary" }],
  [">", { kind: "boundary" }],
]);
