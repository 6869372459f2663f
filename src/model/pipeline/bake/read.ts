import type { HclBlock, HclExpression, HclFile } from "../../../syntax/hcl/index.ts";
import { cacheOf } from "../compose.ts";
import type { BuildOutput, ImageBuild, Setting, SettingList } from "../types.ts";
import { evaluateHcl } from "./evaluate.ts";
import { textOfValue, type BakeScope, type BakeValue } from "./values.ts";
import type { Range } from "../../../text/index.ts";

/** A bake file, or several that are read together. */
export interface BakeFile {
  /** One per target, and one per combination of a matrix. */
  readonly builds: readonly ImageBuild[];
}

const MAX_STEPS = 200_000;
const MAX_COMBINATIONS = 200;
const MAX_PARENTS = 50;

/**
 * The targets of a bake file: https://docs.docker.com/build/bake/reference/. Variables have their defaults, since that is what the
 * file says; whoever runs it may set others. Targets that others inherit from and that build nothing of their own are left out.
 */
export function readBake(parsed: HclFile): BakeFile {
  const scope = fileScope(parsed);
  const blocks = new Map<string, readonly HclBlock[]>();
  for (const block of parsed.body.blocks) {
    const [label] = block.labels;
    if (block.type === "target" && label !== undefined) blocks.set(label.text, [...(blocks.get(label.text) ?? []), block]);
  }
  const inherited = new Set([...blocks.values()].flat().flatMap((block) => parentsOf(block, scope)));
  const grouped = new Set(parsed.body.blocks.filter(({ type }) => type === "group").flatMap((group) => textsOf(attributeOf([group], "targets"), scope)));
  const builds = [...blocks].flatMap(([name, own]) => {
    const isBase = name.startsWith("_") || (inherited.has(name) && !grouped.has(name) && attributeOf(own, "tags") === undefined);
    return isBase ? [] : targetBuilds({ name, own, blocks }, scope);
  });
  return { builds };
}

/** Variables and functions of the file; each variable is evaluated once. */
function fileScope({ body }: HclFile): BakeScope {
  const expressions = new Map<string, HclExpression>(body.attributes.map(({ name, value }) => [name, value]));
  const functions = new Map<string, { parameters: readonly string[]; result: HclExpression }>();
  for (const block of body.blocks) {
    const name = block.labels[0]?.text ?? "";
    const value = attributeOf([block], block.type === "variable" ? "default" : "result");
    if (block.type === "variable" && value !== undefined) expressions.set(name, value);
    if (block.type === "function" && value !== undefined) functions.set(name, { parameters: parametersOf(block), result: value });
  }
  const values = new Map<string, BakeValue | undefined>();
  let left = MAX_STEPS;
  const scope: BakeScope = {
    spend: () => left-- > 0,
    userFunction: (name) => functions.get(name),
    variable(name) {
      const expression = expressions.get(name);
      if (expression === undefined) return undefined;
      // A variable that needs itself isn't known.
      if (!values.has(name)) {
        values.set(name, undefined);
        values.set(name, evaluateHcl(expression, scope));
      }
      return values.get(name);
    },
  };
  return scope;
}

function parametersOf(block: HclBlock): readonly string[] {
  const list = attributeOf([block], "params");
  return list?.kind === "list" ? list.items.flatMap((item) => (item.kind === "name" ? [item.name] : [])) : [];
}

/** Of several blocks of one name the last one that has the attribute wins. */
function attributeOf(blocks: readonly HclBlock[], name: string): HclExpression | undefined {
  return blocks.flatMap(({ body }) => body.attributes).findLast((attribute) => attribute.name === name)?.value;
}

function textsOf(expression: HclExpression | undefined, scope: BakeScope): readonly string[] {
  const value = expression === undefined ? undefined : evaluateHcl(expression, scope);
  return value?.kind === "list" ? value.items.flatMap((item) => textOfValue(item) ?? []) : [];
}

function parentsOf(block: HclBlock, scope: BakeScope): readonly string[] {
  return textsOf(attributeOf([block], "inherits"), scope);
}

interface Target {
  readonly name: string;
  readonly own: readonly HclBlock[];
  readonly blocks: ReadonlyMap<string, readonly HclBlock[]>;
}

