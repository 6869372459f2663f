import { isAllowed, isFor, listed, nodeCpu, platformInName, type Dependency, type Install, type Manifest, type ManifestInput, type Platform, type Problem } from "../../src/rulekit/index.ts";

/** A package of the lockfile whose files for a machine the lockfile doesn't hold. */
interface Lack {
  readonly dependency: Dependency;
  /** The names that it asks for, for this machine. */
  readonly wanted: readonly string[];
}

/** What an installation by a lockfile leaves out on the stage's platform, though the packages have it: npm/cli issue 4828. */
export function* nodeLack(install: Install): Generator<Problem> {
  const lock = install.manifests.find(({ manifest }) => manifest.ecosystem === "node" && manifest.isLock);
  if (lock === undefined || lock.written || install.effect.runs === "never") return;
  const installed = new Set(install.packages.map(({ dependency }) => dependency));
  const lacks = lacksIn(lock.manifest, { platform: install.stage.platform, libc: install.system.libc?.kind }).filter(({ dependency }) => installed.has(dependency));
  if (lacks.length === 0) return;
  const problem = problemOf(lock.manifest, lacks);
  yield { ...problem, related: [...(problem.related ?? []), { at: install.effect.at, message: "it is installed here" }] };
}

/** The same for a lockfile that no Dockerfile installs. */
export function* nodeLackAlone({ manifest, platform }: ManifestInput): Generator<Problem> {
  if (manifest.ecosystem !== "node" || !manifest.isLock) return;
  const lacks = lacksIn(manifest, { platform, libc: undefined });
  if (lacks.length > 0) yield { ...problemOf(manifest, lacks), level: "warning" };
}

interface Machine {
  readonly platform: Platform;
  readonly libc: "glibc" | "musl" | undefined;
}

function lacksIn(manifest: Manifest, machine: Machine): Lack[] {
  if (nodeCpu(machine.platform) === undefined) return [];
  const withOptions = manifest.dependencies.filter(({ optional, optionalNeeds }) => !optional && optionalNeeds !== undefined);
  if (withOptions.length === 0) return [];
  const byName = new Map(manifest.dependencies.map((one) => [one.name, one]));
  return withOptions.flatMap((dependency) => lackOf(dependency, byName, machine) ?? []);
}

/** Only where some file of the package is there: a lockfile without all of them was made without options on purpose. */
function lackOf(dependency: Dependency, byName: ReadonlyMap<string, Dependency>, { platform, libc }: Machine): Lack | undefined {
  const names = [...(dependency.optionalNeeds?.keys() ?? [])];
  const wanted = names.filter((name) => {
    const limits = byName.get(name)?.limits;
    const told = platformInName(name);
    if (told === undefined) return false;
    return limits === undefined ? isFor(told, platform, libc) : isAllowed(limits, platform, libc);
  });
  if (wanted.length === 0 || wanted.some((name) => byName.has(name))) return undefined;
  return names.some((name) => byName.has(name) && platformInName(name) !== undefined) ? { dependency, wanted } : undefined;
}

/** They fetch what they lack when they are first used. */
const FETCHES_LATER: ReadonlySet<string> = new Set(["next"]);

function problemOf({ file, kind }: Manifest, lacks: readonly Lack[]): Problem {
  const [first, ...others] = lacks;
  const wanted = [...new Set(lacks.flatMap((lack) => lack.wanted))];
  const name = file.slice(file.lastIndexOf("/") + 1);
  const isMild = lacks.every(({ dependency }) => FETCHES_LATER.has(dependency.name));
  return {
    at: first?.dependency.nameAt ?? { file, start: 0, end: 0 },
    message: `${name} lacks ${listed(wanted)}, so ${listed(lacks.map(({ dependency }) => dependency.name))} ${lacks.length > 1 ? "come" : "comes"} without a program for this machine`,
    ...(isMild ? { level: "warning" as const } : {}),
    consequence: "build-fails",
    related: others.slice(0, 5).map(({ dependency }) => ({ at: dependency.nameAt, message: "so does this" })),
    evidence: [
      { statement: `the lockfile holds such packages for other machines only; ${remedyFor(kind)} writes it anew with all of them`, source: "npm/cli issue 4828", asOf: "2026-11-22" },
    ],
  };
}

function remedyFor(kind: Manifest["kind"]): string {
  if (kind === "pnpm-lock") return "`pnpm install --lockfile-only --force`";
  if (kind === "yarn-lock") return "`rm yarn.lock && yarn install`";
  if (kind === "bun-lock") return "`rm bun.lock && bun install --lockfile-only`";
  return "`rm -rf node_modules package-lock.json && npm install --package-lock-only`";
}
