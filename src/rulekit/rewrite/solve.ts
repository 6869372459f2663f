import type { TextEdit } from "../../text/index.ts";
import { chainEdits, knowsSubstitution } from "./chain.ts";
import { declareArg } from "./declare.ts";
import { indexOf, variablesIn } from "./file-index.ts";
import { insertMapping, type Mapped } from "./mapping.ts";
import { queryFor, type Told } from "./query.ts";
import { replaceBy } from "./quote.ts";
import type { Rewrite } from "./request.ts";
import { isBuildShell, type Scene, type Spot } from "./scene.ts";
import { scriptStart } from "./script-start.ts";
import { runsOnTarget } from "../stage-platform.ts";
import { freeName, variableHolding } from "./variables.ts";
import { argsSubject, machineSubject, type Subject, type Words } from "./words.ts";

/** A literal that must follow the platform. */
export interface Need {
  readonly spot: Spot;
  readonly words: Words;
  /** What stands there now. */
  readonly text: string;
  /** The stage whose steps use it; another than the literal's own for one that is inherited or lies in a script. */
  readonly runsIn: number;
  /** Text around the use, U+FFFF in place of the word. */
  readonly context: string;
}

/** What to try first: a variable the file has already, a query that answers with the words, or a mapping of our own. */
export type Preference = "habit" | "query" | "mapping";

/** Part of a rewrite. */
export interface Part {
  readonly edits: readonly TextEdit[];
  readonly title: string;
  readonly needsFrontend?: string;
}

