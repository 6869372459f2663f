import type { Build, CheckInput, Confidence, FixInput, Level, ManifestInput, Matrix, Problem, RepositoryInput, Rule } from "../rulekit/types.ts";
import { formatPlatform, type Platform } from "../model/platform.ts";
import { isMeantForOthers } from "../rulekit/index.ts";
import { compareRanges, rangeKey } from "../text/index.ts";

/** A rule to be run, at the level the configuration gave it (undefined: the rule's own). */
export interface Check {
  readonly rule: Rule;
  readonly level: Level | undefined;
}

/** Equal problems of several platforms, made one. */
export interface Judgement {
  readonly rule: Rule;
  readonly level: Level;
  readonly confidence: Confidence;
  readonly problem: Problem;
  readonly found: FixInput["found"];
  /** As `linux/arm64`, in the order asked for. */
  readonly platforms: readonly string[];
  /** Whether the file is there for other platforms than these, so that nobody need mend it. */
  readonly forOthers?: boolean;
}

export interface Crash {
  readonly ruleId: string;
  readonly message: string;
}

export interface Judged {
  readonly judgements: readonly Judgement[];
  readonly crashes: readonly Crash[];
}

/** Runs every check on every platform of one Dockerfile. A rule that throws becomes a crash entry; the others go on. */
export function judge(matrix: Matrix, checks: readonly Check[]): Judged {
  const judgements: Judgement[] = [];
  const crashes: Crash[] = [];
  const { file } = matrix.dockerfile.source;
  // A file that is named for one CPU is rightly for that one only.
  const meantForOthers = new Set(matrix.builds.filter((build) => isMeantForOthers(file, build)));
  const inputs = matrix.builds.map((build) => ({ ...matrix, build }));
  for (const check of checks) {
    try {
      judgements.push(...judgeRule(inputs, check, meantForOthers));
    } catch (error) {
      crashes.push({ ruleId: check.rule.meta.id, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { judgements: judgements.sort(byPlace), crashes };
}

function judgeRule(inputs: readonly CheckInput[], { rule, level }: Check, meantForOthers: ReadonlySet<Build>): Judgement[] {
  const groups = new Map<string, { build: Build; problem: Problem }[]>();
  for (const input of inputs) {
    const { build } = input;
    for (const problem of rule.check(input)) {
      const key = `${rangeKey(problem.at)}\0${problem.message}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [{ build, problem }]);
      else if (!group.some((other) => other.build === build)) group.push({ build, problem });
    }
  }
  return [...groups.values()].flatMap((found) => merge(rule, level, { found, isIntended: found.every(({ build }) => meantForOthers.has(build)) }));
}

/** Runs every check that judges manifests by themselves, for every platform. */
export function judgeManifest(input: Omit<ManifestInput, "platform">, platforms: readonly Platform[], checks: readonly Check[]): Judged {
  return judgeAlone(platforms, checks, (rule, platform) => rule.manifest?.check({ ...input, platform }));
}

/** Runs every check that judges the files around the Dockerfiles, for every platform. */
export function judgeRepository(input: Omit<RepositoryInput, "platform">, checks: readonly Check[]): Judged {
  return judgeAlone(input.platforms, checks, (rule, platform) => rule.repository?.check({ ...input, platform }));
}

/** What rules find without a build; equal problems of several platforms become one. */
function judgeAlone(platforms: readonly Platform[], checks: readonly Check[], problemsOf: (rule: Rule, platform: Platform) => Iterable<Problem> | undefined): Judged {
  const judgements: Judgement[] = [];
  const crashes: Crash[] = [];
  for (const { rule, level } of checks) {
    try {
      const groups = new Map<string, { problem: Problem; platforms: Set<string> }>();
      for (const platform of platforms) {
        for (const problem of problemsOf(rule, platform) ?? []) {
          const key = `${rangeKey(problem.at)}\0${problem.message}`;
          const group = groups.get(key) ?? { problem, platforms: new Set() };
          groups.set(key, group);
          group.platforms.add(formatPlatform(platform));
        }
      }
      for (const group of groups.values()) {
        const { problem } = group;
        judgements.push({ rule, level: level ?? problem.level ?? rule.meta.level, confidence: problem.confidence ?? "certain", problem, found: [], platforms: [...group.platforms] });
      }
    } catch (error) {
      crashes.push({ ruleId: rule.meta.id, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { judgements: judgements.sort(byPlace), crashes };
}

interface Found {
  readonly found: FixInput["found"];
  readonly isIntended: boolean;
}

function merge(rule: Rule, level: Level | undefined, { found, isIntended: isOnPurpose }: Found): Judgement[] {
  const first = found[0];
  if (first === undefined) return [];
  const { problem } = first;
  return [
    {
      rule,
      // A problem may be milder than its rule, and the configuration may make it milder still, or as strict as it likes.
      level: level ?? (isOnPurpose ? "note" : (problem.level ?? rule.meta.level)),
      confidence: problem.confidence ?? "certain",
      problem,
      found,
      platforms: [...new Set(found.map(({ build }) => formatPlatform(build.target)))],
      forOthers: isOnPurpose,
    },
  ];
}

function byPlace(a: Judgement, b: Judgement): number {
  return compareRanges(a.problem.at, b.problem.at) || compareText(a.rule.meta.id, b.rule.meta.id) || compareText(a.problem.message, b.problem.message);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
