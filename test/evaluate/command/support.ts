import { effectsOf } from "../../../src/evaluate/command/index.ts";
import type { Answer, Argument, Invocation } from "../../../src/evaluate/command/invocation.ts";
import type { EffectKind, EffectOf } from "../../../src/evaluate/effect.ts";
import { concat, platformText, textOf, unknown, verbatim, type Value } from "../../../src/evaluate/value.ts";
import type { Platform } from "../../../src/model/platform.ts";

export const AMD64: Platform = { os: "linux", arch: "amd64" };
export const ARM64: Platform = { os: "linux", arch: "arm64" };
const FILE = "Dockerfile";

interface Setting {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: Value | string;
  readonly to?: string;
  readonly platform?: Platform;
  readonly target?: Platform;
}

/** Words of a command line: quotes group, `?` alone is unknown text, `@word@` was made from the platform. */
export function commandOf(text: string, setting: Setting = {}): Invocation {
  const words = [...text.matchAll(/'([^']*)'|"([^"]*)"|([^\s'"]+)/g)].map((match): Argument => {
    const word = match[1] ?? match[2] ?? match[3] ?? "";
    const start = match.index + (match[3] === undefined ? 1 : 0);
    return { value: valueAt(word, start), at: { file: FILE, start: match.index, end: match.index + match[0].length } };
  });
  const platform = setting.platform ?? AMD64;
  const stdin = typeof setting.stdin === "string" ? valueAt(setting.stdin, 1000) : setting.stdin;
  return {
    name: textOf(words[0]?.value ?? { pieces: [] }).replace(/^.*\//, ""),
    args: words.slice(1),
    at: { file: FILE, start: 0, end: text.length },
    env: (name) => (setting.env?.[name] === undefined ? undefined : valueAt(setting.env[name], 2000)),
    cwd: "/",
    stdin,
    stdoutTo: setting.to === undefined ? undefined : { path: valueAt(setting.to, 3000), append: false },
    machine: { platform, target: setting.target ?? platform },
  };
}

/** Text as if it stood at `start`, where `?` is unknown and `@word@` made from the platform. */
export function valueAt(text: string, start: number): Value {
  let at = start;
  return concat(
    text.split(/(\?|@[\w-]+@)/).map((part) => {
      const range = { file: FILE, start: at, end: at + part.length };
      at += part.length;
      if (part === "?") return unknown("build-arg", range);
      if (/^@[\w-]+@$/.test(part)) return platformText(part.slice(1, -1), range, { follows: "stage", source: "uname -m" });
      return verbatim(part, range, "shell");
    }),
  );
}

export function run(text: string, setting: Setting = {}): Answer {
  return effectsOf(commandOf(text, setting));
}

/** What it prints, `?` for unknown parts; undefined when nothing is known of it. */
export function output(text: string, setting: Setting = {}): string | undefined {
  const { stdout } = run(text, setting);
  return stdout === undefined ? undefined : textOf(stdout).replaceAll("\uFFFC", "?");
}

export function effects<Kind extends EffectKind>(kind: Kind, text: string, setting: Setting = {}): EffectOf<Kind>[] {
  return run(text, setting).effects.filter((effect) => effect.kind === kind) as EffectOf<Kind>[];
}

export function shown(value: Value | undefined): string | undefined {
  return value === undefined ? undefined : textOf(value).replaceAll("\uFFFC", "?");
}

/** Address and file of each download, as `url > file`. */
export function downloads(text: string, setting: Setting = {}): string[] {
  return effects("download", text, setting).map((effect) => `${shown(effect.url) ?? ""} > ${shown(effect.to) ?? "-"}`);
}

/** `manager action: packages`, and what follows it. */
export function installs(text: string, setting: Setting = {}): string[] {
  return effects("install", text, setting).map((effect) => {
    const list = (label: string, values: readonly Value[]): string => (values.length === 0 ? "" : `${label}${values.map(shown).join(" ")}`);
    return `${effect.manager} ${effect.action}${list(": ", effect.packages)}${list(" from ", effect.manifests)}${list(" for ", effect.platformOptions)}`;
  });
}
