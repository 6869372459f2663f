import { readFileSync } from "node:fs";
import type { Build, BuildRequest, ImageTraits } from "../evaluate/build.ts";
import { buildChecks } from "../evaluate/dockerfile/checks.ts";
import { evaluateObserved } from "../evaluate/dockerfile/evaluate.ts";
import type { Plan } from "../evaluate/dockerfile/plan.ts";
import type { StepTrace } from "../evaluate/dockerfile/stage-run.ts";
import { stageName } from "../evaluate/dockerfile/stages.ts";
import { knownText, textOf, type Value } from "../evaluate/value.ts";
import { formatPlatform, parsePlatform, type Platform } from "../model/platform.ts";
import { parseReference } from "../model/reference.ts";
import { type Dockerfile, parseDockerfile } from "../syntax/dockerfile/index.ts";

/** One behaviour of the builder: what is built how, what is asked about it, and the answer. */
export interface Vector {
  readonly id: string;
  readonly dockerfile: string;
  readonly build_args: Readonly<Record<string, string>>;
  readonly build_platform: string;
  /** Empty: no `--platform` was given. */
  readonly target_platform: string;
  readonly target?: string;
  readonly images?: Readonly<Record<string, ImageTraits>>;
  readonly check: Check;
  readonly expected: unknown;
  readonly status: string;
}

interface Check {
  readonly kind: string;
  readonly run?: string;
  readonly var?: string;
  readonly stage?: string;
  readonly index?: number;
  readonly rules?: readonly string[];
}

interface Seen {
  readonly build: Build;
  readonly dockerfile: Dockerfile;
  readonly request: BuildRequest;
  readonly plans: readonly Plan[];
  readonly steps: readonly (StepTrace & { readonly environment: ReadonlyMap<string, Value> })[];
}

/** Runs the vectors of each file; the exit status tells whether all confirmed ones pass. */
export function main(files: readonly string[]): number {
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { vectors: readonly Vector[] };
    for (const vector of vectors) {
      const answer = answerOf(vector);
      const agrees = agreesWith(vector, answer);
      const confirmed = vector.status === "confirmed";
      if (confirmed && agrees) passed++;
      if (confirmed && !agrees) failed++;
      if (!agrees) console.log(`${confirmed ? "" : "(unconfirmed) "}${vector.id}: expected ${JSON.stringify(vector.expected)}, got ${JSON.stringify(answer)}`);
    }
  }
  console.log(`vectors: ${String(passed)} passed, ${String(failed)} failed`);
  return failed === 0 ? 0 : 1;
}

/** Whether the evaluator's answer is the expected one; of an error a part is enough. */
export function agreesWith({ check, expected }: Vector, answer: unknown): boolean {
  if (check.kind === "error") return Array.isArray(answer) && answer.some((message) => String(message).includes(String(expected)));
  return JSON.stringify(answer) === JSON.stringify(expected);
}

/** What the evaluator says to the question of a vector. */
export function answerOf(vector: Vector): unknown {
  const answer = ANSWERS[vector.check.kind];
  return answer === undefined ? `unknown question: ${vector.check.kind}` : answer(look(vector), vector.check);
}

const ANSWERS: Readonly<Record<string, (seen: Seen, check: Check) => unknown>> = {
  run_env: environmentAt,
  pulled,
  runs: ({ steps }) => sorted(steps.filter(({ instruction }) => instruction.keyword === "RUN").map(({ instruction }) => instruction.operands.text)),
  reachable: ({ plans }) => sorted(plans.filter(({ reachable }) => reachable).map(({ entry }) => stageName(entry))),
  stage_platform: (seen, check) => planOf(seen, check)?.platformText,
  base_selected: (seen, check) => planOf(seen, check)?.selected?.entry,
  final_platform: ({ build }) => (build.resultPlatform === undefined ? undefined : formatPlatform(build.resultPlatform)),
  args: operandsAt,
  files: filesAt,
  count: (seen, check) => planOf(seen, check)?.entry.instructions.length,
  exec: (seen, check) => runOf(seen, check)?.argv,
  lint,
  error: ({ build }) => build.errors.map(({ message }) => message),
  no_error: ({ build }) => build.errors.length === 0,
  cache_id: cacheId,
};

function look(vector: Vector): Seen {
  const dockerfile = parseDockerfile("Dockerfile", vector.dockerfile);
  const request = requestOf(vector);
  const steps: Seen["steps"][number][] = [];
  let plans: readonly Plan[] = [];
  const build = evaluateObserved(dockerfile, request, {
    plans: (found) => {
      plans = found;
    },
    step: (trace) => steps.push({ ...trace, environment: new Map(trace.run.environment) }),
  });
  return { build, dockerfile, request, plans, steps };
}

