import type { Range } from "../../../text/index.ts";
import { at, entriesOf, itemsOf, oneOrMore, scalarOf, textIn, type YamlFile, type YamlNode } from "../../../syntax/yaml/index.ts";
import type { ImageUse, Setting } from "../types.ts";
import { runnerOf } from "./runner.ts";
import { evaluateExpression, textOfKnown, type Contexts, type Known } from "./expression.ts";

/** A job of a GitHub workflow, once for each combination of its matrix. */
export interface WorkflowJob {
  readonly name: string;
  readonly nameAt: Range;
  /** Labels of the runner; one without text depends on what only the run knows. */
  readonly runsOn: readonly Setting[];
  readonly steps: readonly WorkflowStep[];
  readonly images: readonly ImageUse[];
}

export interface WorkflowStep {
  /** Of its action, else of the step. */
  readonly at: Range;
  readonly name: string;
  /** The action without its version: `docker/build-push-action`. */
  readonly uses: string | undefined;
  /** Inputs of the action. A list in one text is split at its lines. */
  readonly with: ReadonlyMap<string, Setting>;
}

export interface Workflow {
  readonly file: string;
  readonly jobs: readonly WorkflowJob[];
}

const MAX_COMBINATIONS = 64;

/** The jobs of a workflow: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax. */
export function readWorkflow(yaml: YamlFile): Workflow {
  const [root] = yaml.documents;
  const jobs = entriesOf(at(root, "jobs")).flatMap(({ key, keyAt, value }) => {
    return combinationsOf(at(value, "strategy", "matrix")).map((matrix) => jobOf({ name: key, nameAt: keyAt, job: value }, contextsOf({ root, job: value, matrix })));
  });
  return { file: yaml.file, jobs };
}

interface Placement {
  readonly root: YamlNode | undefined;
  readonly job: YamlNode;
  readonly matrix: ReadonlyMap<string, Known>;
}

function contextsOf({ root, job, matrix }: Placement): Contexts {
  const axes = entriesOf(at(job, "strategy", "matrix"));
  // A name that a combination doesn't have is null, unless an expression may bring it.
  const isWritten = axes.length > 0 && axes.every(({ value }) => value.kind === "list");
  const contexts: Contexts = ([context, name = ""]) => {
    if (context === "matrix") return matrix.has(name) || !isWritten ? matrix.get(name) : null;
    // Nor are inputs known: a default holds for callers that give nothing, and others may be there.
    if (context !== "env") return undefined;
    const written = at(job, "env", name) ?? at(root, "env", name);
    // A variable of the environment may be made of the matrix, and not of other variables.
    return settingIn(written, (path) => (path[0] === "env" ? undefined : contexts(path)))?.text;
  };
  return contexts;
}

/** The combinations of a matrix; one without names where there is none or an expression makes it. */
function combinationsOf(matrix: YamlNode | undefined): readonly ReadonlyMap<string, Known>[] {
  let combinations: Map<string, Known>[] = [new Map<string, Known>()];
  for (const { key, value } of entriesOf(matrix)) {
    if (key === "include" || key === "exclude" || value.kind !== "list") continue;
    combinations = combinations.flatMap((names) => value.items.map((item) => new Map<string, Known>([...names, [key, knownOf(item)]]))).slice(0, MAX_COMBINATIONS);
  }
  const excluded = itemsOf(at(matrix, "exclude")).map((item) => entriesOf(item).map(({ key, value }) => [key, knownOf(value)] as const));
  combinations = combinations.filter((combination) => !excluded.some((names) => names.length > 0 && names.every(([name, value]) => value !== undefined && combination.get(name) === value)));
  const axes = new Set(entriesOf(matrix).map(({ key }) => key));
  const added: Map<string, Known>[] = [];
  for (const item of itemsOf(at(matrix, "include"))) {
    const names = new Map(entriesOf(item).map(({ key, value }) => [key, knownOf(value)]));
    const fitting = combinations.filter((combination) => combination.size > 0 && [...names].every(([name, value]) => !axes.has(name) || combination.get(name) === value));
    for (const combination of fitting) for (const [name, value] of names) combination.set(name, value);
    if (fitting.length === 0) added.push(names);
  }
  const all = [...combinations.filter(({ size }) => size > 0), ...added].slice(0, MAX_COMBINATIONS);
  return all.length === 0 ? [new Map<string, Known>()] : all;
}

/** The value that a node is in an expression. */
function knownOf(node: YamlNode | undefined): Known {
  if (node === undefined) return undefined;
  if (node.kind === "list") return node.items.map(knownOf);
  if (node.kind === "map") return Object.fromEntries(node.entries.map(({ key, value }) => [key, knownOf(value)]));
  return typeof node.value === "string" && node.value.includes("${{") ? undefined : node.value;
}

interface WrittenJob {
  readonly name: string;
  readonly nameAt: Range;
  readonly job: YamlNode;
}

function jobOf({ name, nameAt, job }: WrittenJob, contexts: Contexts): WorkflowJob {
  const runsOn = at(job, "runs-on");
  const container = at(job, "container");
  const services = entriesOf(at(job, "services"));
  const labels = oneOrMore(runsOn?.kind === "map" ? at(runsOn, "labels") : runsOn).flatMap((label) => settingIn(label, contexts) ?? []);
  const used = [{ name: "container", node: container }, ...services.map(({ key, value }) => ({ name: key, node: value }))];
  const images = used.flatMap(({ name: use, node }): ImageUse[] => {
    const image = settingIn(node?.kind === "map" ? at(node, "image") : node, contexts);
    return image === undefined ? [] : [{ by: "container", name: use, at: image.at, image, platform: undefined, runner: runnerOf(labels) }];
  });
  return {
    name,
    nameAt,
    runsOn: labels,
    steps: itemsOf(at(job, "steps")).map((step) => stepOf(step, contexts)),
    images,
  };
}

function stepOf(step: YamlNode, contexts: Contexts): WorkflowStep {
  const inputs = entriesOf(at(step, "with")).flatMap(({ key, value }) => {
    const setting = settingIn(value, contexts);
    return setting === undefined ? [] : [[key, setting] as const];
  });
  return {
    at: at(step, "uses")?.at ?? step.at,
    name: textIn(at(step, "name")) ?? textIn(at(step, "id")) ?? "",
    uses: textIn(at(step, "uses"))?.replace(/@.*$/, ""),
    with: new Map(inputs),
  };
}

const EXPRESSION = /\$\{\{((?:[^}']|'[^']*'|\}(?!\}))*)\}\}/g;

/** A text with its expressions filled in. */
function settingIn(node: YamlNode | undefined, contexts: Contexts): Setting | undefined {
  const scalar = scalarOf(node);
  if (scalar === undefined) return undefined;
  const { text } = scalar;
  if (!text.text.includes("${{")) return { text: text.text, at: text.rangeOf(), literal: text.isVerbatim() };
  let isKnown = true;
  const filled = text.text.replace(EXPRESSION, (_, expression: string) => {
    const value = textOfKnown(evaluateExpression(expression, contexts));
    if (value === undefined) isKnown = false;
    return value ?? "";
  });
  return { text: isKnown ? filled : undefined, at: text.rangeOf(), literal: false };
}
