import type { CompoundCommand, CompoundList, FunctionNode, Redirection, Statement, Word } from "../../syntax/shell/index.ts";
import type { Range } from "../../text/index.ts";
import type { Dialect } from "../build.ts";
import type { Status } from "../command/invocation.ts";
import type { EffectBody } from "../effect.ts";
import type { Piece, Quoting, Value } from "../value.ts";
import type { EffectLog } from "./log.ts";
import type { ShellMachine } from "./machine.ts";
import type { Pattern, Truth } from "./pattern.ts";
import type { Source } from "./source.ts";
import type { ExitTrap } from "./trap.ts";
import type { World } from "./worlds.ts";

/** A variable: a text, a list, or a table from key to text. Never changed in place. */
export type Variable = { readonly exported: boolean } & (
  | { readonly kind: "text"; readonly value: Value }
  | { readonly kind: "list"; readonly items: readonly Value[] }
  | { readonly kind: "table"; readonly entries: ReadonlyMap<string, TableEntry> }
);

/** A value of an associative array and where its key stands. */
export interface TableEntry {
  readonly value: Value;
  readonly at: Range;
}

export interface ShellFunction {
  readonly body: FunctionNode["body"];
  readonly source: Source;
}

/** A file that the run wrote; undefined content: it was changed in an unknown way. */
export interface WrittenFile {
  readonly content: Value;
  readonly append: boolean;
}

/** Why a path does not go on with the next command. `stop`: a bound was reached. */
export type Flow =
  | { readonly kind: "exit" | "return" | "stop" }
  | { readonly kind: "break" | "continue"; readonly levels: number };

/** Texts printed so far, last first, so that paths can share them. */
export interface Output {
  readonly value: Value;
  readonly before: Output | undefined;
}

/** Variables that a running function has made local, with what they were outside. */
export interface Frame {
  readonly saved: ReadonlyMap<string, Variable | undefined>;
  readonly outer: Frame | undefined;
}

/** One comparison of an if chain's conditions. */
export interface Comparison {
  readonly subject: Value;
  readonly subjectAt: Range;
  readonly equal: Truth;
}

/** What the parts of the interpreter ask of each other; `index.ts` ties them together. */
export interface Engine {
  readonly machine: ShellMachine;
  readonly log: EffectLog;
  /** Paths that came to the end of the whole script by `exit`. */
  readonly ended: State[];
  run(commands: readonly Statement[], state: State): State[];
  body(body: CompoundCommand | CompoundList | FunctionNode["body"], state: State): State[];
  command(words: readonly Field[], state: State, call: CallSettings): State[];
  /** Runs what paths that have come to the end of their process wanted to run there. */
  leave(paths: readonly State[]): State[];
  redirected(state: State, redirects: readonly Redirection[], run: (state: State) => State[]): State[];
  value(word: Word, state: State, quoting?: Quoting): Value;
  fields(words: readonly Word[], state: State): Field[];
  addFields(word: Word, state: State, fields: Field[]): void;
  chunks(word: Word, state: State): Chunk[];
  pattern(word: Word, state: State): Pattern;
  unchecked(at: Range, because: string): void;
}

/** Part of a word: `plain` text as written, `quoted` text, `split` for an unquoted expansion, `break` between the words of `"$@"`. */
export type Chunk =
  | { readonly kind: "plain" | "quoted" | "split"; readonly pieces: readonly Piece[] }
  | { readonly kind: "break" };

/** A word of a command after expansion. */
export interface Field {
  readonly value: Value;
  readonly at: Range;
}

/** What stands around a simple command's words. */
export interface CallSettings {
  readonly at: Range;
  /** `A=b` in front of it. */
  readonly assigned: ReadonlyMap<string, Value>;
  /** Where its output goes, when to a file. */
  readonly stdoutTo: { readonly path: Value; readonly append: boolean } | undefined;
}

type Shared = "variables" | "functions" | "files";

/** One path through a script: all that a running shell holds. Copies share their maps until one of them writes. */
export class State {
  readonly engine: Engine;
  source: Source;
  dialect: Dialect;
  args: readonly Value[] = [];
  name: Value | undefined;
  cwd: string | undefined;
  errexit = false;
  nounset = false;
  pipefail = false;
  status: Status = "succeeds";
  /** The exit status as a number, where it is known. */
  code: number | undefined = 0;
  /** The command whose failure the status tells. */
  blame: Range | undefined;
  flow: Flow | undefined;
  worlds: readonly World[];
  /** Undefined: nobody listens. */
  output: Output | undefined;
  listening = false;
  stdin: Value | undefined;
  /** Whether a failure is looked at by someone, so that `set -e` does not act. */
  guarded = false;
  /** How many subshells and child processes deep. */
  subshells = 0;
  /** How many functions, substitutions and scripts deep. */
  depth = 0;
  /** Whether something unknown was sourced: any variable may be set. */
  open = false;
  frame: Frame | undefined;
  comparisons: readonly Comparison[] | undefined;
  /** Whether a substitution ran since this was last set to false: an assignment has the status of its last one. */
  substituted = false;
  /** Whether the failure that ends the path is recorded. */
  reported = false;
  /** How many scripts deep. */
  scripts = 0;
  /** What runs when the process ends. */
  exitTrap: ExitTrap | undefined;
  /** How far `getopts` is in the word at OPTIND. */
  optionOffset = 0;
  #variables: Map<string, Variable> = new Map<string, Variable>();
  #functions: Map<string, ShellFunction> = new Map<string, ShellFunction>();
  #files: Map<string, WrittenFile> = new Map<string, WrittenFile>();
  #shared: Record<Shared, boolean> = { variables: false, functions: false, files: false };

