import type { Range } from "../../text/index.ts";

/** Thrown at the first place that can't be read, and caught by the parser. */
export class HclRefusal extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const MAX_DEPTH = 200;
const SPACE = /(?:[ \t\r]|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
const SPACE_AND_LINES = /(?:[ \t\r\n]|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
const NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;

/** A place in an HCL text. */
export class HclCursor {
  readonly file: string;
  readonly text: string;
  at = 0;
  /** Inside brackets line ends are blanks. */
  brackets = 0;
  #depth = 0;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  /** Past blanks and comments; past line ends where they count as blanks, or where they are asked for. */
  skip(lines = this.brackets > 0): void {
    const pattern = lines ? SPACE_AND_LINES : SPACE;
    pattern.lastIndex = this.at;
    pattern.test(this.text);
    this.at = pattern.lastIndex;
  }

  /** Whether `word` comes next, blanks before it skipped; nothing is taken. */
  sees(word: string): boolean {
    this.skip();
    return this.text.startsWith(word, this.at);
  }

  /** Takes `word` if it comes next. */
  take(word: string): boolean {
    if (!this.sees(word)) return false;
    this.at += word.length;
    return true;
  }

  expect(word: string): void {
    if (!this.take(word)) this.refuse(`expected ${word}`);
  }

  /** Takes a name if one comes next. */
  name(): { readonly text: string; readonly at: Range } | undefined {
    this.skip();
    NAME.lastIndex = this.at;
    const match = NAME.exec(this.text);
    if (match === null) return undefined;
    const start = this.at;
    this.at += match[0].length;
    return { text: match[0], at: this.from(start) };
  }

  /** The range from `start` to here. */
  from(start: number): Range {
    return { file: this.file, start, end: this.at };
  }

  refuse(message: string): never {
    throw new HclRefusal(message, this.at);
  }

  /** Reads what nests, within the bound. */
  nested<Result>(read: () => Result): Result {
    if (++this.#depth > MAX_DEPTH) this.refuse("nested too deeply");
    const result = read();
    this.#depth--;
    return result;
  }

  /** Reads what stands between brackets, where line ends are blanks. */
  bracketed<Result>(read: () => Result): Result {
    this.brackets++;
    const result = read();
    this.brackets--;
    return result;
  }
}
