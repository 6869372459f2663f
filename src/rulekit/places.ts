import type { Piece, Value } from "../evaluate/value.ts";
import { piecesAt } from "../evaluate/value.ts";
import { compareRanges, overlaps, rangeKey, span, type Range } from "../text/index.ts";
import type { Related } from "./types.ts";

/** Where characters `[start, end)` of a value were written: the literal to point at, else what computed them. */
export function primaryPlace(value: Value, start = 0, end = Number.POSITIVE_INFINITY): Range | undefined {
  const pieces = piecesAt(value, start, end).filter((piece) => piece.kind === "text");
  const literals = pieces.filter((piece) => piece.origin === "literal" && piece.text !== "");
  const [first, ...others] = (literals.length > 0 ? literals : pieces).map((piece) => piece.from);
  if (first === undefined) return undefined;
  // Pieces of one word can stand in different instructions; a range over both would mark everything between.
  return others.every((other) => other.file === first.file && Math.abs(other.start - first.end) < 2) ? span(first, ...others) : first;
}

/** A longer chain of variables tells a reader no more, and chains of chains would grow without measure. */
const MAX_READINGS = 32;

/** The places at which the pieces were read as a variable, first reading first; places inside `at` are left out. */
export function relatedReadings(pieces: readonly Piece[], at?: Range): readonly Related[] {
  const found = new Map<string, Related>();
  for (const piece of pieces) {
    let depth = 0;
    for (let reading = piece.readings; reading !== undefined && depth < MAX_READINGS; reading = reading.before, depth++) {
      if (at !== undefined && overlaps(at, reading.at)) continue;
      found.set(rangeKey(reading.at), { at: reading.at, message: `used here as ${reading.name}` });
    }
  }
  return [...found.values()].sort((a, b) => compareRanges(a.at, b.at));
}
