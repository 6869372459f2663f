import { compare, explain, satisfies, valid } from "@renovatebot/pep440";

/** Longer texts are no versions. */
const MAX_LENGTH = 200;

/** Orders two versions as PEP 440 does; undefined when one is none. */
export function comparePep440(a: string, b: string): number | undefined {
  return isVersion(a) && isVersion(b) ? compare(publicPart(a), publicPart(b)) : undefined;
}

/** Whether a text is a version that pip would take. */
export function isVersion(text: string): boolean {
  return text.length <= MAX_LENGTH && valid(text) !== null;
}

/** Whether two texts are the same version: `1.0` and `1.0.0`. The local part is left out. */
export function sameVersion(a: string, b: string): boolean {
  return a === b || comparePep440(a, b) === 0;
}

/** Alpha, beta, release candidate or development version. */
export function isPrerelease(version: string): boolean {
  const found = version.length > MAX_LENGTH || !/[a-z]/i.test(version) ? null : explain(version);
  return found !== null && (found.is_prerelease || found.is_devrelease);
}

/** The first number: what a major release changes. An epoch counts as one, too. */
export function majorOf(version: string): string {
  const found = version.length > MAX_LENGTH ? null : explain(version);
  return found === null ? "" : `${String(found.epoch)}!${String(found.release[0] ?? 0)}`;
}

/** Whether a version lies in a specifier such as `>=1.18,<2`; undefined when that can't be told. */
export function inSpecifier(version: string, specifier: string): boolean | undefined {
  if (specifier.length > MAX_LENGTH || !isVersion(version)) return undefined;
  try {
    return satisfies(publicPart(version), specifier, { prereleases: true });
  } catch {
    return undefined;
  }
}

function publicPart(version: string): string {
  const plus = version.indexOf("+");
  return plus < 0 ? version : version.slice(0, plus);
}
