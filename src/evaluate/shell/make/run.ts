import { parseMakefile, type Makefile, type MakeRule } from "../../../syntax/makefile/index.ts";
import { Memo, type MappedText, type Range } from "../../../text/index.ts";
import { has, optionSpec, readOptions, valueOf, valuesOf } from "../../command/options.ts";
import { EMPTY, literal, sliceValue, textOf, UNKNOWN_CHARACTER, type Value } from "../../value.ts";
import { fileAt, normalise } from "../files.ts";
import { runScript } from "../scripts.ts";
import { computedSource } from "../source.ts";
import type { CallSettings, Field, State } from "../state.ts";
import { scalarOf } from "../variables.ts";
import { splitWorlds } from "../worlds.ts";
import { expandMake, makeVariable, wordsOf, type MakeScope } from "./expand.ts";

/** Names of make that are followed. */
export const MAKES: ReadonlySet<string> = new Set(["make", "gmake"]);

/** Bounds on one call: targets made, recipe lines run, variables expanded. */
const MAX_TARGETS = 64;
const MAX_LINES = 256;
const MAX_EXPANSIONS = 4_000;
const MAX_PREREQUISITES_DEEP = 16;

/** Runs the recipes that a call of make runs, where the makefile is known; the paths that go on behind it. */
export function runMake(words: readonly Field[], state: State, settings: CallSettings): State[] {
  const call = readCall(words, state);
  const makefile = call === undefined ? undefined : findMakefile(call, state);
  if (call === undefined || makefile === undefined) return [state];
  const scope: MakeScope = { makefile, given: call.given, environment: (name) => environment(name, state, settings), automatic: new Map(), budget: { left: MAX_EXPANSIONS } };
  const run: Run = { scope, rules: rulesIn(scope), directory: call.directory, at: settings.at, assigned: exportedIn(scope, settings), made: new Set(), lines: MAX_LINES };
  const goals = call.goals.length > 0 ? call.goals : firstGoal(run);
  let paths = [state];
  for (const goal of goals) paths = paths.flatMap((path) => (path.flow === undefined && path.status !== "fails" ? make(goal, path, { run, depth: 0 }) : [path]));
  return paths;
}

interface Call {
  readonly directory: string;
  readonly file: string | undefined;
  readonly goals: readonly string[];
  readonly given: ReadonlyMap<string, Value>;
}

const OPTIONS = optionSpec("-C --directory -f --file --makefile -I --include-dir -l -o --old-file -W --what-if");
/** Options with which nothing is made. */
const ASKING = ["-n", "-q", "-h", "-v", "--just-print", "--dry-run", "--recon", "--question", "--help", "--version"];

/** Undefined for words that are not known, and for calls that only ask. */
function readCall(words: readonly Field[], state: State): Call | undefined {
  const line = readOptions(words.slice(1), OPTIONS);
  if (has(line, ...ASKING)) return undefined;
  const given = new Map<string, Value>();
  const goals: string[] = [];
  for (const { value } of line.operands) {
    const assignment = /^([A-Za-z_][\w.-]*)[:?]?=/.exec(textOf(value));
    if (assignment?.[1] !== undefined) given.set(assignment[1], sliceValue(value, assignment[0].length));
    // A number belongs to `-j` in front of it.
    else if (!/^\d+$/.test(textOf(value))) goals.push(textOf(value));
  }
  let directory = state.cwd;
  for (const { value } of valuesOf(line, "-C", "--directory")) directory = inside(directory, textOf(value));
  const file = valueOf(line, "-f", "--file", "--makefile");
  const isUnknown = [directory, file === undefined ? "" : textOf(file.value), ...goals].some((text) => text === undefined || text.includes(UNKNOWN_CHARACTER));
  return directory === undefined || isUnknown ? undefined : { directory, file: file === undefined ? undefined : textOf(file.value), goals, given };
}

function inside(directory: string | undefined, path: string): string | undefined {
  if (path.startsWith("/")) return normalise(path);
  return directory === undefined ? undefined : normalise(`${directory}/${path}`);
}

const parsed = new Memo<MappedText, Makefile>();

function findMakefile({ directory, file }: Call, state: State): Makefile | undefined {
  for (const name of file === undefined ? ["GNUmakefile", "makefile", "Makefile"] : [file]) {
    const path = inside(directory, name);
    const found = path === undefined ? undefined : fileAt(path, state);
    if (found === undefined) continue;
    if (!("text" in found)) return undefined;
    const makefile = parsed.get(found.text) ?? parseMakefile(found.text);
    parsed.set(found.text, makefile);
    return makefile;
  }
  return undefined;
}

/** What a variable of the environment holds. A name that nobody set is unset. */
function environment(name: string, state: State, { assigned }: CallSettings): Value | undefined {
  const variable = state.variables.get(name);
  return assigned.get(name) ?? (variable?.exported === true ? scalarOf(variable) : undefined);
}

/** What the recipes find in their environment beside what make found in its own. */
function exportedIn(scope: MakeScope, { assigned, at }: CallSettings): ReadonlyMap<string, Value> {
  const { assignments, exported } = scope.makefile;
  const names = assignments.map(({ name }) => name).filter((name) => exported === "all" || exported.has(name) || scope.environment(name) !== undefined);
  const own = new Map(names.slice(0, MAX_TARGETS).map((name) => [name, makeVariable(name, at, { scope, depth: 0 })]));
  return new Map([...assigned, ...own, ...scope.given]);
}