const LINUX: Platform = { os: "linux", arch: "amd64" };

function requestOf(vector: Vector): BuildRequest {
  const builder = platformOf(vector.build_platform, LINUX);
  const images = new Map(Object.entries(vector.images ?? {}).map(([name, traits]) => [normalised(name), traits]));
  return {
    target: vector.target_platform === "" ? builder : platformOf(vector.target_platform, builder),
    explicitTarget: vector.target_platform !== "",
    builder,
    buildArgs: new Map(Object.entries(vector.build_args)),
    buildArgsComplete: true,
    ...(vector.target === undefined || vector.target === "" ? {} : { stage: vector.target }),
    context: { readText: () => undefined, has: () => undefined },
    // An image that isn't listed has whatever is asked for, and sets nothing.
    images: { find: (reference) => images.get(reference) ?? { env: [] } },
  };
}

function platformOf(text: string, fallback: Platform): Platform {
  const platform = parsePlatform(text, fallback);
  return "error" in platform ? fallback : platform;
}

function normalised(name: string): string {
  const reference = parseReference(name);
  return "error" in reference ? name : reference.normalised;
}

function planOf({ plans }: Seen, { stage }: Check): Plan | undefined {
  return plans.findLast(({ entry }) => stageName(entry) === stage);
}

function runOf({ steps }: Seen, { run = "" }: Check): Seen["steps"][number] | undefined {
  const runs = steps.filter(({ instruction }) => instruction.keyword === "RUN");
  return runs.find(({ instruction }) => instruction.operands.text === run) ?? runs.find(({ argv }) => argv?.some((word) => word.includes(run)) === true);
}

function environmentAt(seen: Seen, check: Check): string | null | undefined {
  const step = runOf(seen, check);
  if (step === undefined) return undefined;
  const value = step.environment.get(check.var ?? "");
  return value === undefined ? null : knownText(value);
}

function pulled({ build }: Seen): readonly string[] {
  const found = new Set<string>();
  for (const effect of build.stages.flatMap(({ effects }) => effects)) {
    if (effect.kind === "pull") found.add(`${normalised(textOf(effect.image))} @ ${formatPlatform(effect.platform)}`);
  }
  return sorted([...found]);
}

function sorted(texts: readonly string[]): readonly string[] {
  return texts.toSorted();
}

function stepAt(seen: Seen, check: Check): Seen["steps"][number] | undefined {
  const instruction = planOf(seen, check)?.entry.instructions[check.index ?? 0];
  return seen.steps.find((step) => step.instruction === instruction);
}

function operandsAt(seen: Seen, check: Check): readonly string[] | undefined {
  const step = stepAt(seen, check);
  if (step === undefined) return undefined;
  const { instruction } = step;
  if (instruction.keyword === "RUN") return instruction.exec?.map(({ value }) => value) ?? [instruction.operands.text];
  const texts = step.operands?.map(textOf) ?? [];
  if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") return texts;
  const from = instruction.flags.find(({ name }) => name === "from")?.value?.text ?? "";
  return [...(instruction.keyword === "COPY" ? [`from=${from}`] : []), ...texts.slice(0, -1), "->", texts.at(-1) ?? ""];
}

function filesAt(seen: Seen, check: Check): readonly string[] {
  const step = stepAt(seen, check);
  if (step === undefined) return [];
  if (step.mounts !== undefined) return step.mounts.map(described);
  const writes = seen.build.stages[step.run.plan.entry.index]?.effects.filter(({ instruction }) => instruction === step.instruction.index) ?? [];
  const contents = writes.flatMap((effect) => (effect.kind === "write" ? [textOf(effect.content)] : []));
  return step.instruction.heredocs.map(({ name }, index) => `${name}:${contents[index] ?? ""}`);
}

function described(mount: ReadonlyMap<string, Value>): string {
  const option = (...names: readonly string[]): string => textOf(names.map((name) => mount.get(name)).find((value) => value !== undefined) ?? { pieces: [] });
  const target = option("target", "dst", "destination");
  return `mount type=${option("type") === "" ? "bind" : option("type")} from=${option("from")} src=${option("source", "src")} target=${target} id=${option("id")}`;
}

function lint({ dockerfile, request }: Seen, { rules = [] }: Check): readonly string[] {
  const found = buildChecks(dockerfile, request).filter(({ rule }) => rules.includes(rule));
  return sorted(found.map(({ rule, line }) => `${rule}@${String(line)}`));
}

function cacheId({ steps }: Seen): string | undefined {
  for (const mount of steps.flatMap((step) => step.mounts ?? [])) {
    const type = mount.get("type");
    const id = mount.get("id") ?? mount.get("target");
    if (type !== undefined && textOf(type) === "cache" && id !== undefined) return textOf(id);
  }
  return undefined;
}
