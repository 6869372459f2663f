import { formatPlatform, type Build, type Level, type Proposal } from "../rulekit/index.ts";
import { normaliseEdits, type Range, type TextEdit } from "../text/index.ts";
import { digestOf } from "./digest.ts";
import { EditSet } from "./edit-set.ts";
import { shiftBy } from "./shift.ts";

/** A finding as far as a proof must know it. */
export interface Claim {
  readonly ruleId: string;
  readonly at: Range;
  readonly message: string;
  readonly level: Level;
  readonly platforms: readonly string[];
}

/** What one analysis of a file says. */
export interface State {
  readonly builds: readonly Build[];
  readonly claims: readonly Claim[];
}

/** A finding and the edits that would mend it, best first. */
export interface Candidate {
  readonly claim: Claim;
  readonly proposals: readonly Proposal[];
}

export interface ProofInput {
  readonly before: State;
  readonly candidates: readonly Candidate[];
  /** Analyses the files with these edits applied. */
  readonly after: (edits: readonly TextEdit[]) => State;
  /** How many analyses the proofs of one file may cost. */
  readonly budget: number;
}

/** What was proved, and which candidates nobody got round to. */
export interface Proofs {
  readonly proved: ReadonlyMap<Claim, Proposal>;
  readonly untried: readonly Claim[];
}

interface Attempt {
  readonly claim: Claim;
  readonly proposal: Proposal;
  readonly rest: readonly Proposal[];
}

/**
 * Applies proposals in memory and evaluates again. What is offered has shown that its finding goes, that no other comes, and
 * that every platform which was right before does exactly what it did. Proposals that don't conflict are tried together and
 * halved on failure, so that proving a file costs a bounded number of analyses whatever its length.
 */
export function proveFixes(input: ProofInput): Proofs {
  const proved = new Map<Claim, Proposal>();
  const untried: Claim[] = [];
  let left = input.budget;
  let waiting = input.candidates.flatMap(({ claim, proposals }) => attemptsOf(claim, proposals));
  const digests = digestsOf(input.before.builds);
  while (waiting.length > 0) {
    const { together, later } = compatible(waiting);
    // Edits that conflict among themselves can't be tried at all.
    if (together.length === 0) {
      waiting = later.flatMap(({ claim, rest }) => attemptsOf(claim, rest));
      continue;
    }
    const groups: (readonly Attempt[])[] = [together];
    const next: Attempt[] = [...later];
    for (let group = groups.pop(); group !== undefined; group = groups.pop()) {
      if (left-- <= 0) {
        untried.push(...group.map(({ claim }) => claim));
        continue;
      }
      if (holds(group, { ...input, digests })) for (const { claim, proposal } of group) proved.set(claim, proposal);
      else if (group.length > 1) groups.push(group.slice(group.length >> 1), group.slice(0, group.length >> 1));
      else next.push(...group.flatMap(({ claim, rest }) => attemptsOf(claim, rest)));
    }
    waiting = next;
  }
  return { proved, untried };
}

type Digests = (platform: string) => string | undefined;

/** What each platform's build does, worked out for those that are asked for. */
function digestsOf(builds: readonly Build[]): Digests {
  const known = new Map<string, string>();
  return (platform) => {
    const build = builds.find(({ target }) => formatPlatform(target) === platform);
    const digest = known.get(platform) ?? (build === undefined ? undefined : digestOf(build));
    if (digest !== undefined) known.set(platform, digest);
    return digest;
  };
}

function attemptsOf(claim: Claim, proposals: readonly Proposal[]): Attempt[] {
  const [proposal, ...rest] = proposals;
  return proposal === undefined ? [] : [{ claim, proposal, rest }];
}

/** A largest prefix-greedy set of attempts whose edits can be applied together. */
function compatible(attempts: readonly Attempt[]): { together: Attempt[]; later: Attempt[] } {
  const together: Attempt[] = [];
  const later: Attempt[] = [];
  const edits = new EditSet();
  for (const attempt of attempts) {
    if (edits.add(attempt.proposal.edits)) together.push(attempt);
    else later.push(attempt);
  }
  return { together, later };
}

function holds(group: readonly Attempt[], input: ProofInput & { digests: Digests }): boolean {
  const edits = normaliseEdits(group.flatMap(({ proposal }) => proposal.edits));
  const after = input.after(edits);
  if (!keepsOthers(group, edits, { ...input, after })) return false;
  const targets = new Set(group.map(({ claim }) => claim));
  const remaining = countClaims(input.before.claims.filter((claim) => !targets.has(claim)), edits);
  const uncovered = group.flatMap(({ proposal }) => proposal.uncovers ?? []);
  const shift = shiftBy(edits);
  const isUncovered = ({ at }: Claim): boolean => uncovered.some((place) => place.file === at.file && shift(place.start, place.file) <= at.start && at.start < shift(place.end, place.file));
  return after.claims.every((claim) => claim.level === "note" || take(remaining, claim) || isUncovered(claim));
}

/** Whether the platforms that were right do what they did, but for versions that are raised on purpose. */
function keepsOthers(group: readonly Attempt[], edits: readonly TextEdit[], { before, after, digests }: { before: State; after: State; digests: Digests }): boolean {
  const wrong = new Set(group.flatMap(({ claim }) => claim.platforms));
  const raised = group.flatMap(({ proposal }) => proposal.raises ?? []);
  const shift = shiftBy(edits);
  const raisedAfter = raised.map(({ file, start, end }) => ({ file, start: shift(start, file), end: shift(end, file) }));
  const installed = insertedAt(group.flatMap(({ proposal }) => proposal.installs ?? []), edits, shift);
  return after.builds.every((build, i) => {
    const platform = formatPlatform(build.target);
    if (wrong.has(platform)) return true;
    const old = before.builds[i];
    const expected = raised.length === 0 || old === undefined ? digests(platform) : digestOf(old, { raised });
    return digestOf(build, { raised: raisedAfter, installed }) === expected;
  });
}

/** Where the texts that are inserted at some places stand once they are. */
function insertedAt(places: readonly Range[], edits: readonly TextEdit[], shift: ReturnType<typeof shiftBy>): readonly Range[] {
  return edits.flatMap(({ range, newText }) => {
    if (!places.some(({ file, start }) => file === range.file && start === range.start && range.start === range.end)) return [];
    const end = shift(range.start, range.file);
    return [{ file: range.file, start: end - newText.length, end }];
  });
}

/** Findings by rule, place and platform, as places are after the edits. */
function countClaims(claims: readonly Claim[], edits: readonly TextEdit[]): Map<string, number> {
  const counts = new Map<string, number>();
  const shift = shiftBy(edits);
  for (const claim of claims) {
    const start = shift(claim.at.start, claim.at.file);
    for (const platform of claim.platforms) {
      const key = keyOf(claim, start, platform);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

function take(counts: Map<string, number>, claim: Claim): boolean {
  return claim.platforms.every((platform) => {
    const key = keyOf(claim, claim.at.start, platform);
    const count = counts.get(key) ?? 0;
    counts.set(key, count - 1);
    return count > 0;
  });
}

function keyOf(claim: Claim, start: number, platform: string): string {
  return `${claim.ruleId}\0${claim.at.file}\0${String(start)}\0${platform}`;
}

