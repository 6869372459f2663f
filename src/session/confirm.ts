import type { FactStore, RemoteFile, Fact } from "../facts/index.ts";
import type { Claim } from "../fix/index.ts";
import { effectsOf, formatPlatform, knownText, type Build, type Evidence, type Proposal } from "../rulekit/index.ts";

/** A proposal, and what was seen of the files that it asks for. */
export interface Confirmed {
  readonly proposal: Proposal;
  readonly evidence: readonly Evidence[];
}

export interface Confirmation {
  readonly facts: FactStore;
  readonly before: readonly Build[];
  /** The builds once a proposal is applied. */
  readonly after: (proposal: Proposal) => readonly Build[];
}

/** Proposals of one file for which files are looked for: each costs an evaluation. */
const MAX_PROPOSALS = 12;

/**
 * Proposals that are unsafe only since nobody knew whether the files are there that they ask for: seen to be there they are safe,
 * and those whose files are not there are no longer proposed. Offline, and without an answer, they stay what they are.
 */
export function confirmed(proved: ReadonlyMap<Claim, Proposal>, confirmation: Confirmation): ReadonlyMap<Claim, Confirmed> {
  const result = new Map<Claim, Confirmed>();
  let left = confirmation.facts.offline ? 0 : MAX_PROPOSALS;
  for (const [claim, proposal] of proved) {
    const facts = proposal.confirmable === true && left-- > 0 ? answersFor(claim, proposal, confirmation) : [];
    if (facts.some(([, { state }]) => state === "absent")) continue;
    const isThere = facts.length > 0 && facts.every(([, { state }]) => state === "known");
    result.set(claim, isThere ? { proposal: { ...proposal, safety: "safe" }, evidence: facts.flatMap(([url, fact]) => evidenceOf(url, fact)) } : { proposal, evidence: [] });
  }
  return result;
}

/** The files that are downloaded on the platforms that were wrong and were not before. */
function answersFor({ platforms }: Claim, proposal: Proposal, { facts, before, after }: Confirmation): readonly (readonly [url: string, fact: Fact<RemoteFile>])[] {
  const urls = new Set<string>();
  for (const [i, build] of after(proposal).entries()) {
    if (!platforms.includes(formatPlatform(build.target))) continue;
    const old = new Set(urlsIn(before[i]));
    for (const url of urlsIn(build)) if (!old.has(url)) urls.add(url ?? "");
  }
  return [...urls].map((url) => {
    const question = { kind: "file", subject: url } as const;
    // What is known in part can't be asked for, and leaves the whole proposal unconfirmed.
    if (!/^https?:\/\/[^\s]+$/.test(url)) return [url, { state: "unknown", because: "unsupported" }] as const;
    facts.want(question);
    return [url, facts.find(question)] as const;
  });
}

function urlsIn(build: Build | undefined): readonly (string | undefined)[] {
  return build === undefined ? [] : [...effectsOf(build, "download")].map(({ effect }) => knownText(effect.url));
}

function evidenceOf(url: string, fact: Fact<RemoteFile>): readonly Evidence[] {
  return fact.state === "known" ? [{ statement: `${url} is there`, source: fact.source, asOf: fact.observedAt }] : [];
}
