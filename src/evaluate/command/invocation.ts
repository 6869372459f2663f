import type { Platform } from "../../model/platform.ts";
import type { Range } from "../../text/index.ts";
import type { EffectBody } from "../effect.ts";
import type { Value } from "../value.ts";

/** A word of a command. */
export interface Argument {
  readonly value: Value;
  readonly at: Range;
}

/** A simple command about to run, all its words expanded, prefixes such as sudo, env and exec taken off. */
export interface Invocation {
  /** Base name of the program, as `curl`. */
  readonly name: string;
  /** The program that was called, where that is another one: `python3.9` for `python3.9 -m pip`. */
  readonly via?: string;
  /** The words behind the name. */
  readonly args: readonly Argument[];
  /** The whole command. */
  readonly at: Range;
  /** A variable as the command would see it; undefined when unset. */
  readonly env: (name: string) => Value | undefined;
  /** The working directory, absolute; undefined when not known. */
  readonly cwd: string | undefined;
  /** The files that the step wrote so far, by absolute path. */
  readonly written?: () => ReadonlyMap<string, Value>;
  /** What it reads, where a pipe, here-document or here-string gives it known text. */
  readonly stdin: Value | undefined;
  /** Where its output goes, when to a file. */
  readonly stdoutTo: { readonly path: Value; readonly append: boolean } | undefined;
  readonly machine: Machine;
}

/** Where a command runs. It is told who asks, so read it only where the answer hangs on it. */
export interface Machine {
  /** The platform it runs on, and the one the image is for. */
  readonly platform: Platform;
  readonly target: Platform;
}

/** `ok`: assume success, as most commands; `fails`/`succeeds`: certain; `unknown`: a question (`grep -q`, `test -f`). */
export type Status = "ok" | "succeeds" | "fails" | "unknown";

/** What a command does. */
export interface Answer {
  readonly effects: readonly (EffectBody & { readonly at?: Range })[];
  /** What it prints, where that is known wholly or in part; undefined: unknown text. */
  readonly stdout?: Value;
  readonly status: Status;
}

/** One tool. A model must not throw and must stay linear in the size of its words. */
export type CommandModel = (invocation: Invocation) => Answer;

export const NOTHING: Answer = { effects: [], status: "ok" };
