import type { Platform } from "../../model/platform.ts";
import type { Range } from "../../text/index.ts";
import type { CompileEffect, DownloadEffect, EffectBody, InstallCall, InstallEffect } from "../effect.ts";
import { concat, EMPTY, literal, type Piece, sliceValue, textOf, type TextPiece, unknown, type Value } from "../value.ts";
import type { Answer, Argument, Invocation, Status } from "./invocation.ts";
import type { CommandLine } from "./options.ts";

export type PlacedEffect = EffectBody & { readonly at?: Range };

/** A command that is taken to succeed; what it prints is unknown. */
export function does(...effects: readonly PlacedEffect[]): Answer {
  return { effects, status: "ok" };
}

/** A command that prints this text and has no effect. */
export function prints(stdout: Value, status: Status = "ok"): Answer {
  return { effects: [], stdout, status };
}

/** A command that prints nothing and has no effect. */
export const SILENT: Answer = { effects: [], stdout: EMPTY, status: "ok" };

/** Output that can't be told before the build runs. */
export function printsUnknown(at: Range, status: Status = "ok"): Answer {
  return { effects: [], stdout: unknown("command-output", at), status };
}

/** A line of output: the text and its line feed. */
export function line(value: Value, at: Range): Value {
  return concat([value, literal("\n", at)]);
}

/** `linux/arm64`, `linux/arm/v7`: the key of the platform tables. */
export function platformKey(platform: Platform): string {
  return [platform.os, platform.arch, platform.variant].filter((part) => part !== undefined && part !== "").join("/");
}

/** Fetches what `url` names. */
export function download(by: string, url: Argument, to?: Value): DownloadEffect & { readonly at: Range } {
  return { kind: "download", url: url.value, by, at: url.at, ...(to === undefined ? {} : { to }) };
}

interface InstallParts {
  readonly action?: InstallEffect["action"];
  readonly packages?: readonly Argument[];
  readonly manifests?: readonly Argument[];
  readonly platformOptions?: readonly Argument[];
  readonly call?: Call;
}

/** A command line and how many of its first operands are no packages. */
export interface Call {
  readonly invocation: Invocation;
  readonly line: CommandLine;
  readonly words: number;
  /** Variables that the manager reads. */
  readonly variables?: readonly string[];
  /** The packages with all that is written, where `packages` are parts of them. */
  readonly operands?: readonly Argument[];
}

/** Installs packages; what is left out is empty. */
export function install(manager: string, parts: InstallParts): InstallEffect {
  const valuesIn = (args: readonly Argument[] | undefined): Value[] => (args ?? []).map((arg) => arg.value);
  return {
    kind: "install",
    manager,
    action: parts.action ?? "install",
    packages: valuesIn(parts.packages),
    manifests: valuesIn(parts.manifests),
    platformOptions: valuesIn(parts.platformOptions),
    ...(parts.call === undefined ? {} : { call: callOf(parts.call, parts.packages ?? []) }),
  };
}

function callOf({ invocation, line, words, variables = [], operands }: Call, packages: readonly Argument[]): InstallCall {
  const env = new Map<string, Value>();
  for (const name of variables) {
    const value = invocation.env(name);
    if (value !== undefined) env.set(name, value);
  }
  return {
    words: line.operands.slice(0, words).map((word) => textOf(word.value)),
    options: line.options.map(({ name, value, at }) => ({ name, at, ...(value === undefined ? {} : { value: value.value }) })),
    program: invocation.via ?? invocation.name,
    operands: operands ?? packages,
    cwd: invocation.cwd,
    written: invocation.written?.() ?? NOTHING_WRITTEN,
    env,
  };
}

const NOTHING_WRITTEN: ReadonlyMap<string, Value> = new Map();

/** Compiles with `tool`; the command's own name is the first word of `argv`. */
export function compile(tool: string, invocation: Invocation, target?: CompileTarget): CompileEffect {
  const argv = [literal(invocation.name, invocation.at), ...invocation.args.map((arg) => arg.value)];
  return { kind: "compile", tool, argv, cwd: invocation.cwd, ...(target === undefined ? {} : { target: target.value, targetFrom: target.from }) };
}

/** What names the architecture that is compiled for. */
export interface CompileTarget {
  readonly value: Value;
  readonly from: string;
}

/** The first of these variables that is set and not empty, as a target. */
export function targetFromEnv(invocation: Invocation, ...names: readonly string[]): CompileTarget | undefined {
  for (const name of names) {
    const value = invocation.env(name);
    if (value !== undefined && textOf(value) !== "") return { value, from: name };
  }
  return undefined;
}

/** The same arguments without the first `count`, under another name: `python -m pip …` is `pip …`. */
export function under(invocation: Invocation, name: string, args: readonly Argument[]): Invocation {
  return { ...invocation, name, args, via: invocation.via ?? invocation.name };
}

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

/** Whether a word is an address with a scheme: `https://…`. */
export function isUrl(arg: Argument): boolean {
  return SCHEME.test(textOf(arg.value));
}

/** The last path segment of an address, without query and fragment; undefined when there is none. */
export function fileNameOf(url: Value): Value | undefined {
  const text = textOf(url);
  const scheme = text.indexOf("://");
  const hostStart = scheme < 0 ? 0 : scheme + 3;
  const cut = text.slice(hostStart).search(/[?#]/);
  const end = cut < 0 ? text.length : hostStart + cut;
  const slash = text.lastIndexOf("/", end - 1);
  if (slash < hostStart || slash + 1 >= end) return undefined;
  return sliceValue(url, slash + 1, end);
}

/** `directory/name`; either may be missing. */
export function joinPath(directory: Value | undefined, name: Value | undefined, at: Range): Value | undefined {
  if (name === undefined || directory === undefined || textOf(directory) === "") return name;
  const slash = textOf(directory).endsWith("/") ? [] : [literal("/", at)];
  return concat([directory, ...slash, name]);
}

/** Whether any part of a value was made from a platform. */
export function platformPieceOf(value: Value): TextPiece | undefined {
  return value.pieces.find((piece): piece is TextPiece => piece.kind === "text" && piece.origin === "platform");
}

/** A text computed from `source`: it follows the platform when any part of its source did. */
export function computed(text: string, at: Range, source: Value): Piece {
  const platform = platformPieceOf(source);
  const base = { kind: "text", text, from: at, verbatim: false, quoting: "none", readings: source.pieces[0]?.readings } as const;
  if (platform === undefined) return { ...base, origin: "other" };
  return { ...platform, ...base, origin: "platform" };
}