/** Edits that solve all needs together, each in the best way of the preference; undefined when one can't be solved. */
export function solve(needs: readonly Need[], preference: Preference): Rewrite | undefined {
  const parts: Part[] = [];
  const mapped: Need[] = [];
  for (const need of needs) {
    const part = directly(need, preference);
    if (part !== undefined) parts.push(part);
    else if (canMap(need)) mapped.push(need);
    else return undefined;
  }
  for (const group of groupsOf(mapped)) {
    const part = mapGroup(group);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  const [first] = parts;
  if (first === undefined) return undefined;
  const frontend = parts.find((part) => part.needsFrontend !== undefined)?.needsFrontend;
  const edits = parts.flatMap((part) => part.edits);
  return { title: first.title, edits, ...(frontend === undefined ? {} : { needsFrontend: frontend }) };
}

function directly(need: Need, preference: Preference): Part | undefined {
  const habit = preference === "habit" ? variableHolding(need.words, need.spot) : undefined;
  const reused = habit === undefined ? undefined : replaceBy(need.spot, { kind: "variables", names: [habit] });
  if (habit !== undefined && reused !== undefined) return { edits: reused, title: `Use ${habit} instead of ${need.text}` };
  if (preference !== "mapping" || !canMap(need)) {
    for (const told of queryFor(need)) {
      const part = byQuery(need, told);
      if (part !== undefined) return part;
    }
  }
  return canMap(need) ? undefined : byChain(need);
}

function byQuery({ spot, text }: Need, told: Told): Part | undefined {
  const edits = replaceBy(spot, told.expression);
  const declarations = declareAll(told.declares, spot.scene);
  if (edits === undefined || declarations === undefined) return undefined;
  return { edits: [...declarations, ...edits], title: `Use ${told.shown} instead of ${text === "" ? "a fixed word" : text}` };
}

function byChain(need: Need): Part | undefined {
  const { scene, quoting } = need.spot;
  if (scene.instruction === undefined || (quoting !== "builder" && quoting !== "builder-single")) return undefined;
  const declarations = declareAll(["TARGETARCH"], scene);
  const edits = declarations === undefined ? undefined : chainEdits(need.spot, { words: need.words, text: need.text, declarations });
  return edits && { edits, title: `Derive the word from TARGETARCH instead of ${need.text}${knowsSubstitution(scene.matrix) ? "" : ", with frontend 1.7"}`, needsFrontend: "1.7" };
}

/** A mapping needs a script whose variables reach the spot: not the text of a literal here-document or an exec form. */
function canMap({ spot }: Need): boolean {
  if (!isBuildShell(spot.scene) || spot.scene.instruction?.exec !== undefined) return false;
  return ["shell", "shell-double", "shell-single", "heredoc"].includes(spot.quoting);
}

/** Needs of one script are mapped by one `case`. */
function groupsOf(needs: readonly Need[]): readonly (readonly Need[])[] {
  const groups = new Map<string, Need[]>();
  for (const need of needs) {
    const { scene } = need.spot;
    const key = `${scene.file}\0${String(scriptStart(scene)?.offset)}`;
    groups.set(key, [...(groups.get(key) ?? []), need]);
  }
  return [...groups.values()];
}

function mapGroup(needs: readonly Need[]): Part | undefined {
  const scene = needs[0]?.spot.scene;
  const subject = scene === undefined ? undefined : subjectIn(scene, needs[0]?.runsIn ?? scene.stage);
  if (scene === undefined || subject === undefined) return undefined;
  const variables = variablesFor(needs, scene);
  const mapping = insertMapping(scene, subject, variables);
  const declarations = declareAll(subject.args, scene);
  if (mapping === undefined || declarations === undefined) return undefined;
  const edits = [...declarations, mapping];
  for (const need of needs) {
    const name = variables.find((variable) => sameWords(variable.words, need.words))?.name ?? "";
    const replaced = replaceBy(need.spot, { kind: "variables", names: [name] });
    if (replaced === undefined) return undefined;
    edits.push(...replaced);
  }
  const asked = subject.args.length === 0 ? "uname -m" : subject.args[0] ?? "";
  return { edits, title: `Choose ${needs[0]?.text === "" ? "the name" : needs[0]?.text ?? ""} by ${asked}` };
}

function subjectIn(scene: Scene, stage: number): Subject | undefined {
  const { builds } = scene.matrix;
  // A script may be run elsewhere too, where nobody declares the builder's arguments.
  const args = argsSubject(builds);
  if (scene.instruction !== undefined && declareAll(args.args, scene) !== undefined) return args;
  return runsOnTarget(builds, stage) ? machineSubject(builds) : undefined;
}

const NAMES = ["arch", "asset_arch", "file_arch", "name_arch"] as const;

function variablesFor(needs: readonly Need[], scene: Scene): readonly Mapped[] {
  const variables: Mapped[] = [];
  const taken = reachableNames(scene);
  for (const { words } of needs) {
    if (variables.some((variable) => sameWords(variable.words, words))) continue;
    const name = freeName(NAMES, taken);
    taken.add(name);
    variables.push({ name, words });
  }
  return variables;
}

/** The names that a new one could meet: those of its own script, and all arguments. */
function reachableNames({ text, instruction, matrix }: Scene): Set<string> {
  const own = instruction === undefined ? text : text.slice(instruction.range.start, instruction.range.end);
  const names = new Set(variablesIn(own));
  for (const name of indexOf(matrix.dockerfile).argNames) names.add(name);
  return names;
}

function declareAll(names: readonly string[], scene: Scene): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const name of names) {
    const declared = declareArg(name, { matrix: scene.matrix, stage: scene.stage, before: scene.instruction });
    if (declared === undefined) return undefined;
    edits.push(...declared);
  }
  return joinInserts(edits);
}

/** Two declarations at one place become one edit, so that their order is kept. */
function joinInserts(edits: readonly TextEdit[]): readonly TextEdit[] {
  const [first, ...rest] = edits;
  if (first === undefined || rest.length === 0) return edits;
  if (!rest.every((edit) => edit.range.start === first.range.start)) return edits;
  return [{ range: first.range, newText: edits.map((edit) => edit.newText).join("") }];
}

function sameWords(a: Words, b: Words): boolean {
  return [...a].every(([name, word]) => b.get(name) === word);
}
