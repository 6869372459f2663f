import { LIBRARY_CHAINS_AS_OF, libraryNeedOf, libraryPackageIn } from "../knowledge/library-chains.ts";
import { comparePep440 } from "../model/ecosystem/python/version.ts";
import { textOf } from "../evaluate/value.ts";
import { valuesOf } from "./effects.ts";
import type { LackingInstall } from "./python-releases.ts";
import type { Evidence } from "./types.ts";

/** A C library that a package is compiled against, of which the stage's distribution has none that is new enough. */
export interface OutdatedLibrary {
  readonly library: string;
  readonly least: string;
  /** What the distribution has; undefined: nothing. */
  readonly version: string | undefined;
  /** `debian 11` */
  readonly distribution: string;
  readonly evidence: readonly Evidence[];
}

/** The library on which compiling a release fails, as far as that is known; undefined where the stage gets the library elsewhere. */
export function outdatedLibraryOf({ dependency, version, state, install }: LackingInstall): OutdatedLibrary | undefined {
  const { distribution } = install.system;
  const need = state === "sdist" ? libraryNeedOf(dependency.name, version) : undefined;
  const found = need === undefined || distribution === undefined ? undefined : libraryPackageIn(need.library, distribution.name, distribution.release);
  if (need === undefined || distribution === undefined || found === undefined) return undefined;
  const isOldEnough = found.version !== undefined && (comparePep440(found.version, need.least) ?? 0) >= 0;
  if (isOldEnough || comesFromElsewhere(install, need.library)) return undefined;
  const where = `${distribution.name} ${distribution.release}`;
  const has = found.version === undefined ? `${where} has no package of ${need.library}` : `${where} has ${need.library} ${found.version}`;
  return {
    library: need.library,
    least: need.least,
    version: found.version,
    distribution: where,
    evidence: [
      { statement: `${dependency.name} ${version} compiles with ${need.library} ${need.least} or later`, source: need.source, asOf: LIBRARY_CHAINS_AS_OF },
      { statement: has, source: found.source, asOf: LIBRARY_CHAINS_AS_OF },
    ],
  };
}

/** Whether the stage compiles or copies the library itself, or adds a source of packages that may have it. */
function comesFromElsewhere({ stage }: LackingInstall["install"], library: string): boolean {
  return stage.effects.some((effect) => {
    if (effect.kind === "add-source") return true;
    if (effect.kind === "install" || effect.kind === "path") return false;
    if (effect.kind === "run") return /^(?:git|curl|wget|make|cmake|tar)$/.test(textOf(effect.argv[0] ?? { pieces: [] })) && effect.argv.some((value) => textOf(value).includes(library));
    return (effect.kind === "download" || effect.kind === "copy" || effect.kind === "compile") && valuesOf(effect).some((value) => textOf(value).includes(library));
  });
}
