import { piecesAt, textOf, type ImageReference, type Proposal, type TextEdit, type Value } from "../../src/rulekit/index.ts";

/** What could be pulled in place of an image. */
export interface Instead {
  readonly image: Value;
  readonly reference: ImageReference;
  /** Tags of the same repository that have the platform. */
  readonly tags: readonly string[];
  /** The package managers that the stages on it use. */
  readonly takesPackages: ReadonlySet<string>;
}

/** Another tag of the same major version, on a distribution whose packages the stages can install. */
export function* otherTags(instead: Instead | undefined): Generator<Proposal> {
  const tag = instead?.reference.tag;
  if (instead === undefined || tag === undefined) return;
  for (const other of instead.tags) {
    if (other === tag || majorOf(other) !== majorOf(tag) || leavesDistribution(tag, other, instead.takesPackages)) continue;
    const edit = editOf(instead, tag, other);
    if (edit === undefined) continue;
    const from = textOf(instead.image);
    const to = from.slice(0, instead.reference.tagPart?.start) + other;
    yield { title: `Use ${to}`, safety: "unsafe", edits: [edit], raises: [edit.range] };
  }
}

function majorOf(tag: string): string | undefined {
  return /\d+/.exec(tag)?.[0];
}

function leavesDistribution(from: string, to: string, managers: ReadonlySet<string>): boolean {
  const isAlpine = (tag: string): boolean => /(?:^|-)alpine/.test(tag);
  return isAlpine(from) !== isAlpine(to) && (managers.has("apk") || managers.has("apt"));
}

/** The part of the tag that differs, where it is written in one piece. */
function editOf({ image, reference }: Instead, tag: string, other: string): TextEdit | undefined {
  const [start, end, newText] = difference(tag, other);
  const at = reference.tagPart?.start;
  const [piece, ...rest] = at === undefined ? [] : piecesAt(image, at + start, at + end);
  if (rest.length > 0 || piece?.kind !== "text" || piece.origin !== "literal" || !piece.verbatim) return undefined;
  return { range: piece.from, newText };
}

/** Where two tags differ, in whole words: versions and names are parted by dashes. */
function difference(from: string, to: string): readonly [start: number, end: number, newText: string] {
  const [a, b] = [from.split("-"), to.split("-")];
  let start = 0;
  while (start < Math.min(a.length, b.length) - 1 && a[start] === b[start]) start++;
  let same = 0;
  while (same < Math.min(a.length, b.length) - start - 1 && a.at(-1 - same) === b.at(-1 - same)) same++;
  const before = a.slice(0, start).join("-").length + (start > 0 ? 1 : 0);
  const behind = a.slice(a.length - same).join("-").length + (same > 0 ? 1 : 0);
  return [before, from.length - behind, b.slice(start, b.length - same).join("-")];
}
