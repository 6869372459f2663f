import { isObject, JsonPlaces, objectAt, readJson, stringMembers, stringsIn, type JsonObject } from "./json.ts";
import { endOfString } from "./json-scan.ts";
import { brokenLock, lockedPackage, type LockedPackage, type NodeLock } from "./locked-package.ts";
import { problemAtStart } from "./problem.ts";

/** Reads bun.lock, the text format. Never throws; what can't be read is the lock's problem. */
export function readBunLock(file: string, text: string): NodeLock {
  // Same length, so that every place stays where it was.
  const json = readJson(file, withoutTrailingCommas(text));
  if (json.problem !== undefined) return brokenLock("bun", json.problem);
  const version = json.value.lockfileVersion;
  if (version !== 0 && version !== 1) return brokenLock("bun", problemAtStart(file, text, `has lockfileVersion ${(JSON.stringify(version) ?? "none").slice(0, 40)}, which is not known`));
  const places = new JsonPlaces(file, json.text);
  return {
    kind: "bun",
    file,
    format: String(version),
    packages: Object.entries(objectAt(json.value, "packages")).flatMap(([key, value]) => entry(key, value)),
    problem: undefined,
    placeOf: ({ key }) => places.keyAt("packages", key) ?? { file, start: 0, end: 0 },
  };
}

const COMMA_OR_QUOTE = /"|,(?=\s*[\]}])/g;

function withoutTrailingCommas(text: string): string {
  let result = "";
  let copied = 0;
  let at = 0;
  for (;;) {
    COMMA_OR_QUOTE.lastIndex = at;
    const match = COMMA_OR_QUOTE.exec(text);
    if (match === null) break;
    if (match[0] === '"') {
      at = endOfString(text, match.index);
      if (at < 0) break;
      continue;
    }
    result += `${text.slice(copied, match.index)} `;
    copied = at = match.index + 1;
  }
  return result + text.slice(copied);
}

/** `"name": ["name@1.2.3", "registry", { dependencies… , os, cpu }, "sha512-…"]`. */
function entry(key: string, value: unknown): LockedPackage[] {
  if (!Array.isArray(value) || typeof value[0] !== "string") return [];
  const match = /^((?:@[^/@]+\/)?[^@]+)@(.*)$/.exec(value[0]);
  const about: JsonObject = (value as unknown[]).find(isObject) ?? {};
  if (match === null || /^(?:workspace|link|file|root):/.test(match[2] ?? "")) return [];
  return [
    lockedPackage({
      name: match[1] ?? key,
      version: match[2] ?? "",
      key,
      os: withoutNone(stringsIn(about, "os")),
      cpu: withoutNone(stringsIn(about, "cpu")),
      libc: stringsIn(about, "libc"),
      bundled: about.bundled === true,
      dependencies: stringMembers(about, "dependencies"),
      optionalDependencies: stringMembers(about, "optionalDependencies"),
    }),
  ];
}

/** bun writes `none` where it knows none of the platforms that a package names. */
function withoutNone(words: readonly string[]): readonly string[] {
  return words.length === 1 && words[0] === "none" ? ["other"] : words;
}
