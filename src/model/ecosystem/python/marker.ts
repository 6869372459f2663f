import { satisfies, valid } from "@renovatebot/pep440";
import { parseMarker, type Marker, type MarkerValue } from "../../../syntax/manifest/pep508.ts";
import type { Platform } from "../../platform.ts";
import { wheelArchitecture } from "./wheel-tags.ts";

/** Where a condition is asked. */
export interface MarkerEnvironment {
  readonly platform: Platform;
  /** `3.11`; absent: not known. */
  readonly python?: string | undefined;
  readonly extras?: readonly string[];
}

/** Whether a package with this condition is installed; undefined when that hangs on something unknown. */
export function markerHolds(text: string, environment: MarkerEnvironment): boolean | undefined {
  const marker = parseMarker(text);
  return "error" in marker ? undefined : holds(marker, environment);
}

function holds(marker: Marker, environment: MarkerEnvironment): boolean | undefined {
  switch (marker.kind) {
    case "and": {
      const [left, right] = [holds(marker.left, environment), holds(marker.right, environment)];
      return left === false || right === false ? false : left === undefined || right === undefined ? undefined : true;
    }
    case "or": {
      const [left, right] = [holds(marker.left, environment), holds(marker.right, environment)];
      return left === true || right === true ? true : left === undefined || right === undefined ? undefined : false;
    }
    case "compare":
      return compared(marker, environment);
  }
}

function compared({ left, operator, right }: Extract<Marker, { kind: "compare" }>, environment: MarkerEnvironment): boolean | undefined {
  const extra = left.kind === "variable" && left.text === "extra" ? right.text : right.kind === "variable" && right.text === "extra" ? left.text : undefined;
  if (extra !== undefined) return operator === "!=" ? environment.extras?.includes(extra) !== true : (environment.extras ?? []).includes(extra);
  const asked = [left, right].find(({ kind }) => kind === "variable")?.text ?? "";
  const [a, b] = [valueOf(left, environment), valueOf(right, environment)];
  if (a === undefined || b === undefined) return undefined;
  // Only the minor version is known: `3.11` stands for any 3.11.x.
  if (asked === "python_full_version" || asked === "implementation_version") return wholeMinor(operator, b, environment.python);
  return compareTexts(a, operator, b);
}

function valueOf({ kind, text }: MarkerValue, environment: MarkerEnvironment): string | undefined {
  return kind === "text" ? text : variable(text, environment);
}

function variable(name: string, { platform, python }: MarkerEnvironment): string | undefined {
  switch (name) {
    case "python_version":
    case "python_full_version":
    case "implementation_version":
      return python;
    case "os_name":
      return platform.os === "windows" ? "nt" : "posix";
    case "sys_platform":
      return platform.os === "windows" ? "win32" : platform.os;
    case "platform_system":
      return platform.os === "windows" ? "Windows" : platform.os === "linux" ? "Linux" : undefined;
    case "platform_machine":
      return wheelArchitecture(platform);
    case "platform_python_implementation":
      return "CPython";
    case "implementation_name":
      return "cpython";
  }
  return undefined;
}

/** Whether a comparison of the full version holds for all releases of a minor version, or for none; undefined in between. */
function wholeMinor(operator: string, version: string, python: string | undefined): boolean | undefined {
  if (python === undefined || operator === "in" || operator === "not in") return undefined;
  const first = compareTexts(`${python}.0`, operator, version);
  return first === compareTexts(`${python}.99`, operator, version) && !(operator === "==" && version.startsWith(`${python}.`)) ? first : undefined;
}

/** As versions where both sides are some, else as texts: PEP 508. */
function compareTexts(a: string, operator: string, b: string): boolean | undefined {
  if (operator === "in") return b.includes(a);
  if (operator === "not in") return !b.includes(a);
  const clause = `${operator}${b}`;
  if (operator !== "===" && valid(a) !== null && /^[0-9.*]+(?:[a-z0-9.]*)$/.test(b)) {
    try {
      return satisfies(a, clause, { prereleases: true });
    } catch {
      return undefined;
    }
  }
  switch (operator) {
    case "==":
    case "===":
      return a === b;
    case "!=":
      return a !== b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
  }
  return undefined;
}
