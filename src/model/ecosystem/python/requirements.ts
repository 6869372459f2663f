import { parseRequirement, type Requirement508, type Span } from "../../../syntax/manifest/pep508.ts";
import { requirementLines, type RequirementLine, type RequirementOption } from "../../../syntax/manifest/requirement-lines.ts";
import type { Dependency, Include, Manifest, Placed, Requirement } from "../types.ts";

interface Draft {
  readonly file: string;
  readonly dependencies: Dependency[];
  readonly includes: Include[];
  readonly onlyBinary: string[];
  readonly noBinary: string[];
  otherIndex: boolean;
}

/** requirements.txt and constraints.txt. Lines that pip would refuse are left out. */
export function readRequirements(file: string, text: string): Manifest {
  const draft: Draft = { file, dependencies: [], includes: [], onlyBinary: [], noBinary: [], otherIndex: false };
  for (const line of requirementLines(text)) {
    if (line.text === "") for (const option of line.options) applyOption(draft, option, line);
    else takeRequirement(draft, line, text);
  }
  const { dependencies, includes, otherIndex, onlyBinary, noBinary } = draft;
  return { kind: "requirements", ecosystem: "python", file, isLock: false, dependencies, includes, settings: { otherIndex, onlyBinary, noBinary } };
}

function applyOption(draft: Draft, { name, value, valueAt }: RequirementOption, { at }: RequirementLine): void {
  switch (name) {
    case "-r":
    case "--requirement":
    case "-c":
    case "--constraint":
      draft.includes.push({ path: value, at: { file: draft.file, ...valueAt }, as: name === "-r" || name === "--requirement" ? "requirements" : "constraint" });
      break;
    case "-e":
    case "--editable":
      draft.dependencies.push(localDependency(draft.file, value, { at, valueAt }));
      break;
    case "-i":
    case "--index-url":
    case "--extra-index-url":
    case "-f":
    case "--find-links":
    case "--no-index":
      if (!isPublicIndex(value)) draft.otherIndex = true;
      break;
    case "--only-binary":
      draft.onlyBinary.push(...namesIn(value));
      break;
    case "--no-binary":
      draft.noBinary.push(...namesIn(value));
      break;
  }
}

/** PyPI itself, and its mirrors that hold the same files. */
export function isPublicIndex(url: string): boolean {
  return /^https?:\/\/(?:pypi\.org|pypi\.python\.org|mirrors?\.(?:aliyun\.com|cloud\.tencent\.com|tuna\.tsinghua\.edu\.cn|ustc\.edu\.cn)|pypi\.(?:tuna\.tsinghua\.edu\.cn|doubanio\.com|douban\.com|mirrors\.ustc\.edu\.cn))(?:\/|$)/.test(url);
}

/** The names of `--only-binary` and `--no-binary`: `:all:`, `:none:`, or packages. */
export function namesIn(value: string): string[] {
  return value.split(",").map((name) => (name.startsWith(":") ? name : normalName(name.trim()))).filter((name) => name !== "");
}

function takeRequirement(draft: Draft, line: RequirementLine, text: string): void {
  const dependency = requirementAt(draft.file, text, line.textAt);
  if (dependency === undefined) return;
  const hashed = line.options.some(({ name }) => name === "--hash");
  draft.dependencies.push(hashed ? { ...dependency, hashed } : dependency);
}

/** Longer texts are no requirement that somebody wrote. */
const MAX_LENGTH = 4096;

/** The requirement at `[start, end)` of a text: a name, an address, a path; undefined for what is none of them. */
export function requirementAt(file: string, text: string, { start, end }: Span): Dependency | undefined {
  if (end - start > MAX_LENGTH) return undefined;
  const written = text.slice(start, end);
  if (/^(?:[a-z]+\+)?[a-z][a-z0-9+.-]*:\/\/|^\.{0,2}\/|^[^@;\s]+\.(?:whl|tar\.gz|zip|tar\.bz2|tgz)(?:$|[\s;#[])|^\.$|^git@/i.test(written)) return localDependency(file, written, { at: { start, end }, valueAt: { start, end } });
  const read = parseRequirement(text, start, end);
  return "error" in read ? undefined : dependencyOf(file, text, { read, at: { start, end } });
}

/** A requirement as the model has it. */
export function dependencyOf(file: string, text: string, { read, at }: { readonly read: Requirement508; readonly at: Span }): Dependency {
  const [requirement, requirementSpan] = askedBy(read, text);
  const marker: Placed | undefined = read.markerAt === undefined ? undefined : { text: text.slice(read.markerAt.start, read.markerAt.end), at: { file, ...read.markerAt } };
  return {
    name: normalName(read.name),
    at: { file, ...at },
    nameAt: { file, ...read.nameAt },
    requirement,
    ...(requirementSpan === undefined ? {} : { requirementAt: { file, ...requirementSpan } }),
    ...(marker === undefined ? {} : { marker }),
    extras: read.extras.map(normalName),
    groups: [],
    optional: false,
  };
}

function askedBy({ clauses, specifierAt, url, urlAt }: Requirement508, text: string): [Requirement, Span | undefined] {
  if (url !== undefined) return [/^(?:git|hg|svn|bzr)\+/.test(url) ? { kind: "vcs", url } : /^file:/.test(url) ? { kind: "path", path: url } : { kind: "url", url }, urlAt];
  const [clause] = clauses;
  if (clause === undefined || specifierAt === undefined) return [{ kind: "any" }, undefined];
  const pin = clauses.find(({ operator, version }) => (operator === "==" && !version.includes("*")) || operator === "===");
  if (pin !== undefined) return [{ kind: "pin", version: pin.version }, pin.versionAt];
  return [{ kind: "range", specifier: text.slice(specifierAt.start, specifierAt.end) }, specifierAt];
}

function localDependency(file: string, written: string, { at, valueAt }: { readonly at: Span; readonly valueAt: Span }): Dependency {
  const address = written.replace(/\s*;.*$/, "");
  const egg = /[#&]egg=([\w.-]+)/.exec(address)?.[1];
  const wheel = /([^/\\]+)-[^/\\-]+(?:-\d[^/\\-]*)?-[^/\\-]+-[^/\\-]+-[^/\\-]+\.whl/.exec(address)?.[1];
  const requirement: Requirement = /^(?:git|hg|svn|bzr)\+|^git@/.test(address) ? { kind: "vcs", url: address } : /^(?!file:)[a-z][a-z0-9+.-]*:\/\//i.test(address) ? { kind: "url", url: address } : { kind: "path", path: address };
  const place = { file, ...valueAt };
  return { name: normalName(egg ?? wheel ?? ""), at: { file, ...at }, nameAt: place, requirement, requirementAt: place, extras: [], groups: [], optional: false };
}

/** https://packaging.python.org/specifications/name-normalization/ */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}
