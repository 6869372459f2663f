import {
  declareArg, Memo, runsOnTarget, samePlatform,
  type Build, type CheckInput, type Dockerfile, type EvaluatedStage, type FixInput, type Matrix, type Problem, type Proposal, type Rule, type TextEdit,
} from "../../src/rulekit/index.ts";
import { boundContent } from "./content.ts";
import { cacheMountsOf, placeOf, type CacheMount } from "./mounts.ts";

const rule: Rule = {
  meta: {
    id: "shared-cache-mount",
    summary: "Disallow cache mounts in which platforms share what fits one CPU only",
    level: "warning",
    consequence: "wrong-binary",
    fixable: "safe",
  },
  check: (input) => problemsIn(input),
  fixes: (input) => proposalsFor(input),
};

export default rule;

function* problemsIn({ build, builds }: CheckInput): Generator<Problem> {
  for (const stage of build.stages) {
    const mounts = stage.reachable ? stage.instructions.flatMap(cacheMountsOf) : [];
    if (mounts.length === 0 || !builds.some((other) => isShared(stage, other))) continue;
    for (const mount of mounts) {
      const content = boundContent(mount, stage);
      if (content !== undefined) yield problemOf(mount, content);
    }
  }
}

/** Whether the steps of a stage run on another CPU in another build; all share the caches of one builder. */
function isShared({ index, platform }: EvaluatedStage, other: Build): boolean {
  const stage = other.stages[index];
  return stage?.reachable === true && !samePlatform(stage.platform, platform);
}

function problemOf(mount: CacheMount, content: string): Problem {
  return {
    at: placeOf(mount),
    message: `The cache \`${mount.key}\` holds ${content}, and all platforms share it`,
    confidence: "likely",
    data: mount.key,
  };
}

function* proposalsFor({ problem, ...matrix }: FixInput): Generator<Proposal> {
  const edits = typeof problem.data === "string" ? editsFor(problem.data, matrix) : undefined;
  if (edits === undefined) return;
  const safety = expandsMounts(matrix.dockerfile) ? "safe" : "unsafe";
  yield { title: "Give each platform a cache of its own with $TARGETARCH in its id", edits, safety };
}

/** The edits that rename a cache wherever the file mounts it: steps that hand it on to each other go on doing so. */
function editsFor(key: string, matrix: Matrix): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const use of usesOf(matrix).get(key) ?? []) {
    const own = editsOf(use, matrix);
    if (own === undefined) return undefined;
    edits.push(...own);
  }
  return edits;
}

function editsOf({ mount, stage }: Use, matrix: Matrix): readonly TextEdit[] | undefined {
  const names = needsVariant(matrix.builds) ? ["TARGETARCH", "TARGETVARIANT"] : ["TARGETARCH"];
  const renamed = rename(mount, `-${names.map((name) => `$${name}`).join("")}`);
  if (renamed === undefined || !runsOnTarget(matrix.builds, stage)) return undefined;
  const edits = [renamed];
  for (const name of names) {
    const declared = declareArg(name, { matrix, stage, before: mount.instruction });
    // Two declarations go to the same place, where only one edit can be.
    if (declared === undefined || (declared.length > 0 && edits.length > 1)) return undefined;
    edits.push(...declared);
  }
  return edits;
}

interface Use {
  readonly mount: CacheMount;
  readonly stage: number;
}

const uses = new Memo<Dockerfile, ReadonlyMap<string, readonly Use[]>>();

/** All cache mounts of a file by what the builder knows them by. */
function usesOf({ dockerfile, builds: [build] }: Matrix): ReadonlyMap<string, readonly Use[]> {
  const known = uses.get(dockerfile);
  if (known !== undefined) return known;
  const found = new Map<string, Use[]>();
  for (const { instructions, index } of build?.stages ?? []) {
    for (const mount of instructions.flatMap(cacheMountsOf)) {
      const list = found.get(mount.key);
      if (list === undefined) found.set(mount.key, [{ mount, stage: index }]);
      else list.push({ mount, stage: index });
    }
  }
  uses.set(dockerfile, found);
  return found;
}

function needsVariant(builds: readonly Build[]): boolean {
  return new Set(builds.map(({ target }) => target.arch)).size < builds.length;
}

/** Puts the platform behind the id; a mount that has none gets one, made from the path that it was known by. */
function rename({ id, type, key }: CacheMount, suffix: string): TextEdit | undefined {
  const last = (id ?? type).value;
  if (last?.isVerbatim() !== true) return undefined;
  const { file, end } = last.rangeOf();
  const name = key.replace(/^[/.]+|\/+$/g, "").replace(/[^\w.-]+/g, "-");
  return { range: { file, start: end, end }, newText: id === undefined ? `,id=${name}${suffix}` : suffix };
}

/** Frontends before 1.3 take the options of a mount as they are written. */
function expandsMounts({ directives }: Dockerfile): boolean {
  return !directives.some(({ name, value }) => name === "syntax" && /:(?:1\.[0-2](?![\d])|.*experimental)/.test(value));
}
