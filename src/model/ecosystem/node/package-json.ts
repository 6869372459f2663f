import { readPackageJson, type AskedPackage, type PackageJson } from "../../../syntax/manifest/package-json.ts";
import { NO_SETTINGS, type Dependency, type Manifest, type Placed, type Requirement } from "../types.ts";

/** package.json: what a project asks for, and the CPUs that pnpm or yarn is told to install for. */
export function packageJson(file: string, text: string): Manifest {
  const json = readPackageJson(file, text);
  const platforms = platformsOf(json, text);
  return {
    kind: "package-json",
    ecosystem: "node",
    file,
    isLock: false,
    dependencies: json.asked.map((one) => dependencyOf(json, one)),
    includes: [],
    settings: NO_SETTINGS,
    ...(platforms === undefined ? {} : { platforms }),
    ...(json.problem === undefined ? {} : { problem: json.problem }),
  };
}

function dependencyOf(json: PackageJson, { name, range, list }: AskedPackage): Dependency {
  const start = { file: json.file, start: 0, end: 0 };
  const groups = list === "devDependencies" ? ["dev"] : list === "peerDependencies" ? ["peer"] : [];
  return {
    name: /^npm:((?:@[^/@]+\/)?[^@]+)/.exec(range)?.[1] ?? name,
    get at() {
      return json.places.keyAt(list, name) ?? start;
    },
    get nameAt() {
      return json.places.keyAt(list, name) ?? start;
    },
    get requirementAt() {
      return json.places.valueAt(list, name) ?? start;
    },
    requirement: npmRequirement(range),
    extras: [],
    groups,
    optional: list === "optionalDependencies",
  };
}

const EXACT = /^[v=]?(\d+\.\d+\.\d+(?:-[\w.-]+)?)(?:\+[\w.-]+)?$/;

/** What a range as npm reads it asks for; words such as `latest` are the registry's to say. */
export function npmRequirement(text: string): Requirement {
  const range = text.replace(/^npm:(?:@[^/@]+\/)?[^@]+@?/, "").trim();
  const version = EXACT.exec(range)?.[1];
  if (version !== undefined) return { kind: "pin", version };
  if (/^(?:file|link|portal|workspace):|^\.{0,2}\//.test(range)) return { kind: "path", path: range };
  if (/^(?:git[+:]|github:|gitlab:|bitbucket:)|^[\w-]+\/[\w.-]+(?:#|$)|\.git(?:#|$)/.test(range)) return { kind: "vcs", url: range };
  if (/^https?:/.test(range)) return { kind: "url", url: range };
  return /^[\^~<>=v\d]/.test(range) && range !== "" ? { kind: "range", specifier: range } : { kind: "any" };
}

/** The CPUs that are written; `current` is whatever runs the installation, so with it nothing is left out there. */
function platformsOf({ supportedArchitectures: setting, places, file }: PackageJson, text: string): readonly Placed[] | undefined {
  const cpu = setting?.cpu;
  if (cpu === undefined || cpu.includes("current")) return undefined;
  const at = places.valueAt("pnpm", "supportedArchitectures", "cpu") ?? places.valueAt("supportedArchitectures", "cpu");
  if (at === undefined) return undefined;
  const list = text.slice(at.start, at.end);
  return cpu.map((word) => {
    const start = at.start + Math.max(list.indexOf(word), 0);
    return { text: word, at: { file, start, end: start + word.length } };
  });
}
