import { REPOSITORIES_JSON } from "./generated/repositories.ts";

/** A package repository of somebody else than the distribution, and what it serves. */
export interface PackageRepository {
  readonly place: string;
  /** Debian's words: amd64, arm64, armhf … */
  readonly architectures: readonly string[];
  /** `partial`: since some version, for some suites, or for some packages only. */
  readonly arm64: "yes" | "no" | "partial" | "unknown";
  readonly confidence: "high" | "medium" | "low";
  readonly evidence: { readonly statement: string; readonly source: string; readonly asOf: string };
}

type Row = readonly [string[], string, PackageRepository["arm64"], PackageRepository["confidence"], string];
let rows: readonly Row[] | undefined;

/** What is known about the repository at a URL (`https://download.docker.com/linux/debian`); the longest known place wins. */
export function repositoryFor(url: string): PackageRepository | undefined {
  const address = url.replace(/^[a-z+]+:\/\//i, "").slice(0, 512);
  let best: { readonly row: Row; readonly place: string } | undefined;
  rows ??= JSON.parse(REPOSITORIES_JSON) as Row[];
  for (const row of rows) {
    for (const place of row[0]) {
      if (place.length > (best?.place.length ?? 0) && isBelow(place, address)) best = { row, place };
    }
  }
  return best === undefined ? undefined : describe(best.row, best.place);
}

/** Whether the address is the place or lies in it; `*` stands for one folder. */
function isBelow(place: string, address: string): boolean {
  const wanted = place.split("/");
  const parts = address.split("/");
  return wanted.every((part, i) => part === "*" || part === parts[i] || (i === 0 && parts[0]?.split(":")[0] === part));
}

function describe([, architectures, arm64, confidence, source]: Row, place: string): PackageRepository {
  // A place for many folders tells nothing about each of them.
  const claim = { yes: place.includes("*") ? "serves arm64 in part" : "serves arm64", no: "does not serve arm64", partial: "serves arm64 in part", unknown: "is not known to serve arm64" }[arm64];
  return {
    place, arm64, confidence,
    architectures: architectures === "" ? [] : architectures.split(" "),
    evidence: { statement: `${place.replace(/\/x86_64$/, "")} ${claim}`, source: source === "" ? "anyarch" : source, asOf: "2026-11-22" },
  };
}
