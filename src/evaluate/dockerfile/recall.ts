import type { Platform } from "../../model/platform.ts";
import { samePieces } from "../same-value.ts";
import type { ShellFile, ShellMachine, ShellResult } from "../shell/index.ts";
import type { Value } from "../value.ts";
import { isPlatforms, type History } from "./environment.ts";
import { Memo } from "../../text/index.ts";

/** What a run asked for that may be different when the same text runs for another platform. */
interface Asked {
  readonly platforms: Map<PlatformName, Platform>;
  /** Variables that follow the platform. */
  readonly variables: Map<string, Value | undefined>;
  readonly files: Map<string, ShellFile | undefined>;
}

type PlatformName = "platform" | "target" | "builder";

/** A run that was carried out: where it started from, what it asked, what it did. */
interface Memory {
  readonly machine: ShellMachine;
  readonly history: History;
  readonly asked: Asked;
  readonly result: ShellResult;
}

const memories = new Memo<object, Memory[]>();

/** Runs of one text that are remembered. */
const MAX_MEMORIES = 8;

/**
 * The result of running `text`. Most steps never ask for a platform, and do on the second platform what they did on the first:
 * then the result is the very same object. What a step looked at decides, so that the answer is always that of a run of its own.
 */
export function recall(text: object, { machine, history }: Pick<Memory, "machine" | "history">, run: (machine: ShellMachine) => ShellResult): ShellResult {
  const known = memories.get(text) ?? [];
  const found = known.find((memory) => memory.history === history && sameStart(memory.machine, machine) && answersAlike(memory.asked, machine));
  if (found !== undefined) return found.result;
  const asked: Asked = { platforms: new Map(), variables: new Map(), files: new Map() };
  const result = run(listening(machine, asked));
  if (known.length < MAX_MEMORIES) known.push({ machine, history, asked, result });
  memories.set(text, known);
  return result;
}

function sameStart(a: ShellMachine, b: ShellMachine): boolean {
  return (
    a.instruction === b.instruction &&
    a.by === b.by &&
    a.cwd === b.cwd &&
    a.dialect === b.dialect &&
    a.open === b.open &&
    a.options.errexit === b.options.errexit &&
    a.options.nounset === b.options.nounset &&
    a.options.pipefail === b.options.pipefail &&
    a.options.xtrace === b.options.xtrace
  );
}

function answersAlike({ platforms, variables, files }: Asked, machine: ShellMachine): boolean {
  for (const [name, platform] of platforms) if (!samePlatform(platform, machine[name])) return false;
  for (const [name, value] of variables) if (!sameOptional(value, machine.environment.get(name))) return false;
  for (const [path, file] of files) if (!sameFile(file, machine.readFile(path))) return false;
  return true;
}

function samePlatform(a: Platform, b: Platform): boolean {
  return a === b || (a.arch === b.arch && a.os === b.os && a.variant === b.variant && a.osVersion === b.osVersion);
}

function sameFile(a: ShellFile | undefined, b: ShellFile | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if ("value" in a) return "value" in b && samePieces(a.value, b.value);
  return "text" in b && a.text === b.text;
}

function sameOptional(a: Value | undefined, b: Value | undefined): boolean {
  return a === undefined || b === undefined ? a === b : samePieces(a, b);
}

/** The same machine, writing down what it is asked. */
function listening(machine: ShellMachine, { platforms, variables, files }: Asked): ShellMachine {
  const platform = (name: PlatformName): Platform => {
    platforms.set(name, machine[name]);
    return machine[name];
  };
  return {
    ...machine,
    get platform() {
      return platform("platform");
    },
    get target() {
      return platform("target");
    },
    get builder() {
      return platform("builder");
    },
    reads: { told: isPlatforms, tell: (name) => variables.set(name, machine.environment.get(name)) },
    readFile(path) {
      const file = machine.readFile(path);
      files.set(path, file);
      return file;
    },
  };
}
