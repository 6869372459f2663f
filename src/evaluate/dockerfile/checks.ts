import { parseReference } from "../../model/reference.ts";
import { formatPlatform, readPlatform } from "../../model/platform.ts";
import type { Dockerfile, Instruction } from "../../syntax/dockerfile/index.ts";
import type { BuildRequest } from "../build.ts";
import type { Effect } from "../effect.ts";
import { textOf } from "../value.ts";
import { copyFrom, copyOrigin, mountOrigin, mountsFrom } from "./dependencies.ts";
import { evaluateObserved } from "./evaluate.ts";
import { expand } from "./expand.ts";
import type { Plan } from "./plan.ts";
import { automaticArguments, automaticValue } from "./platform-arguments.ts";
import type { StageRun, StepTrace } from "./stage-run.ts";
import { stageTable } from "./stages.ts";
import { skipsOf } from "./skipped-checks.ts";

/** A finding of BuildKit's own checks. */
export interface CheckFinding {
  readonly rule: string;
  /** From 1. */
  readonly line: number;
}

interface Checking {
  readonly dockerfile: Dockerfile;
  readonly request: BuildRequest;
  readonly found: CheckFinding[];
}

/** Those of BuildKit's checks that have to do with platforms and variables, as a build for one platform would print them. */
export function buildChecks(dockerfile: Dockerfile, request: BuildRequest): readonly CheckFinding[] {
  const checking: Checking = { dockerfile, request, found: [] };
  evaluateObserved(dockerfile, request, {
    plans: (plans) => {
      for (const plan of plans) checkFrom(checking, plan);
    },
    step: (trace) => checkStep(checking, trace),
    done: (run, instruction, effects) => checkVariables(checking, run, { instruction, effects }),
  });
  const skips = skipsOf(dockerfile);
  return checking.found.filter((finding) => !skips(finding.rule, finding.line));
}

function add({ found }: Checking, rule: string, { lines }: Instruction): void {
  if (!found.some((finding) => finding.rule === rule && finding.line === lines[0])) found.push({ rule, line: lines[0] });
}

function checkFrom(checking: Checking, plan: Plan): void {
  const { entry } = plan;
  checkPlatformFlag(checking, plan);
  for (const text of [entry.parts.image, entry.parts.platform]) {
    if (text === undefined) continue;
    const { names } = expand(text, { lookup: () => undefined, escape: checking.dockerfile.escape });
    if (names.some((name) => !isDeclared(checking, name))) add(checking, "UndefinedArgInFrom", entry.from);
  }
  checkDefaults(checking, plan);
  if (!plan.reachable || plan.selected?.platform === undefined) return;
  const { os, arch } = plan.selected.platform;
  if (os !== plan.platform.os || arch !== plan.platform.arch) add(checking, "InvalidBaseImagePlatform", entry.from);
}

function isDeclared({ dockerfile, request }: Checking, name: string): boolean {
  const table = stageTable(dockerfile);
  if (automaticArguments(request, table.stages).has(name)) return true;
  return table.globals.some(({ operands }) => operands.text.split(/\s+/).some((word) => word.split("=")[0] === name));
}

function checkPlatformFlag(checking: Checking, { entry, platformFlag }: Plan): void {
  const written = entry.parts.platform;
  if (written === undefined || platformFlag === undefined) return;
  const { names } = expand(written, { lookup: () => undefined, escape: checking.dockerfile.escape });
  const only = names.length > 0 && names.every((name) => name === "TARGETPLATFORM");
  if (only && textOf(platformFlag) === targetPlatform(checking)) add(checking, "RedundantTargetPlatform", entry.from);
  if (names.length > 0) return;
  const platform = readPlatform(textOf(platformFlag), checking.request.builder);
  if ("error" in platform) return;
  const named = entry.name?.includes(platform.os) === true || entry.name?.includes(platform.arch) === true;
  if (!named) add(checking, "FromPlatformFlagConstDisallowed", entry.from);
}

/** What TARGETPLATFORM is in the global scope, where a default may have replaced it. */
function targetPlatform({ dockerfile, request }: Checking): string {
  const table = stageTable(dockerfile);
  const build = evaluateObserved(dockerfile, request, undefined);
  const global = build.effects.findLast((effect) => effect.kind === "set-env" && effect.name === "TARGETPLATFORM");
  if (global?.kind === "set-env") return textOf(global.value);
  const given = request.buildArgs.get("TARGETPLATFORM");
  const at = { file: "", start: 0, end: 0 };
  const automatic = automaticValue(automaticArguments(request, table.stages), "TARGETPLATFORM", at);
  return given ?? (automatic === undefined ? formatPlatform(request.target) : textOf(automatic));
}

/** Whether the base is an image's name even when nobody gives a build argument. */
function checkDefaults(checking: Checking, plan: Plan): void {
  const { dockerfile, request } = checking;
  const { entry } = plan;
  const globals = new Map<string, ReturnType<typeof automaticValue>>();
  const automatic = automaticArguments(request, stageTable(dockerfile).stages);
  const lookup = (name: string, at: Parameters<typeof automaticValue>[2]): ReturnType<typeof automaticValue> =>
    globals.get(name) ?? automaticValue(automatic, name, at);
  for (const { name, value } of defaultsIn(dockerfile)) globals.set(name, expand(value, { lookup, escape: dockerfile.escape }).value);
  const { value, names } = expand(entry.parts.image, { lookup, escape: dockerfile.escape });
  if (names.length > 0 && "error" in parseReference(textOf(value))) add(checking, "InvalidDefaultArgInFrom", entry.from);
}

function defaultsIn(dockerfile: Dockerfile): { name: string; value: Instruction["operands"] }[] {
  return stageTable(dockerfile).globals.flatMap(({ operands }) => {
    const equals = operands.text.indexOf("=");
    return equals < 0 ? [] : [{ name: operands.text.slice(0, equals), value: operands.slice(equals + 1) }];
  });
}

function checkStep(checking: Checking, { run, instruction }: StepTrace): void {
  const copied = copyFrom(instruction);
  const { table } = run.evaluation;
  const origins = [...(copied === undefined ? [] : [copyOrigin(table, copied)]), ...mountsFrom(instruction).map((from) => mountOrigin(table, from))];
  for (const origin of origins) {
    if (origin.kind === "image" && isForeign(run, origin.name.text)) add(checking, "InvalidBaseImagePlatform", instruction);
  }
}

function checkVariables(checking: Checking, run: StageRun, { instruction, effects }: { instruction: Instruction; effects: readonly Effect[] }): void {
  for (const effect of effects) {
    if (effect.kind !== "read-unset" || effect.by !== "builder" || run.declared.has(effect.name)) continue;
    add(checking, "UndefinedVar", instruction);
  }
}

function isForeign(run: StageRun, name: string): boolean {
  const { target, images } = run.evaluation.request;
  const reference = parseReference(name);
  const single = "error" in reference ? undefined : images.find(reference.normalised)?.single;
  const platform = single === undefined ? target : readPlatform(single, target);
  return !("error" in platform) && (platform.os !== target.os || platform.arch !== target.arch);
}
