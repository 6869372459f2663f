import type { Install, InstalledPackage } from "../evaluate/install/types.ts";
import type { Range } from "../text/index.ts";
import type { Problem, Related } from "./types.ts";

/** Where a finding about packages of one installation stands: the word that names the package, else the command; lists are related places. */
export function placeInInstall(install: Install, packages: readonly InstalledPackage[]): Pick<Problem, "at" | "related"> {
  const [only, ...others] = packages;
  const at = only !== undefined && only.from === undefined && others.length === 0 ? only.dependency.nameAt : install.effect.at;
  return { at, related: packages.flatMap((one) => listedAt(one, install)) };
}

/** The entry of a package in the file that lists it, and who needs it. */
function listedAt({ dependency, from }: InstalledPackage, { packages }: Install): Related[] {
  if (from === undefined || from.written) return [];
  const needing = from.manifest.isLock ? packages.filter((one) => one.from === from && one.dependency.needs?.includes(dependency.name) === true).map((one) => one.dependency.name) : [];
  return [{ at: dependency.nameAt, message: needing.length === 0 ? "it is listed here" : `it is listed here, for ${listed([...new Set(needing)])}` }];
}

/** The entry of a package, where a file lists it, else the word of the command. */
export function entryPlace({ dependency, from }: InstalledPackage, install: Install): Range {
  return from?.written === true ? install.effect.at : dependency.nameAt;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly string[], most = 4): string {
  const shown = names.slice(0, names.length > most ? most - 1 : most);
  const rest = names.length - shown.length;
  const words = rest > 0 ? [...shown, `${String(rest)} more`] : shown;
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