function targetBuilds(target: Target, scope: BakeScope): readonly ImageBuild[] {
  const lineage = lineageOf(target, scope);
  const combinations = combinationsOf(attributeOf(target.own, "matrix"), scope);
  return combinations.map((names) => {
    const inner = { ...scope, variable: (name: string) => names.get(name) ?? scope.variable(name) };
    const named = attributeOf(target.own, "name");
    const name = named === undefined ? target.name : (textOfValue(evaluateHcl(named, inner)) ?? target.name);
    return buildOf({ name, at: target.own[0]?.labels[0]?.at ?? { file: "", start: 0, end: 0 }, lineage }, inner);
  });
}

/** The target's blocks and those of what it inherits from, the weakest first. */
function lineageOf({ name, blocks }: Target, scope: BakeScope): readonly HclBlock[] {
  const found: HclBlock[] = [];
  const seen = new Set<string>();
  const visit = (target: string): void => {
    if (seen.has(target) || seen.size > MAX_PARENTS) return;
    seen.add(target);
    const own = blocks.get(target) ?? [];
    for (const block of own) parentsOf(block, scope).forEach(visit);
    found.push(...own);
  };
  visit(name);
  return found;
}

function combinationsOf(matrix: HclExpression | undefined, scope: BakeScope): readonly ReadonlyMap<string, BakeValue>[] {
  const value = matrix === undefined ? undefined : evaluateHcl(matrix, scope);
  if (value?.kind !== "object") return [new Map()];
  let combinations: ReadonlyMap<string, BakeValue>[] = [new Map()];
  for (const [name, list] of value.members) {
    const items = list.kind === "list" ? list.items : [list];
    combinations = combinations.flatMap((names) => items.map((item) => new Map([...names, [name, item]]))).slice(0, MAX_COMBINATIONS);
  }
  return combinations;
}

interface WrittenTarget {
  readonly name: string;
  readonly at: Range;
  readonly lineage: readonly HclBlock[];
}

function buildOf({ name, at, lineage }: WrittenTarget, scope: BakeScope): ImageBuild {
  const value = (attribute: string): BakeValue | undefined => {
    const expression = attributeOf(lineage, attribute);
    return expression === undefined ? undefined : evaluateHcl(expression, scope);
  };
  const output = listOf(value("output"));
  return {
    tool: "bake",
    name,
    at,
    context: settingOf(value("context")),
    dockerfile: settingOf(value("dockerfile")),
    target: settingOf(value("target")),
    args: argumentsOf(lineage, scope),
    platforms: listOf(value("platforms")),
    tags: listOf(value("tags"))?.items ?? [],
    output: outputOf(output),
    outputAt: output?.at,
    caches: (["from", "to"] as const).flatMap((direction) => (listOf(value(`cache-${direction}`))?.items ?? []).flatMap((item) => cacheOf(item, direction) ?? [])),
  };
}

function settingOf(value: BakeValue | undefined): Setting | undefined {
  if (value === undefined || value.kind === "null") return undefined;
  return { text: textOfValue(value), at: value.at, literal: value.kind === "string" && value.literal };
}

function listOf(value: BakeValue | undefined): SettingList | undefined {
  if (value === undefined || value.kind === "null") return undefined;
  if (value.kind !== "list") return { items: [settingOf(value)].filter((item) => item !== undefined), at: value.at, form: "fixed" };
  return { items: value.items.flatMap((item) => settingOf(item) ?? []), at: value.at, form: value.literal ? "inline" : "fixed" };
}

/** Arguments of all the lineage, the target's own last. */
function argumentsOf(lineage: readonly HclBlock[], scope: BakeScope): ReadonlyMap<string, Setting> {
  const found = new Map<string, Setting>();
  for (const block of lineage) {
    const expression = attributeOf([block], "args");
    const value = expression === undefined ? undefined : evaluateHcl(expression, scope);
    for (const [name, argument] of value?.kind === "object" ? value.members : []) {
      const setting = settingOf(argument);
      if (setting !== undefined) found.set(name, setting);
    }
  }
  return found;
}

/** Without an output the command that runs the file decides. */
function outputOf(output: SettingList | undefined): BuildOutput {
  const texts = output?.items.map(({ text }) => text) ?? [undefined];
  if (texts.length === 0 || texts.some((text) => text === undefined)) return "unknown";
  const all = texts.join("\n");
  if (/\btype=registry\b|\bpush=true\b/.test(all)) return "push";
  if (/\btype=docker\b/.test(all)) return "load";
  return /\btype=(?:local|tar|oci)\b/.test(all) ? "file" : /\btype=(?:cacheonly|image)\b/.test(all) ? "none" : "unknown";
}
