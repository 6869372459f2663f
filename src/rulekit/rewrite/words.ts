import type { Build } from "../../evaluate/build.ts";
import { queriesFor, wordFor } from "../../knowledge/architecture.ts";
import type { Platform } from "../../model/platform.ts";

/** Words by platform name, as `linux/arm64`. */
export type Words = ReadonlyMap<string, string>;

/** A platform's name as the keys of `Words` have it. */
export function nameOf({ os, arch, variant }: Platform): string {
  return variant === undefined ? `${os}/${arch}` : `${os}/${arch}/${variant}`;
}

/** The wanted words, reduced to the wanted platforms; undefined when one is missing or all are the same. */
export function wordsOf(words: Words, builds: readonly Build[]): Words | undefined {
  const found = new Map<string, string>();
  for (const { target } of builds) {
    const word = words.get(nameOf(target));
    if (word === undefined || !/^[\w.+:/-]*$/.test(word)) return undefined;
    found.set(nameOf(target), word);
  }
  return new Set(found.values()).size < 2 ? undefined : found;
}

/** What all words begin and end with, and what remains: `linux-x64`/`linux-arm64` differ only in `x64`/`arm64`. */
export interface Core {
  readonly before: number;
  readonly after: number;
  readonly words: Words;
}

/** Cuts off what the words share at both ends, at the joints of a word only (`x86_64`/`aarch_64` share no joint). */
export function coreOf(words: Words): Core {
  const all = [...words.values()];
  const before = sharedStart(all);
  const after = sharedEnd(all.map((word) => word.slice(before)));
  const cut = new Map([...words].map(([name, word]) => [name, word.slice(before, word.length - after)]));
  return [...cut.values()].includes("") && !all.includes("") ? { before: 0, after: 0, words } : { before, after, words: cut };
}

/** An argument of the builder whose values on all wanted platforms are the words: `TARGETARCH`, with its variant if need be. */
export function builderArgs(words: Words, builds: readonly Build[]): readonly string[] | undefined {
  if (builds.every(({ target }) => words.get(nameOf(target)) === target.arch)) return ["TARGETARCH"];
  const withVariant = builds.every(({ target }) => words.get(nameOf(target)) === target.arch + (target.variant ?? ""));
  return withVariant ? ["TARGETARCH", "TARGETVARIANT"] : undefined;
}

/** Commands that print the words on all wanted platforms: `uname -m`. */
export function commandsFor(words: Words): readonly string[] {
  const queries = queriesFor(Object.fromEntries(words)).filter((query) => query.kind === "command");
  // The kernel answers uname: under a 32-bit image on a 64-bit host it names another CPU than the image's.
  return queries.map((query) => query.query).filter((query) => query !== "uname -m" || [...words.keys()].every(isWide));
}

/** What a mapping asks for, and what that says on each platform. */
export interface Subject {
  readonly args: readonly string[];
  /** As shell text. */
  readonly text: string;
  readonly answers: Words;
}

/** The automatic arguments as a subject; the variant takes part where two wanted platforms share a CPU's name. */
export function argsSubject(builds: readonly Build[]): Subject {
  const shared = new Set(builds.map(({ target }) => target.arch)).size < builds.length;
  const args = shared ? ["TARGETARCH", "TARGETVARIANT"] : ["TARGETARCH"];
  const answers = builds.map(({ target }) => [nameOf(target), target.arch + (shared ? (target.variant ?? "") : "")] as const);
  return { args, text: args.map((name) => `\${${name}}`).join(""), answers: new Map(answers) };
}

/** The machine's own word as a subject; undefined where it tells too little. */
export function machineSubject(builds: readonly Build[]): Subject | undefined {
  const answers = new Map<string, string>();
  for (const { target } of builds) {
    const word = wordFor(nameOf(target), "uname_m");
    if (word === undefined || !isWide(nameOf(target))) return undefined;
    answers.set(nameOf(target), word);
  }
  return { args: [], text: "$(uname -m)", answers };
}

function isWide(platform: string): boolean {
  return !/^linux\/(386|arm|mips|mipsle|ppc)(\/|$)/.test(platform);
}

function sharedStart(words: readonly string[]): number {
  const [first = ""] = words;
  let length = 0;
  while (length < first.length && words.every((word) => word[length] === first[length])) length += 1;
  while (length > 0 && !/[-_./]/.test(first[length - 1] ?? "")) length -= 1;
  return length;
}

function sharedEnd(words: readonly string[]): number {
  const [first = ""] = words;
  let length = 0;
  while (length < first.length && words.every((word) => word.at(-1 - length) === first.at(-1 - length))) length += 1;
  // No underscore here: it is a letter of x86_64.
  while (length > 0 && !/[-./]/.test(first.at(-length) ?? "")) length -= 1;
  return length;
}
