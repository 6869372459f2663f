import type { ReviewedSuppression } from "../rulekit/types.ts";
import type { Range } from "../text/index.ts";
import type { Suppression } from "./suppressions.ts";

/** The rules of a run, as far as suppressions must know them. */
export interface KnownRules {
  /** The present id for an id or a former id; undefined when there is no such rule. */
  readonly resolve: (id: string) => string | undefined;
  readonly isOff: (id: string) => boolean;
  readonly nearest: (id: string) => string | undefined;
}

/** What became of each suppression; `findings` are all there are, suppressed or not. */
export function reviewSuppressions(
  suppressions: readonly Suppression[],
  findings: readonly { readonly ruleId: string; readonly at: Range }[],
  rules: KnownRules,
): ReviewedSuppression[] {
  const starts = startsOf(findings);
  return suppressions.map((suppression) => ({
    at: suppression.at,
    reason: suppression.reason,
    rules: suppression.ruleIds.map(({ id, at }) => reviewOne(suppression, { id, at }, { starts, rules })),
  }));
}

/** Where the findings of a rule in a file start, in order. */
type Starts = ReadonlyMap<string, readonly number[]>;

function startsOf(findings: readonly { readonly ruleId: string; readonly at: Range }[]): Starts {
  const starts = new Map<string, number[]>();
  for (const { ruleId, at } of findings) {
    const key = `${ruleId}\0${at.file}`;
    const list = starts.get(key);
    if (list === undefined) starts.set(key, [at.start]);
    else list.push(at.start);
  }
  for (const list of starts.values()) list.sort((a, b) => a - b);
  return starts;
}

function reviewOne(
  { over }: Suppression,
  { id, at }: { id: string; at: Range },
  { starts, rules }: { starts: Starts; rules: KnownRules },
): ReviewedSuppression["rules"][number] {
  const ruleId = rules.resolve(id);
  if (ruleId === undefined) {
    const nearest = rules.nearest(id);
    return { id, at, state: "unknown", ...(nearest === undefined ? {} : { nearest }) };
  }
  if (rules.isOff(ruleId)) return { id, at, state: "off" };
  return { id, at, state: holdsOne(starts.get(`${ruleId}\0${over.file}`) ?? [], over) ? "used" : "unused" };
}

function holdsOne(starts: readonly number[], over: Range): boolean {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < over.start) low = middle + 1;
    else high = middle;
  }
  return (starts[low] ?? Number.POSITIVE_INFINITY) <= over.end;
}
