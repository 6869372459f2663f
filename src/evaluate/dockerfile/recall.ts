import type { Platform } from "../../model/platform.ts";
import { samePieces } from "../same-value.ts";
import type { ShellFile, ShellMachine, ShellResult } from "../shell/index.ts";
import type { Value } from "../value.ts";
import type { Environment, History } from "./environment.ts";
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
  readonly machine: ShellMachine & { readonly environment: Environment };
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
  const result = run(new ListeningMachine(machine, asked));
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
class ListeningMachine implements ShellMachine {
  readonly environment: ShellMachine["environment"];
  readonly open: boolean | undefined;
  readonly reads: NonNullable<ShellMachine["reads"]>;
  readonly dialect: ShellMachine["dialect"];
  readonly options: ShellMachine["options"];
  readonly args: ShellMachine["args"];
  readonly cwd: ShellMachine["cwd"];
  readonly readFile: ShellMachine["readFile"];
  readonly limits: ShellMachine["limits"];
  readonly instruction: number;
  readonly by: ShellMachine["by"];
  readonly #machine: ShellMachine;
  readonly #platforms: Asked["platforms"];

  constructor(machine: Memory["machine"], { platforms, variables, files }: Asked) {
    this.#machine = machine;
    this.#platforms = platforms;
    this.environment = machine.environment;
    this.open = machine.open;
    this.reads = { names: machine.environment.followers, tell: (name) => variables.set(name, machine.environment.get(name)) };
    this.dialect = machine.dialect;
    this.options = machine.options;
    this.args = machine.args;
    this.cwd = machine.cwd;
    this.readFile = (path) => {
      const file = machine.readFile(path);
      files.set(path, file);
      return file;
    };
    this.limits = machine.limits;
    this.instruction = machine.instruction;
    this.by = machine.by;
  }

  get platform(): Platform {
    return this.#ask("platform");
  }

  get target(): Platform {
    return this.#ask("target");
  }

  get builder(): Platform {
    return this.#ask("builder");
  }

  #ask(name: PlatformName): Platform {
    const platform = this.#machine[name];
    this.#platforms.set(name, platform);
    return platform;
  }
}
