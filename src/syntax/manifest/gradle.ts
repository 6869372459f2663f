import type { Range } from "../../text/index.ts";
import type { JvmDependency, JvmProject } from "./jvm-dependency.ts";

const START = /\/\/|\/\*|"""|'''|["']/g;
const LINE_STRING = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/y;
/** `group:artifact:version:classifier@extension`; the version may be a variable. */
const COORDINATES = /^([\w.-]+):([\w.-]+)(?::([^:@\s]*))?(?::([^:@\s]+))?(?:@[\w.]+)?$/;
const KNOWN_VERSION = /^\d[\w.+-]*$/;

/** Reads a build.gradle or build.gradle.kts as far as its strings tell: coordinates of libraries. Nothing of it is run. */
export function readGradle(file: string, text: string): JvmProject {
  const dependencies = stringsIn(text).flatMap(({ start, end }) => dependencyIn(file, text.slice(start, end), start) ?? []);
  return { file, dependencies, problem: undefined };
}

/** Where strings stand, without their quotes; comments are passed over. */
function stringsIn(text: string): { start: number; end: number }[] {
  const strings: { start: number; end: number }[] = [];
  for (let at = 0; at < text.length; ) {
    START.lastIndex = at;
    const match = START.exec(text);
    if (match === null) break;
    const [mark] = match;
    const start = match.index + mark.length;
    LINE_STRING.lastIndex = match.index;
    const end = mark === "//" ? text.indexOf("\n", start) : mark === "/*" ? text.indexOf("*/", start) : mark.length === 3 ? text.indexOf(mark, start) : LINE_STRING.test(text) ? LINE_STRING.lastIndex - 1 : start;
    // What has no end goes on to the end of the file; a quote alone is none.
    if (end < 0) break;
    if (mark.endsWith('"') || mark.endsWith("'")) strings.push({ start, end });
    at = end + (mark === "*/" || mark === "/*" ? 2 : mark.length === 3 ? 3 : end === start ? 0 : 1);
  }
  return strings;
}

function dependencyIn(file: string, text: string, start: number): JvmDependency | undefined {
  const match = COORDINATES.exec(text);
  if (match === null) return undefined;
  const [, group = "", artifact = "", version = "", classifier] = match;
  const artifactStart = start + group.length + 1;
  const versionStart = artifactStart + artifact.length + 1;
  const classifierStart = versionStart + version.length + 1;
  const range = (from: number, length: number): Range => ({ file, start: from, end: from + length });
  return {
    group,
    artifact,
    artifactAt: range(artifactStart, artifact.length),
    version: KNOWN_VERSION.test(version) ? version : undefined,
    versionAt: version === "" ? undefined : range(versionStart, version.length),
    classifier: classifier === undefined ? undefined : { text: classifier, at: range(classifierStart, classifier.length) },
    scope: undefined,
  };
}
