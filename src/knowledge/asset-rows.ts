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

let shapes: ReadonlyMap<string, readonly Shape[]> | undefined;

/** Takes a URL apart; undefined for what has no known host. */
export function assetUrl(text: string): AssetUrl | undefined {
  const match = /^https?:\/\/(?:[^/@\s]*@)?([^/:\s]+)(?::\d+)?\/([^?#\s]*)/i.exec(text.slice(0, 2048));
  if (match === null || match[1]?.includes(WILD) !== false) return undefined;
  return { text, host: match[1].toLowerCase(), segments: (match[2] ?? "").split("/") };
}

/** The row whose host and path shape fit best; rows that only share the repository come after all others. */
export function rowFor(url: AssetUrl): AssetRow | undefined {
  let best: Shape | undefined;
  for (const shape of shapesOf(url.host)) {
    if (shape.literal > (best?.literal ?? -1) && fits(shape.segments, url.segments)) best = shape;
  }
  if (best !== undefined || url.host !== "github.com") return best?.row;
  const [owner, name] = url.segments.map((segment) => segment.toLowerCase());
  return shapesOf(url.host).find(({ segments }) => segments[0]?.toLowerCase() === owner && segments[1]?.toLowerCase() === name)?.row;
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.length !== segments.length) return false;
  // The owner and the name of a repository are compared without case, as its host does.
  return pattern.every((part, i) => canEqual(part, segments[i] ?? "") || (i < 2 && part.toLowerCase() === segments[i]?.toLowerCase()));
}

function shapesOf(host: string): readonly Shape[] {
  shapes ??= indexed();
  return shapes.get(host) ?? [];
}

function indexed(): ReadonlyMap<string, readonly Shape[]> {
  const result = new Map<string, Shape[]>();
  for (const row of (JSON.parse(ASSETS_JSON) as Cells[]).map(rowOf)) {
    for (const pattern of row.urls) {
      const url = assetUrl(wildWords(row, wildPattern(pattern)));
      if (url === undefined) continue;
      const shape = { row, segments: url.segments, literal: url.segments.join("").replaceAll(WILD, "").length };
      result.set(url.host, [...(result.get(url.host) ?? []), shape]);
    }
  }
  return result;
}

/** A pattern written with the words of one platform fits those of every other. */
function wildWords(row: AssetRow, pattern: string): string {
  let result = pattern;
  for (const [x86, arm] of row.pairs) {
    for (const word of [arm, x86]) if (word.length > 2 && /\d/.test(word) && !word.includes("/")) result = result.replaceAll(word, WILD);
  }
  return result;
}

function rowOf(cells: Cells): AssetRow {
  const [tool, urls, pairs, status, confidence, asOf, since, except, alternative, source, githubKey, others, bare, debPairs] = cells;
  return {
    tool, urls, pairs, status, confidence, asOf, since, except, alternative, source,
    githubKey: githubKey ?? "", others: others ?? {}, bare: bare === 0 || bare === undefined ? {} : bare, debPairs: debPairs ?? [],
  };
}
