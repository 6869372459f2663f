import { canEqual, WILD, wildPattern } from "./asset-pattern.ts";
import { ASSETS_JSON } from "./generated/assets.ts";

export type AssetStatus = "ok" | "none" | "arch-independent" | "partial" | "unknown";
export type Confidence = "high" | "medium" | "low";
type Pair = readonly [string, string];

/** What one tool's download page looks like. */
export interface AssetRow {
  readonly tool: string;
  readonly urls: readonly string[];
  /** [word on linux/amd64, word on linux/arm64]. */
  readonly pairs: readonly Pair[];
  readonly status: AssetStatus;
  readonly confidence: Confidence;
  readonly asOf: string;
  /** First version with a linux/arm64 file, `>` before it where that one itself has none; empty when not known. */
  readonly since: string;
  /** The oldest version that is known to have one, where it may not be the first; empty when nobody looked. */
  readonly seen: string;
  readonly except: readonly string[];
  readonly alternative: string;
  readonly source: string;
  readonly githubKey: string;
  readonly others: Readonly<Record<string, string>>;
  readonly bare: Readonly<Record<string, string>>;
  readonly debPairs: readonly Pair[];
}

/** A download address in parts; unknown text is wild. */
export interface AssetUrl {
  readonly text: string;
  readonly host: string;
  readonly segments: readonly string[];
}

type Cells = [string, string[], Pair[], AssetStatus, Confidence, string, string, string[], string, string, string?, Record<string, string>?, (Record<string, string> | 0)?, Pair[]?];

interface Shape {
  readonly row: AssetRow;
  readonly segments: readonly string[];
  readonly literal: number;
}

interface Pattern {
  readonly cells: Cells;
  readonly text: string;
}

let patterns: ReadonlyMap<string, readonly Pattern[]> | undefined;
const shapes = new Map<string, readonly Shape[]>();

/** Hosts that serve the tree of another one. */
const SAME_TREE: Readonly<Partial<Record<string, string>>> = {
  "download-installer.cdn.mozilla.net": "ftp.mozilla.org",
  "archive.mozilla.org": "ftp.mozilla.org",
  "dotnetcli.azureedge.net": "builds.dotnet.microsoft.com",
  "dotnetcli.blob.core.windows.net": "builds.dotnet.microsoft.com",
};

/** Takes a URL apart; undefined for what has no known host. `releases/latest/download` reads as a release of unknown tag. */
export function assetUrl(text: string): AssetUrl | undefined {
  const match = /^https?:\/\/(?:[^/@\s]*@)?([^/:\s]+)(?::\d+)?\/([^?#\s]*)/i.exec(text.slice(0, 2048));
  if (match === null || match[1]?.includes(WILD) !== false) return undefined;
  const host = match[1].toLowerCase();
  const path = host === "github.com" ? (match[2] ?? "").replace("/releases/latest/download/", `/releases/download/${WILD}/`) : (match[2] ?? "");
  return { text, host: SAME_TREE[host] ?? host, segments: path.split("/") };
}

/** The row whose host and path shape fit best; for GitHub also one that only shares the repository. */
export function rowFor(url: AssetUrl): AssetRow | undefined {
  let best: Shape | undefined;
  for (const shape of shapesOf(url)) {
    if (shape.literal > (best?.literal ?? -1) && fits(shape.segments, url.segments)) best = shape;
  }
  if (best !== undefined || url.host !== "github.com") return best?.row;
  const name = url.segments[1]?.toLowerCase();
  return shapesOf(url).find(({ segments }) => segments[1]?.toLowerCase() === name)?.row;
}

/** Whether the file is named as the files of a row are, and is not merely one of the same repository. */
export function fitsRow(url: AssetUrl): boolean {
  return shapesOf(url).some((shape) => fits(shape.segments, url.segments));
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  const any = pattern.indexOf("**");
  if (any >= 0) return segments.length >= pattern.length && fits(pattern.slice(0, any), segments.slice(0, any)) && fits(pattern.slice(any + 1), segments.slice(any + 1 - pattern.length));
  if (pattern.length !== segments.length) return false;
  // The owner and the name of a repository are compared without case, as its host does.
  return pattern.every((part, i) => canEqual(withoutPacking(part), withoutPacking(segments[i] ?? "")) || (i < 2 && part.toLowerCase() === segments[i]?.toLowerCase()));
}

/** What is published as tar.xz is published as tar.gz under the same name. */
function withoutPacking(name: string): string {
  return name.replace(/\.(?:tar\.(?:gz|xz|bz2|zst|\uFFFC)|tgz|txz|tbz2?)$/, ".tar");
}

function shapesOf(url: AssetUrl): readonly Shape[] {
  const key = keyOf(url);
  let known = shapes.get(key);
  if (known === undefined) {
    patterns ??= indexed();
    known = (patterns.get(key) ?? []).flatMap(shapeOf);
    if (known.length > 0) shapes.set(key, known);
  }
  return known;
}

/** The host, and for GitHub the owner with it: half of all rows are there. */
function keyOf({ host, segments }: AssetUrl): string {
  return host === "github.com" ? `${host}/${(segments[0] ?? "").toLowerCase()}` : host;
}

/** Patterns by host; they are compiled only when a URL of that host turns up. */
function indexed(): ReadonlyMap<string, Pattern[]> {
  const result = new Map<string, Pattern[]>();
  for (const cells of JSON.parse(ASSETS_JSON) as Cells[]) {
    for (const text of cells[1]) {
      const url = assetUrl(text);
      if (url === undefined) continue;
      const list = result.get(keyOf(url));
      if (list === undefined) result.set(keyOf(url), [{ cells, text }]);
      else list.push({ cells, text });
    }
  }
  return result;
}

function shapeOf({ cells, text }: Pattern): readonly Shape[] {
  const row = rowOf(cells);
  const url = assetUrl(wildWords(row, wildPattern(text)));
  return url === undefined ? [] : [{ row, segments: url.segments, literal: url.segments.join("").replaceAll(WILD, "").length }];
}

/** A pattern written with the words of one platform fits those of every other. */
function wildWords(row: AssetRow, pattern: string): string {
  let result = pattern;
  for (const [x86, arm] of row.pairs) {
    for (const word of [arm, x86]) if (word.length > 2 && /\d/.test(word) && !word.includes("/")) result = result.replaceAll(word, WILD);
  }
  return result;
}

/** First versions that the table lacks: repo.anaconda.com/miniconda, listing of 2021. */
const SINCE: Readonly<Partial<Record<string, string>>> = { miniconda: "4.9.2" };
/** Versions that a Dockerfile of the project asks for on arm64: GoogleCloudPlatform/cloud-sdk-docker, alpine/Dockerfile of 2022-03-14. */
const SEEN: Readonly<Partial<Record<string, string>>> = { "gcloud CLI (google-cloud-cli / google-cloud-sdk tarball)": "376.0.0" };

function rowOf(cells: Cells): AssetRow {
  const [tool, urls, pairs, status, confidence, asOf, since, except, alternative, source, githubKey, others, bare, debPairs] = cells;
  return {
    tool, urls, pairs, status, confidence, asOf, except, alternative, source,
    since: since === "" ? (SINCE[tool] ?? "") : since, seen: SEEN[tool] ?? "",
    githubKey: githubKey ?? "", others: others ?? {}, bare: bare === 0 || bare === undefined ? {} : bare, debPairs: debPairs ?? [],
  };
}
