import { compareRanges, contains, rangeKey, type Range } from "../text/index.ts";
import type { Suppression } from "./suppressions.ts";

/** Finds the suppression that covers a finding, without asking all of them for each. */
export class SuppressionIndex {
  /** By file, in the order of their ranges. */
  readonly #byFile = new Map<string, Covered[]>();

  /** `resolve` gives the present id of a rule for any of its ids. */
  constructor(suppressions: readonly Suppression[], resolve: (id: string) => string | undefined) {
    const found = new Map<string, Covered>();
    for (const suppression of suppressions) {
      const key = rangeKey(suppression.over);
      const covered = found.get(key) ?? { over: suppression.over, byRule: new Map<string, Suppression>(), around: undefined };
      found.set(key, covered);
      for (const { id } of suppression.ruleIds) {
        const ruleId = resolve(id);
        if (ruleId !== undefined && !covered.byRule.has(ruleId)) covered.byRule.set(ruleId, suppression);
      }
    }
    for (const covered of [...found.values()].sort(outerFirst)) this.#add(covered);
  }

  /** The first in the file that covers the place for the rule. */
  find(at: Range, ruleId: string): Suppression | undefined {
    const place = { ...at, end: at.start };
    let found: Suppression | undefined;
    for (let covered = lastFrom(this.#byFile.get(at.file) ?? [], at.start); covered !== undefined; covered = covered.around) {
      const own = contains(covered.over, place) ? covered.byRule.get(ruleId) : undefined;
      if (own !== undefined && (found === undefined || own.at.start < found.at.start)) found = own;
    }
    return found;
  }

  #add(covered: Covered): void {
    const list = this.#byFile.get(covered.over.file) ?? [];
    let around = list.at(-1);
    while (around !== undefined && !contains(around.over, covered.over)) around = around.around;
    list.push({ ...covered, around });
    this.#byFile.set(covered.over.file, list);
  }
}

/** A range that suppressions hold for: a line, an instruction or a file, so that these nest three deep at most. */
interface Covered {
  readonly over: Range;
  readonly byRule: Map<string, Suppression>;
  /** The smallest other one that this one lies in. */
  readonly around: Covered | undefined;
}

function outerFirst(a: Covered, b: Covered): number {
  return a.over.file === b.over.file && a.over.start === b.over.start ? b.over.end - a.over.end : compareRanges(a.over, b.over);
}

/** The last one that starts at `offset` or in front of it. */
function lastFrom(list: readonly Covered[], offset: number): Covered | undefined {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.over.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return list[low - 1];
}
