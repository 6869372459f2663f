import { freshLimits, NO_OPTIONS, runShell, type ShellLimits, type ShellOptions, type ShellResult } from "../../../src/evaluate/shell/index.ts";
import type { Dialect } from "../../../src/evaluate/build.ts";
import type { Effect, EffectKind, EffectOf } from "../../../src/evaluate/effect.ts";
import { literal, platformText, textOf, type Value } from "../../../src/evaluate/value.ts";
import { parseShell } from "../../../src/syntax/shell/index.ts";
import { MappedText } from "../../../src/text/index.ts";

const BEFORE = { file: "Dockerfile", start: 0, end: 0 };

/** Where the script begins in its file: not at 0, so that offsets which are not mapped show. */
export const OFFSET = 100;

export interface Given {
  readonly arch?: string;
  readonly env?: Readonly<Record<string, string | Value>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly options?: Partial<ShellOptions>;
  readonly dialect?: Dialect;
  readonly args?: readonly string[];
  readonly limits?: ShellLimits;
}

/** Runs a script on linux/arm64 unless told otherwise; TARGETARCH is declared. */
export function run(script: string, given: Given = {}): ShellResult {
  const arch = given.arch ?? "arm64";
  const platform = { os: "linux", arch };
  const environment = new Map<string, Value>([["TARGETARCH", platformText(arch, BEFORE, { follows: "target", source: "TARGETARCH" })]]);
  for (const [name, value] of Object.entries(given.env ?? {})) environment.set(name, typeof value === "string" ? literal(value, BEFORE) : value);
  const files = new Map(Object.entries(given.files ?? {}).map(([path, text]) => [path, { text: MappedText.verbatim(path, text, 0) }]));
  return runShell(parseShell(MappedText.verbatim("Dockerfile", script, OFFSET)), {
    environment,
    platform,
    target: platform,
    builder: platform,
    dialect: given.dialect ?? "bash",
    options: { ...NO_OPTIONS, ...given.options },
    args: (given.args ?? []).map((text) => literal(text, BEFORE)),
    cwd: "/work",
    readFile: (path) => files.get(path),
    limits: given.limits ?? freshLimits(),
    instruction: 7,
    by: "shell",
  });
}

export function effectsOfKind<Kind extends EffectKind>(result: ShellResult, kind: Kind): EffectOf<Kind>[] {
  return result.effects.filter((effect): effect is EffectOf<Kind> => effect.kind === kind);
}

/** The commands that ran, one line each; `?` before those that only may run. */
export function commands(result: ShellResult): string[] {
  return effectsOfKind(result, "run").map((effect) => mark(effect) + effect.argv.map(textOf).join(" "));
}

/** What `say …` was called with: the shortest way to see values in a test. */
export function said(script: string, given: Given = {}): string[] {
  return commands(run(script, given)).filter((line) => /^\??say\b/.test(line)).map((line) => line.replace(/^(\??)say ?/, "$1"));
}

export function urls(result: ShellResult): string[] {
  return effectsOfKind(result, "download").map((effect) => mark(effect) + textOf(effect.url));
}

function mark(effect: Effect): string {
  return effect.runs === "always" ? "" : "?";
}
