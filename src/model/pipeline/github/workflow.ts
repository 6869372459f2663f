import { MappedText, type Range, type Segment } from "../../../text/index.ts";
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
  /** A workflow of the same repository that the job calls: `./.github/workflows/build.yml`. */
  readonly calls: Setting | undefined;
  /** Values of `with` for the workflow that it calls. */
  readonly callInputs: ReadonlyMap<string, Known>;
}

export interface WorkflowStep {
  /** Of its action, else of the step. */
  readonly at: Range;
  readonly name: string;
  /** The action without its version: `docker/build-push-action`. */
  readonly uses: string | undefined;
  /** Inputs of the action. A list in one text is split at its lines. */
  readonly with: ReadonlyMap<string, Setting>;
  /** The script, expressions in it replaced by `${expression$N}`, which nobody sets. */
  readonly script: MappedText | undefined;
  readonly shell: string | undefined;
  readonly env: ReadonlyMap<string, Setting>;
}

export interface Workflow {
  readonly file: string;
  readonly jobs: readonly WorkflowJob[];
}

const MAX_COMBINATIONS = 64;

/** The jobs of a workflow: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax. `inputs`: what a caller gives. */
export function readWorkflow(yaml: YamlFile, inputs: ReadonlyMap<string, Known> = new Map()): Workflow {
  const [root] = yaml.documents;
  const jobs = entriesOf(at(root, "jobs")).flatMap(({ key, keyAt, value }) => {
    return combinationsOf(at(value, "strategy", "matrix")).map((matrix) => jobOf({ name: key, nameAt: keyAt, job: value, root }, contextsOf({ root, job: value, matrix, inputs })));
  });
  return { file: yaml.file, jobs };
}

interface Placement {
  readonly root: YamlNode | undefined;
  readonly job: YamlNode;
  readonly matrix: ReadonlyMap<string, Known>;
  readonly inputs: ReadonlyMap<string, Known>;
}

function contextsOf({ root, job, matrix, inputs }: Placement): Contexts {
  const axes = entriesOf(at(job, "strategy", "matrix"));
  // A name that a combination doesn't have is null, unless an expression may bring it.
  const isWritten = axes.length > 0 && axes.every(({ value }) => value.kind === "list");
  const contexts: Contexts = ([context, name = ""]) => {
    if (context === "matrix") return matrix.has(name) || !isWritten ? matrix.get(name) : null;
    // A default holds for callers that give nothing, and which do isn't known here.
    if (context === "inputs") return inputs.get(name);
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
  readonly root: YamlNode | undefined;
}

function jobOf({ name, nameAt, job, root }: WrittenJob, contexts: Contexts): WorkflowJob {
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
    steps: itemsOf(at(job, "steps")).flatMap((step) => stepOf(step, { contexts, job, root }) ?? []),
    images,
    calls: settingIn(at(job, "uses"), contexts),
    callInputs: new Map(entriesOf(at(job, "with")).map(({ key, value }) => [key, settingIn(value, contexts)?.text])),
  };
}

interface Surroundings {
  readonly contexts: Contexts;
  readonly job: YamlNode;
  readonly root: YamlNode | undefined;
}

function stepOf(step: YamlNode, { contexts, job, root }: Surroundings): WorkflowStep {
  const script = scalarOf(at(step, "run"));
  const settings = (node: YamlNode | undefined): ReadonlyMap<string, Setting> => {
    return new Map(entriesOf(node).flatMap(({ key, value }) => {
      const setting = settingIn(value, contexts);
      return setting === undefined ? [] : [[key, setting] as const];
    }));
  };
  const shells = [at(step, "shell"), at(job, "defaults", "run", "shell"), at(root, "defaults", "run", "shell")];
  return {
    at: at(step, "uses")?.at ?? step.at,
    name: textIn(at(step, "name")) ?? textIn(at(step, "id")) ?? "",
    uses: textIn(at(step, "uses"))?.replace(/@.*$/, ""),
    with: settings(at(step, "with")),
    script: script === undefined ? undefined : withoutExpressions(script.text, contexts),
    shell: shells.map(textIn).find((shell) => shell !== undefined),
    env: new Map([...settings(at(root, "env")), ...settings(at(job, "env")), ...settings(at(step, "env"))]),
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

/** A script whose expressions are their values, or variables that nobody sets; every other character keeps its place. */
function withoutExpressions(text: MappedText, contexts: Contexts): MappedText {
  const texts: string[] = [];
  const segments: Segment[] = [];
  let length = 0;
  const add = (piece: MappedText): void => {
    for (const segment of piece.segments) segments.push({ ...segment, at: segment.at + length });
    texts.push(piece.text);
    length += piece.text.length;
  };
  let end = 0;
  let count = 0;
  for (const match of text.text.matchAll(EXPRESSION)) {
    const value = textOfKnown(evaluateExpression(match[1] ?? "", contexts)) ?? `\${EXPRESSION_${String(count)}}`;
    count++;
    if (match.index > end) add(text.slice(end, match.index));
    add(new MappedText(text.file, value, [{ at: 0, source: text.sourceOffset(match.index), length: 0 }]));
    end = match.index + match[0].length;
  }
  if (count === 0) return text;
  add(text.slice(end));
  return new MappedText(text.file, texts.join(""), segments);
}
