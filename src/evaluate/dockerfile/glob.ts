import { LIMITS } from "./limits.ts";

/** A part of a pattern: one certain character, any one (`?`), or any number (`*`). */
type Part = { readonly char: string } | "one" | "many";

/** A pattern of `${name#pattern}` and the like: `*`, `?` and `\` before a character; BuildKit knows no `[…]`. */
export interface Glob {
  readonly parts: readonly Part[];
  /** The text it matches, when it holds no wildcard. */
  readonly fixed: string | undefined;
}

export function parseGlob(pattern: string): Glob {
  const parts: Part[] = [];
  let fixed: string | undefined = "";
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === "*" || char === "?") {
      fixed = undefined;
      if (char === "?" || parts.at(-1) !== "many") parts.push(char === "*" ? "many" : "one");
      continue;
    }
    const written = char === "\\" && at + 1 < pattern.length ? pattern.charAt(++at) : char;
    parts.push({ char: written });
    if (fixed !== undefined) fixed += written;
  }
  return { parts, fixed };
}

/** Ends of all matches that begin at `start`, in ascending order; linear in text × pattern. */
export function matchEnds(glob: Glob, text: string, start: number): number[] {
  if (glob.fixed !== undefined) return text.startsWith(glob.fixed, start) ? [start + glob.fixed.length] : [];
  const { parts } = glob;
  let live = closure(parts, new Set([0]));
  const ends: number[] = [];
  for (let at = start; ; at++) {
    if (live.has(parts.length)) ends.push(at);
    if (at >= text.length || live.size === 0) return ends;
    live = closure(parts, step(parts, live, text.charAt(at)));
  }
}

function step(parts: readonly Part[], live: ReadonlySet<number>, char: string): Set<number> {
  const next = new Set<number>();
  for (const index of live) {
    const part = parts[index];
    if (part === undefined) continue;
    if (part === "many") next.add(index);
    else if (part === "one" || part.char === char) next.add(index + 1);
  }
  return next;
}

function closure(parts: readonly Part[], live: Set<number>): Set<number> {
  for (const index of live) if (parts[index] === "many") live.add(index + 1);
  return live;
}

/** Whether matching at every start would cost too much to be done. */
export function tooCostly(glob: Glob, text: string, everyStart: boolean): boolean {
  if (glob.fixed !== undefined) return false;
  return text.length * glob.parts.length * (everyStart ? text.length : 1) > LIMITS.matchCost;
}
