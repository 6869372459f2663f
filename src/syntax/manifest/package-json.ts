import type { Range } from "../../text/index.ts";
import { isObject, JsonPlaces, objectAt, readJson, stringIn, stringMembers, stringsIn, type JsonObject } from "./json.ts";
import type { ManifestProblem } from "./problem.ts";

/** The list of a package.json that a dependency stands in. */
export type DependencyList = "dependencies" | "devDependencies" | "optionalDependencies" | "peerDependencies";

/** A package that a package.json asks for. */
export interface AskedPackage {
  readonly name: string;
  /** As written: `^2.11.2`, `latest`, `npm:other@1`, `file:../x`. */
  readonly range: string;
  readonly list: DependencyList;
}

/** Which platforms a package manager is told to install for; undefined where that kind is not told. */
export interface SupportedArchitectures {
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

/** A package.json. */
export interface PackageJson {
  readonly file: string;
  readonly asked: readonly AskedPackage[];
  /** pnpm's own setting, or the one that yarn reads. */
  readonly supportedArchitectures: SupportedArchitectures | undefined;
  /** `engines.node` as written. */
  readonly node: string | undefined;
  /** The names of its scripts with their commands. */
  readonly scripts: ReadonlyMap<string, string>;
  /** `packageManager` as written: `pnpm@9.1.0`. */
  readonly packageManager: string | undefined;
  readonly problem: ManifestProblem | undefined;
  /** Where a member's key or value stands; undefined when there is none. */
  readonly places: { keyAt(...path: readonly string[]): Range | undefined; valueAt(...path: readonly string[]): Range | undefined };
}

const LISTS: readonly DependencyList[] = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

/** Reads a package.json. Never throws; what can't be read is its problem. */
export function readPackageJson(file: string, text: string): PackageJson {
  const { value, problem } = readJson(file, text);
  return {
    file,
    asked: LISTS.flatMap((list) => [...stringMembers(value, list)].map(([name, range]) => ({ name, range, list }))),
    supportedArchitectures: architecturesIn(objectAt(value, "pnpm")) ?? architecturesIn(value),
    node: stringIn(objectAt(value, "engines"), "node"),
    scripts: stringMembers(value, "scripts"),
    packageManager: stringIn(value, "packageManager"),
    problem,
    places: new JsonPlaces(file, text),
  };
}

function architecturesIn(value: JsonObject): SupportedArchitectures | undefined {
  const setting = value.supportedArchitectures;
  if (!isObject(setting)) return undefined;
  const told = (["os", "cpu", "libc"] as const).filter((kind) => Object.hasOwn(setting, kind));
  return Object.fromEntries(told.map((kind) => [kind, stringsIn(setting, kind)]));
}
