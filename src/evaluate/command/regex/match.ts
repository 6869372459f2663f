import { type Node, parseRegex, type RegexOptions } from "./parse.ts";

type Instruction =
  | { readonly do: "character"; readonly matches: (character: string) => boolean }
  | { readonly do: "fork"; readonly first: number; readonly second: number }
  | { readonly do: "jump"; readonly to: number }
  | { readonly do: "mark"; readonly slot: number }
  | { readonly do: "assert"; readonly what: "start" | "end" | "boundary" }
  | { readonly do: "accept" };

/** A regular expression that is matched in time linear in the text. */
export interface Regex {
  readonly program: readonly Instruction[];
  readonly slots: number;
}

/** Steps that may still be spent; shared by the searches of one command. */
export interface Budget {
  steps: number;
}

/** Offsets of the whole match and of each group: `[start, end, start1, end1, …]`, -1 where a group took no part. */
export type Match = readonly number[];

const PROGRAM_LIMIT = 2_000;

/** Compiles a POSIX regular expression; undefined when it isn't understood or would be too large. */
export function compileRegex(pattern: string, options: RegexOptions): Regex | undefined {
  if (pattern.length > 1_000) return undefined;
  const parsed = parseRegex(pattern, options);
  if (parsed === undefined) return undefined;
  const program: Instruction[] = [];
  emit({ kind: "group", part: parsed.node, index: 0 }, program);
  program.push({ do: "accept" });
  return program.length > PROGRAM_LIMIT ? undefined : { program, slots: 2 * (parsed.groups + 1) };
}

function emit(node: Node, program: Instruction[]): void {
  if (program.length > PROGRAM_LIMIT) return;
  switch (node.kind) {
    case "character":
      program.push({ do: "character", matches: node.matches });
      return;
    case "sequence":
      for (const part of node.parts) emit(part, program);
      return;
    case "either":
      emitEither(node.parts, program);
      return;
    case "repeat":
      emitRepeat(node, program);
      return;
    case "group":
      program.push({ do: "mark", slot: 2 * node.index });
      emit(node.part, program);
      program.push({ do: "mark", slot: 2 * node.index + 1 });
      return;
    case "start":
    case "end":
    case "boundary":
      program.push({ do: "assert", what: node.kind });
  }
}

function emitEither(parts: readonly Node[], program: Instruction[]): void {
  const [first, ...rest] = parts;
  if (first === undefined) return;
  if (rest.length === 0) {
    emit(first, program);
    return;
  }
  const fork = program.push({ do: "jump", to: 0 }) - 1;
  emit(first, program);
  const jump = program.push({ do: "jump", to: 0 }) - 1;
  program[fork] = { do: "fork", first: fork + 1, second: program.length };
  emitEither(rest, program);
  program[jump] = { do: "jump", to: program.length };
}

function emitRepeat({ part, min, max }: { readonly part: Node; readonly min: number; readonly max: number }, program: Instruction[]): void {
  for (let i = 0; i < min; i++) emit(part, program);
  const optional = max === Infinity ? 1 : max - min;
  for (let i = 0; i < optional; i++) {
    const fork = program.push({ do: "jump", to: 0 }) - 1;
    emit(part, program);
    if (max === Infinity) program.push({ do: "jump", to: fork });
    program[fork] = { do: "fork", first: fork + 1, second: program.length };
  }
}

interface Thread {
  readonly at: number;
  readonly marks: Match;
}

interface Search {
  readonly regex: Regex;
  readonly text: string;
  readonly budget: Budget;
}

/** The leftmost, longest match from offset `from` on; undefined for none, or when the budget ran out (its steps are then below 0). */
export function searchRegex(search: Search, from = 0): Match | undefined {
  const { regex, text, budget } = search;
  const blank: Match = Array.from({ length: regex.slots }, () => -1);
  let threads: Thread[] = [];
  let best: Match | undefined;
  for (let offset = from; offset <= text.length && budget.steps > 0; offset++) {
    if (best === undefined) threads.push({ at: 0, marks: blank });
    else if (threads.length === 0) break;
    const { waiting, accepted } = settle(search, threads, offset);
    best = better(best, accepted);
    threads = step(waiting, search, { offset, best });
  }
  return budget.steps > 0 ? best : undefined;
}

function better(best: Match | undefined, found: Match | undefined): Match | undefined {
  if (best === undefined || found === undefined) return found ?? best;
  const [start = 0, end = 0] = best;
  const [otherStart = 0, otherEnd = 0] = found;
  return otherStart < start || (otherStart === start && otherEnd > end) ? found : best;
}

/** Follows forks, marks and assertions until each thread waits for a character; of two at one place the first one counts. */
function settle({ regex, text, budget }: Search, threads: readonly Thread[], offset: number): { waiting: Thread[]; accepted: Match | undefined } {
  const waiting: Thread[] = [];
  const seen = new Set<number>();
  let accepted: Match | undefined;
  const stack = [...threads].reverse();
  for (let thread = stack.pop(); thread !== undefined; thread = stack.pop()) {
    const { at, marks } = thread;
    const instruction = regex.program[at];
    budget.steps--;
    if (instruction === undefined || seen.has(at)) continue;
    seen.add(at);
    if (instruction.do === "character") waiting.push(thread);
    else if (instruction.do === "accept") accepted ??= marks;
    else if (instruction.do === "fork") stack.push({ at: instruction.second, marks }, { at: instruction.first, marks });
    else if (instruction.do === "jump") stack.push({ at: instruction.to, marks });
    else if (instruction.do === "mark") stack.push({ at: at + 1, marks: marks.with(instruction.slot, offset) });
    else if (holds(instruction.what, text, offset)) stack.push({ at: at + 1, marks });
  }
  return { waiting, accepted };
}

function step(waiting: readonly Thread[], { regex, text, budget }: Search, { offset, best }: { readonly offset: number; readonly best: Match | undefined }): Thread[] {
  const character = text[offset];
  const next: Thread[] = [];
  if (character === undefined) return next;
  for (const { at, marks } of waiting) {
    budget.steps--;
    const instruction = regex.program[at];
    const late = best !== undefined && (marks[0] ?? 0) > (best[0] ?? 0);
    if (!late && instruction?.do === "character" && instruction.matches(character)) next.push({ at: at + 1, marks });
  }
  return next;
}

function holds(what: "start" | "end" | "boundary", text: string, offset: number): boolean {
  if (what === "start") return offset === 0;
  if (what === "end") return offset === text.length;
  return isWord(text[offset - 1]) !== isWord(text[offset]);
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /\w/.test(character);
}
