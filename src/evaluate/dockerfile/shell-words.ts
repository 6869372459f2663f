import { Memo } from "../../text/index.ts";
import type { Dialect } from "../build.ts";
import { NO_OPTIONS, type ShellOptions } from "../shell/index.ts";
import type { StageRun } from "./stage-run.ts";

/** The shell of a stage's shell-form instructions. */
export interface StageShell {
  readonly words: readonly string[];
  /** Undefined for a shell whose language is not read: PowerShell, cmd. */
  readonly dialect: Dialect | undefined;
  readonly options: ShellOptions;
  /** Whether it reads profiles when it starts. */
  readonly isLogin: boolean;
}

const DEFAULT: readonly string[] = ["/bin/sh", "-c"];
const DEFAULT_WINDOWS: readonly string[] = ["cmd", "/S", "/C"];

/** The shell in effect; BuildKit chooses its default by the platform of the stage's image. */
export function shellOf(run: StageRun): StageShell {
  const words = run.shell ?? (run.plan.platform.os === "windows" ? DEFAULT_WINDOWS : DEFAULT);
  // Asked for every step, and the same for nearly all of them.
  const known = shells.get(words);
  if (known?.own === run.dialect) return known.shell;
  const shell = readShell(words, run.dialect);
  shells.set(words, { own: run.dialect, shell });
  return shell;
}

const shells = new Memo<readonly string[], { readonly own: Dialect; readonly shell: StageShell }>();

function readShell(words: readonly string[], own: Dialect): StageShell {
  const [program = "", ...options] = words;
  const isLogin = words.some((word) => word === "--login" || /^-[a-zA-Z]*l[a-zA-Z]*$/.test(word));
  return { words, dialect: dialectNamed(program, own), options: readOptions(options), isLogin };
}

/** Which language a program such as `/bin/bash` reads; `own` is what plain sh is here. */
export function dialectNamed(program: string, own: Dialect): Dialect | undefined {
  const name = program.slice(Math.max(program.lastIndexOf("/"), program.lastIndexOf("\\")) + 1).replace(/\.exe$/i, "");
  return name === "sh" ? own : DIALECTS.get(name);
}

const DIALECTS: ReadonlyMap<string, Dialect> = new Map([
  ["bash", "bash"],
  ["zsh", "bash"],
  ["ksh", "bash"],
  ["dash", "dash"],
  ["ash", "busybox"],
  ["busybox", "busybox"],
]);

function readOptions(words: readonly string[]): ShellOptions {
  let options = NO_OPTIONS;
  for (const [at, word] of words.entries()) {
    if (word === "pipefail") options = { ...options, pipefail: true };
    else if (/^-[a-zA-Z]+$/.test(word)) options = withLetters(options, word);
    else if (words[at - 1]?.endsWith("o") === true) options = withName(options, word);
  }
  return options;
}

function withLetters(options: ShellOptions, word: string): ShellOptions {
  return {
    ...options,
    errexit: options.errexit || word.includes("e"),
    nounset: options.nounset || word.includes("u"),
    xtrace: options.xtrace || word.includes("x"),
  };
}

function withName(options: ShellOptions, name: string): ShellOptions {
  return {
    ...options,
    errexit: options.errexit || name === "errexit",
    nounset: options.nounset || name === "nounset",
    xtrace: options.xtrace || name === "xtrace",
  };
}
