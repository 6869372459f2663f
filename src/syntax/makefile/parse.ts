import type { MappedText } from "../../text/index.ts";
import type { MakeAssignment, Makefile, MakeRule } from "./types.ts";

const MAX_LINES = 10_000;

/** Reads a makefile: variables and explicit rules, with their places. Total; what is neither is passed over. */
export function parseMakefile(text: MappedText): Makefile {
  const reader = new Reader(text);
  reader.read();
  const { assignments, rules, exported, includes } = reader;
  return { assignments, rules, exported, includes };
}

const CONDITIONAL = /^(?:ifeq|ifneq|ifdef|ifndef)\b/;
const ASSIGNMENT = /^((?:(?:export|override|private|unexport)[ \t]+)*)([A-Za-z_.][\w.-]*)[ \t]*(\?=|\+=|!=|:{0,3}=)[ \t]*/;

interface Line {
  readonly start: number;
  /** Behind its last character, continuation lines included, line end not. */
  readonly end: number;
}

class Reader {
  readonly assignments: MakeAssignment[] = [];
  readonly rules: MakeRule[] = [];
  exported: Set<string> | "all" = new Set();
  includes = false;
  readonly #text: MappedText;
  #depth = 0;
  #defining = false;
  #open: { readonly targets: MappedText; readonly prerequisites: MappedText; readonly recipe: MappedText[]; certain: boolean } | undefined;

  constructor(text: MappedText) {
    this.#text = text;
  }

  read(): void {
    let at = 0;
    for (let count = 0; at < this.#text.text.length && count < MAX_LINES; count++) {
      const line = this.#lineAt(at);
      this.#take(line);
      at = line.end + 1;
    }
    this.#close();
  }

  #lineAt(start: number): Line {
    const { text } = this.#text;
    for (let at = start; ; ) {
      const newline = text.indexOf("\n", at);
      if (newline < 0) return { start, end: text.length };
      const before = text.charAt(newline - 1) === "\r" ? newline - 1 : newline;
      if (!isEscaped(text, before, start)) return { start, end: newline };
      at = newline + 1;
    }
  }

  #take({ start, end }: Line): void {
    const raw = this.#text.text.slice(start, end);
    if (this.#defining) {
      this.#defining = !/^\s*endef\b/.test(raw);
      return;
    }
    if (raw.startsWith("\t") && this.#open !== undefined) {
      if (raw.trim() !== "") this.#open.recipe.push(this.#text.slice(start + 1, end));
      return;
    }
    const words = raw.trimStart();
    if (words === "" || words.startsWith("#")) return;
    if (this.#directive(words)) return;
    this.#close();
    this.#statement({ start: end - words.length, end });
  }

  /** Conditionals, includes and definitions; true when the line was one. */
  #directive(words: string): boolean {
    if (CONDITIONAL.test(words)) {
      this.#depth++;
      // What follows of the recipe may not be run.
      if (this.#open !== undefined) this.#open.certain = false;
      return true;
    }
    if (/^endif\b/.test(words)) {
      this.#depth = Math.max(0, this.#depth - 1);
      return true;
    }
    if (/^else\b/.test(words)) return true;
    if (/^(?:-include|s?include)\b/.test(words)) {
      this.includes = true;
      return true;
    }
    if (/^(?:override[ \t]+)?define\b/.test(words)) {
      this.#defining = true;
      return true;
    }
    const exported = /^export(?:[ \t]+([\w. \t-]+))?[ \t]*(?:#.*)?$/.exec(words);
    if (exported === null) return false;
    if (exported[1] === undefined) this.exported = "all";
    else for (const name of exported[1].split(/\s+/)) if (this.exported !== "all") this.exported.add(name);
    return true;
  }

  #statement(line: Line): void {
    const words = this.#text.text.slice(line.start, line.end);
    const assignment = ASSIGNMENT.exec(words);
    if (assignment !== null) return this.#assign(line, assignment);
    const code = behindComment(words);
    const colon = colonIn(code);
    if (colon < 0) return;
    const semicolon = code.indexOf(";", colon);
    const behind = code.charAt(colon + 1) === ":" ? colon + 2 : colon + 1;
    const last = semicolon < 0 ? code.length : semicolon;
    // `target: NAME = value` sets a variable for that target alone.
    if (/^[ \t]*[A-Za-z_.][\w.-]*[ \t]*[?+:!]{0,2}=/.test(code.slice(behind, last))) return;
    const recipe = semicolon < 0 ? [] : [this.#text.slice(line.start + semicolon + 1, line.end)];
    this.#open = { targets: this.#text.slice(line.start, line.start + colon), prerequisites: this.#text.slice(line.start + behind, line.start + last), recipe, certain: this.#depth === 0 };
  }

  #assign({ start, end }: Line, [head, modifiers = "", name = "", operator = "="]: RegExpExecArray): void {
    if (/\bexport\b/.test(modifiers) && this.exported !== "all") this.exported.add(name);
    const value = behindComment(this.#text.text.slice(start + head.length, end)).trimEnd();
    this.assignments.push({
      name,
      operator: operator === "?=" || operator === "+=" || operator === "!=" || operator === "=" ? operator : ":=",
      value: this.#text.slice(start + head.length, start + head.length + value.length),
      overrides: /\boverride\b/.test(modifiers),
      certain: this.#depth === 0,
    });
  }

  #close(): void {
    if (this.#open !== undefined) this.rules.push(this.#open);
    this.#open = undefined;
  }
}

function isEscaped(text: string, end: number, start: number): boolean {
  let at = end;
  while (at > start && text.charAt(at - 1) === "\\") at--;
  return (end - at) % 2 === 1;
}

/** The text in front of a comment. */
function behindComment(text: string): string {
  const found = /(?:^|[^\\])#/.exec(text);
  return found === null ? text : text.slice(0, found.index + found[0].length - 1);
}

/** The colon that parts targets from prerequisites: none in `$(…)`. */
function colonIn(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "(" || char === "{") depth++;
    if (char === ")" || char === "}") depth--;
    if (char === ":" && depth === 0) return text.charAt(at + 1) === "=" ? -1 : at;
  }
  return -1;
}