interface Named {
  readonly rule: MakeRule;
  readonly targets: readonly string[];
}

function rulesIn(scope: MakeScope): readonly Named[] {
  return scope.makefile.rules.map((rule) => ({ rule, targets: (wordsOf(expandMake(rule.targets, scope)) ?? []).map(({ text }) => text) }));
}

interface Run {
  readonly scope: MakeScope;
  readonly rules: readonly Named[];
  readonly directory: string;
  readonly at: Range;
  readonly assigned: ReadonlyMap<string, Value>;
  readonly made: Set<string>;
  lines: number;
}

function firstGoal({ rules }: Run): readonly string[] {
  const first = rules.flatMap(({ targets }) => targets).find((target) => !target.startsWith(".") && !target.includes("%"));
  return first === undefined ? [] : [first];
}

interface Making {
  readonly run: Run;
  readonly depth: number;
}

function make(target: string, state: State, { run, depth }: Making): State[] {
  if (run.made.has(target) || depth > MAX_PREREQUISITES_DEEP || run.made.size >= MAX_TARGETS) return [state];
  run.made.add(target);
  const rules = rulesFor(target, run);
  let paths = [state];
  for (const { rule, stem } of rules) {
    const scope = { ...run.scope, automatic: new Map([["*", literal(stem, run.at)]]) };
    for (const { text } of wordsOf(expandMake(rule.prerequisites, scope)) ?? []) {
      paths = paths.flatMap((path) => (path.status === "fails" || path.flow !== undefined ? [path] : make(text.replace("%", stem), path, { run, depth: depth + 1 })));
    }
  }
  const recipes = rules.filter(({ rule }) => rule.recipe.length > 0);
  const chosen = recipes.at(-1);
  if (chosen === undefined) return paths;
  return paths.flatMap((path) => (path.status === "fails" || path.flow !== undefined ? [path] : runRecipe(chosen, path, { run, target })));
}

interface Chosen {
  readonly rule: MakeRule;
  /** What `%` stands for. */
  readonly stem: string;
}

function rulesFor(target: string, { rules }: Run): readonly Chosen[] {
  const explicit = rules.filter(({ targets }) => targets.includes(target)).map(({ rule }) => ({ rule, stem: "" }));
  if (explicit.some(({ rule }) => rule.recipe.length > 0)) return explicit;
  for (const { rule, targets } of rules) {
    for (const pattern of targets) {
      const [before, behind] = pattern.split("%");
      if (before === undefined || behind === undefined || !target.startsWith(before) || !target.endsWith(behind) || target.length <= before.length + behind.length) continue;
      return [...explicit, { rule, stem: target.slice(before.length, target.length - behind.length) }];
    }
  }
  return explicit;
}

function runRecipe({ rule, stem }: Chosen, state: State, { run, target }: { readonly run: Run; readonly target: string }): State[] {
  const prerequisites = wordsOf(expandMake(rule.prerequisites, run.scope)) ?? [];
  const automatic = new Map<string, Value>([["@", literal(target, run.at)], ["*", literal(stem, run.at)], ["<", prerequisites[0]?.value ?? EMPTY]]);
  const scope = { ...run.scope, automatic };
  const certain = rule.certain && isPhony(target, run);
  const path = certain ? state : aside(state, run.at);
  let paths = [path];
  for (const line of rule.recipe) {
    if (run.lines-- <= 0) break;
    paths = paths.flatMap((one) => (one.status === "fails" || one.flow !== undefined ? [one] : runLine(line, one, { run, scope })));
  }
  // What is there already is not made again, so that nothing can be said of what comes of it.
  return certain ? paths : [state];
}

/** Whether the target is told to be no file: then it is made for certain. */
function isPhony(target: string, run: Run): boolean {
  return run.rules.some(({ rule, targets }) => targets.includes(".PHONY") && (wordsOf(expandMake(rule.prerequisites, run.scope)) ?? []).some(({ text }) => text === target));
}

function aside(state: State, at: Range): State {
  const path = state.fork();
  path.worlds = splitWorlds(state.worlds, { at, branches: 2, aboutArchitecture: false })[1] ?? state.worlds;
  return path;
}

function runLine(line: MappedText, state: State, { run, scope }: { readonly run: Run; readonly scope: MakeScope }): State[] {
  const prefix = /^[ \t]*[-@+ \t]*/.exec(line.text)?.[0] ?? "";
  const value = expandMake(line.slice(prefix.length), scope);
  const { cwd, guarded } = state;
  state.cwd = run.directory;
  state.guarded ||= prefix.includes("-");
  const ends = runScript({ at: run.at, source: computedSource(value, line.rangeOf()), name: undefined, args: [], shell: "sh", options: new Set(), assigned: run.assigned }, state);
  for (const end of ends) {
    end.cwd = cwd;
    end.guarded = guarded;
    if (prefix.includes("-") && end.status === "fails") end.setStatus("ok");
  }
  return ends;
}