  constructor(engine: Engine, source: Source) {
    this.engine = engine;
    this.source = source;
    this.dialect = engine.machine.dialect;
    this.worlds = [engine.log.root];
  }

  get variables(): ReadonlyMap<string, Variable> {
    return this.#variables;
  }

  get functions(): ReadonlyMap<string, ShellFunction> {
    return this.#functions;
  }

  get files(): ReadonlyMap<string, WrittenFile> {
    return this.#files;
  }

  setVariable(name: string, variable: Variable | undefined): void {
    if (this.#shared.variables) this.#variables = new Map(this.#variables);
    this.#shared.variables = false;
    if (variable === undefined) this.#variables.delete(name);
    else this.#variables.set(name, variable);
  }

  /** Takes a map of variables that others hold too. */
  startWith(variables: ReadonlyMap<string, Variable>): void {
    this.#variables = variables as Map<string, Variable>;
    this.#shared.variables = true;
  }

  setFunction(name: string, body: ShellFunction | undefined): void {
    if (this.#shared.functions) this.#functions = new Map(this.#functions);
    this.#shared.functions = false;
    if (body === undefined) this.#functions.delete(name);
    else this.#functions.set(name, body);
  }

  setFile(path: string, file: WrittenFile): void {
    if (this.#shared.files) this.#files = new Map(this.#files);
    this.#shared.files = false;
    this.#files.set(path, file);
  }

  /** Takes over what outlives a child process: the files it wrote. */
  adoptFiles(child: State): void {
    this.#files = child.#files;
    this.#shared.files = true;
    child.#shared = { ...child.#shared, files: true };
  }

  /** Becomes a new process of the same machine: only exported variables and the files are handed on. */
  becomeProcess(): void {
    this.#variables = new Map([...this.#variables].filter(([, variable]) => variable.exported));
    this.#functions = new Map();
    this.#shared = { ...this.#shared, variables: false, functions: false };
    this.errexit = this.nounset = this.pipefail = false;
    this.guarded = false;
    this.optionOffset = 0;
    this.open = this.engine.machine.open === true;
    this.comparisons = undefined;
  }

  /** A path of its own, equal to this one so far. */
  fork(): State {
    // Copies that are written to copy their maps.
    this.engine.machine.limits.steps -= (this.#variables.size + this.#files.size) >> 5;
    const copy = new State(this.engine, this.source);
    Object.assign(copy, this);
    copy.#variables = this.#variables;
    copy.#functions = this.#functions;
    copy.#files = this.#files;
    this.#shared = { variables: true, functions: true, files: true };
    copy.#shared = { variables: true, functions: true, files: true };
    return copy;
  }

  /** A copy for a subshell, whose `exit` ends only itself. */
  subshell(): State {
    const copy = this.fork();
    copy.subshells++;
    copy.depth++;
    copy.exitTrap = undefined;
    copy.frame = undefined;
    return copy;
  }

  setStatus(status: Status, code?: number, at?: Range): void {
    this.status = status;
    this.code = code ?? (status === "succeeds" || status === "ok" ? 0 : undefined);
    this.blame = status === "fails" ? at : undefined;
  }

  print(value: Value): void {
    if (this.listening) this.output = { value, before: this.output };
  }

  record(body: EffectBody, at: Range): void {
    const { limits } = this.engine.machine;
    if (limits.effects-- > 0) this.engine.log.add(body, at, this.worlds);
    else if (limits.effects === -1) this.engine.unchecked(at, "too many effects");
  }

  /** Counts a comparison of all that the path holds against the budget. */
  chargeComparison(): void {
    this.engine.machine.limits.steps -= (this.#variables.size + this.#files.size) >> 7;
  }

  /** Counts the parts of a long word against the budget. */
  chargeParts(count: number): void {
    this.engine.machine.limits.steps -= count >> 4;
  }

  /** Counts the reading of a value against the budget: long values must not be copied without end. */
  charge(value: Value): void {
    let weight = value.pieces.length * 16;
    for (const piece of value.pieces) if (piece.kind === "text") weight += piece.text.length;
    if (weight > 1024) this.engine.machine.limits.steps -= weight >> 10;
  }

  /** The range of a node of the tree that runs. */
  rangeOf(node: { readonly pos: number; readonly end: number }): Range {
    return this.source.text.rangeOf(node.pos, node.end);
  }

  /** Ends the path with a failure; recorded when that ends the whole step. */
  fail(at: Range, because: "exit" | "command" | "unset-parameter", code = 1): void {
    this.setStatus("fails", code, at);
    this.flow = { kind: "exit" };
    this.report(because);
  }

  /** What `set -e` does about the status. */
  checkErrors(): void {
    if (this.status !== "fails" || !this.errexit || this.guarded || this.flow !== undefined) return;
    this.flow = { kind: "exit" };
    this.report("command");
  }

  /** Records the failure of the whole step, once. */
  report(because: "exit" | "command" | "unset-parameter"): void {
    if (this.subshells > 0 || this.reported || this.blame === undefined) return;
    this.reported = true;
    this.record({ kind: "fail", because }, this.blame);
  }
}

/** Texts in the order they were printed. */
export function printed(output: Output | undefined): Value[] {
  const values: Value[] = [];
  for (let at = output; at !== undefined; at = at.before) values.push(at.value);
  return values.reverse();
}
