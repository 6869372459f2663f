import type { Dependency, DependencyEdge, Manifest } from "../../../model/ecosystem/index.ts";
import { markerHolds, type MarkerEnvironment } from "../../../model/ecosystem/python/marker.ts";

/** What of a lockfile is asked for. */
export interface Selection {
  readonly environment: MarkerEnvironment;
  /** Packages to begin with; undefined: those that no other package needs. */
  readonly roots: readonly string[] | undefined;
  /** Whether a group (`dev`) or an extra (`extra:x`) of the roots is wanted. */
  readonly wantsGroup: (group: string) => boolean;
}

/**
 * The packages of a lockfile that are installed: those that the roots lead to over conditions that hold or that can't be told, none of
 * which is installed under a condition of its own that doesn't.
 */
export function lockedPackages({ dependencies }: Manifest, { environment, roots, wantsGroup }: Selection): readonly Dependency[] {
  const byName = new Map<string, Dependency[]>();
  for (const dependency of dependencies) {
    const same = byName.get(dependency.name);
    if (same === undefined) byName.set(dependency.name, [dependency]);
    else same.push(dependency);
  }
  const pending = (roots ?? rootsOf(dependencies)).map((name) => ({ name, isRoot: true }));
  const seen = new Set<string>();
  const found = new Set<Dependency>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { name, isRoot } = next;
    if (seen.has(name)) continue;
    seen.add(name);
    const [plain = "", extra] = name.split(/[[\]]/);
    for (const dependency of byName.get(plain) ?? []) {
      if (!holds(dependency.marker?.text, environment)) continue;
      found.add(dependency);
      for (const edge of dependency.edges ?? []) if (follows(edge, { extra, wantsGroup: isRoot ? wantsGroup : () => false, environment })) pending.push({ name: edge.name, isRoot: false });
    }
  }
  return dependencies.filter((dependency) => found.has(dependency));
}

interface Following {
  readonly extra: string | undefined;
  readonly wantsGroup: (group: string) => boolean;
  readonly environment: MarkerEnvironment;
}

function follows({ group, marker }: DependencyEdge, { extra, wantsGroup, environment }: Following): boolean {
  if (!holds(marker, environment)) return false;
  if (group === undefined) return extra === undefined || extra === "";
  return group === `extra:${extra ?? ""}` || wantsGroup(group);
}

function holds(marker: string | undefined, environment: MarkerEnvironment): boolean {
  return marker === undefined || markerHolds(marker, environment) !== false;
}

function rootsOf(dependencies: readonly Dependency[]): string[] {
  const needed = new Set(dependencies.flatMap(({ name, edges }) => (edges ?? []).filter((edge) => edge.name !== name).map((edge) => edge.name.replace(/\[.*$/, ""))));
  return dependencies.map(({ name }) => name).filter((name) => !needed.has(name));
}
