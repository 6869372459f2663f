import type { Flag, Instruction, SyntaxProblem } from "./types.ts";

type FlagKind = "text" | "switch" | "list";

const HEALTHCHECK_FLAGS: Readonly<Record<string, FlagKind>> = {
  interval: "text",
  timeout: "text",
  "start-period": "text",
  "start-interval": "text",
  retries: "text",
};

/** The flags that BuildKit's frontend (1.26) knows for each instruction; `list` may be given more than once. */
const FLAGS: ReadonlyMap<string, Readonly<Record<string, FlagKind>>> = new Map([
  ["ADD", { chown: "text", chmod: "text", link: "switch", "keep-git-dir": "switch", checksum: "text", unpack: "switch", exclude: "list" }],
  ["ARG", {}],
  ["CMD", {}],
  ["COPY", { chown: "text", from: "text", chmod: "text", link: "switch", parents: "switch", exclude: "list" }],
  ["ENTRYPOINT", {}],
  ["ENV", {}],
  ["EXPOSE", {}],
  ["FROM", { platform: "text" }],
  ["HEALTHCHECK", HEALTHCHECK_FLAGS],
  ["LABEL", {}],
  ["MAINTAINER", {}],
  ["ONBUILD", {}],
  ["RUN", { mount: "list", network: "text", security: "text", device: "list" }],
  ["SHELL", {}],
  ["STOPSIGNAL", {}],
  ["USER", {}],
  ["VOLUME", {}],
  ["WORKDIR", {}],
]);

/** The instructions that BuildKit knows, in upper case. */
export const KEYWORDS: ReadonlySet<string> = new Set(FLAGS.keys());

/** Flags that the instruction doesn't have, or that are given wrongly, in BuildKit's words. */
export function flagProblems(instruction: Instruction): readonly SyntaxProblem[] {
  if (instruction.flags.length === 0) return [];
  const known = FLAGS.get(instruction.keyword) ?? {};
  const seen = new Set<string>();
  const problems: SyntaxProblem[] = [];
  for (const flag of instruction.flags) {
    const kind = Object.hasOwn(known, flag.name) ? known[flag.name] : undefined;
    const message = flagProblem(flag, kind, seen);
    if (message !== undefined) problems.push({ message, range: flag.range });
    seen.add(flag.name);
  }
  return problems;
}

function flagProblem(flag: Flag, kind: FlagKind | undefined, seen: ReadonlySet<string>): string | undefined {
  const name = `--${flag.name}`;
  if (kind === undefined) return `unknown flag: ${name}`;
  if (kind !== "list" && seen.has(flag.name)) return `duplicate flag specified: ${name}`;
  if (kind !== "switch") return flag.value === undefined ? `missing a value on flag: ${name}` : undefined;
  const value = flag.value?.text.toLowerCase();
  if (value === undefined || value === "true" || value === "false") return undefined;
  return value === "" ? `missing a value on flag: ${name}` : `expecting boolean value for flag ${name}, not: ${value}`;
}
