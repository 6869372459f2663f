import type { Platform } from "../../model/platform.ts";
import type { MappedText, Range } from "../../text/index.ts";
import type { Dialect } from "../build.ts";
import type { Effect, RunEffect } from "../effect.ts";
import type { Value } from "../value.ts";
import type { Variable } from "./state.ts";

/** Switches a shell starts with: `SHELL ["/bin/bash", "-eo", "pipefail", "-c"]`. */
export interface ShellOptions {
  readonly errexit: boolean;
  readonly nounset: boolean;
  readonly pipefail: boolean;
  readonly xtrace: boolean;
}

export const NO_OPTIONS: ShellOptions = { errexit: false, nounset: false, pipefail: false, xtrace: false };

/** What is left to spend. One object may be shared by several runs, which then share the budget; the interpreter counts down. */
export interface ShellLimits {
  /** Commands that may still run. */
  steps: number;
  /** Effects that may still be recorded. */
  effects: number;
  /** Scripts that may still be nested in one another. */
  scripts: number;
}

/** A fresh budget for one RUN. */
export function freshLimits(): ShellLimits {
  return { steps: 20_000, effects: 5_000, scripts: 8 };
}

/** A file as a step sees it: text of the build context, or what the build wrote itself. */
export type ShellFile = { readonly text: MappedText } | { readonly value: Value };

/** Variables by name. */
export interface ShellEnvironment extends ReadonlyMap<string, Value> {
  /** The same as variables of a shell, where somebody keeps them. */
  readonly exported?: ReadonlyMap<string, Variable>;
}

/** All that a shell can see when it starts. */
export interface ShellMachine {
  /** Exported variables; a name that is not in it is unset (HOME, PATH and the like are then unknown instead). */
  readonly environment: ShellEnvironment;
  /** Whether somebody may set more variables when it runs, as for an ENTRYPOINT: names that are not in `environment` are then unknown, not unset. */
  readonly open?: boolean | undefined;
  /** The platform the step runs on, the one the image is for, and the builder's own. */
  readonly platform: Platform;
  readonly target: Platform;
  readonly builder: Platform;
  /** Who wants to be told when one of these variables is looked at. */
  readonly reads?: { readonly names: Iterable<string>; readonly tell: (name: string) => void };
  readonly dialect: Dialect;
  readonly options: ShellOptions;
  /** `$0`, `$1` …; may be empty. */
  readonly args: readonly Value[];
  /** Absolute; undefined when not known. */
  readonly cwd: string | undefined;
  /** Content of a file by its absolute, normalised path; undefined when not known. Equal paths should give the same MappedText object, which keys the parse cache. */
  readonly readFile: (path: string) => ShellFile | undefined;
  readonly limits: ShellLimits;
  /** Index of the instruction that runs, for `Effect.instruction`. */
  readonly instruction: number;
  readonly by: RunEffect["by"];
}

/** A file as it stands after the run. */
export interface ShellWrite {
  /** Absolute and normalised. */
  readonly path: string;
  /** Unknown pieces where it is not known. */
  readonly content: Value;
  /** Whether `content` was put behind what stood in the file before. */
  readonly append: boolean;
}

/** What a run did. */
export interface ShellResult {
  readonly effects: readonly Effect[];
  /** Bounds reached, scripts that could not be followed. */
  readonly unchecked: readonly { readonly at: Range; readonly because: string }[];
  /** Files that it wrote, each once; a file that only some paths wrote has unknown content. */
  readonly writes: readonly ShellWrite[];
  /** How it ends: `ok` is assumed as for any external command. */
  readonly status: "ok" | "succeeds" | "fails" | "unknown";
}
