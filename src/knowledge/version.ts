/**
 * Orders two versions as their makers mean it: numbers by value, missing ones as zero, a pre-release before its release.
 * Tolerates a leading word (`v`, `jq-`, `release-`). Undefined when one of them holds no number.
 */
export function compareVersions(a: string, b: string): number | undefined {
  const left = parse(a);
  const right = parse(b);
  if (left === undefined || right === undefined) return undefined;
  for (let i = 0; i < Math.max(left.numbers.length, right.numbers.length); i++) {
    const difference = (left.numbers[i] ?? 0) - (right.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return comparePreReleases(left.pre, right.pre);
}

/** Whether a version lies in ranges such as `<=1.2.3`, `>=0.8.0,<0.9.0` (all must hold); undefined when it can't be told. */
export function satisfies(version: string, ranges: string): boolean | undefined {
  let result: boolean | undefined = true;
  for (const range of ranges.split(/,|&&/)) {
    const holds = holdsFor(version, range.trim());
    if (holds === false) return false;
    if (holds === undefined) result = undefined;
  }
  return result;
}

interface Version {
  readonly numbers: readonly number[];
  readonly pre: string;
}

function parse(text: string): Version | undefined {
  const match = /^[a-z/_-]*(\d+(?:\.\d+)*)(?:\.?([-a-z][\w.-]*))?/i.exec(text.slice(0, 80));
  if (match === null) return undefined;
  return { numbers: (match[1] ?? "").split(".").map(Number), pre: /^-?(?:alpha|beta|rc|pre|dev|preview|snapshot|m\d|\d)/i.test(match[2] ?? "") ? (match[2] ?? "") : "" };
}

function comparePreReleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "" || b === "") return a === "" ? 1 : -1;
  const left = a.split(/(\d+)/);
  const right = b.split(/(\d+)/);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = i % 2 === 1 ? Number(left[i]) - Number(right[i]) : (left[i] ?? "") < (right[i] ?? "") ? -1 : Number(left[i] !== right[i]);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function holdsFor(version: string, range: string): boolean | undefined {
  const match = /^(<=|>=|<|>|=|!=)?\s*(\S+)$/.exec(range);
  const order = match === null ? undefined : compareVersions(version, match[2] ?? "");
  if (order === undefined) return undefined;
  if (match?.[1] === "<=") return order <= 0;
  if (match?.[1] === ">=") return order >= 0;
  if (match?.[1] === "<") return order < 0;
  if (match?.[1] === ">") return order > 0;
  return match?.[1] === "!=" ? order !== 0 : order === 0;
}
