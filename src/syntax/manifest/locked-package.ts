import type { Range } from "../../text/index.ts";
import type { ManifestProblem } from "./problem.ts";

/** A package as a lockfile of Node's package managers has it. */
export interface LockedPackage {
  /** Its own name, also where it is installed under another one. */
  readonly name: string;
  readonly version: string;
  /** What the lockfile calls it: `node_modules/canvas`, `canvas@2.11.2`. */
  readonly key: string;
  /** Platforms it is for, in Node's words (`linux`, `!win32`, `x64`, `glibc`); empty: any, or the lockfile doesn't say. */
  readonly os: readonly string[];
  readonly cpu: readonly string[];
  readonly libc: readonly string[];
  /** Whether only optional dependencies lead to it, so that its failure is forgiven. */
  readonly optional: boolean;
  /** Whether only development leads to it; false where the lockfile doesn't say. */
  readonly dev: boolean;
  /** Whether it runs a script when it is installed; undefined where the lockfile doesn't say. */
  readonly installScript: boolean | undefined;
  /** Whether it comes inside the package that needs it, so that nothing is fetched for it. */
  readonly bundled: boolean;
  /** Names it needs, with the ranges. */
  readonly dependencies: ReadonlyMap<string, string>;
  /** Names it can do without, among them the packages that it has for each platform. */
  readonly optionalDependencies: ReadonlyMap<string, string>;
}

/** A lockfile of npm, pnpm, yarn or bun. */
export interface NodeLock {
  readonly kind: "npm" | "pnpm" | "yarn" | "bun";
  readonly file: string;
  /** The format's version as written. */
  readonly format: string;
  readonly packages: readonly LockedPackage[];
  readonly problem: ManifestProblem | undefined;
  /** Where a package's entry is named; the start of the file when that can't be found. */
  placeOf(entry: LockedPackage): Range;
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/** A package with what a lockfile leaves out filled in. */
export function lockedPackage(known: Pick<LockedPackage, "name" | "version" | "key"> & Partial<LockedPackage>): LockedPackage {
  return {
    os: [],
    cpu: [],
    libc: [],
    optional: false,
    dev: false,
    installScript: undefined,
    bundled: false,
    dependencies: NOTHING,
    optionalDependencies: NOTHING,
    ...known,
  };
}

/** A lockfile that can't be read. */
export function brokenLock(kind: NodeLock["kind"], problem: ManifestProblem): NodeLock {
  const { file } = problem.at;
  return { kind, file, format: "", packages: [], problem, placeOf: () => ({ file, start: 0, end: 0 }) };
}
