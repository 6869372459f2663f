import type { Build } from "../evaluate/build.ts";
import { checksumsOf } from "./checksums.ts";
import type { ForeignUse } from "./foreign-use.ts";
import type { ForeignWord } from "./foreign-words.ts";
import { fixableUse } from "./fixable-use.ts";
import { followPlatform } from "./rewrite/follow-platform.ts";
import { raiseVersion, type RaisedVersion } from "./raise-version.ts";
import type { FixInput, Proposal } from "./types.ts";
import { wantedWords, type WantedWords } from "./wanted-words.ts";

/** What a rule knows beyond the spelling of words. */
export interface FixKnowledge {
  /** Whether what a rewritten word asks for is known to exist; undefined: ask the tables of downloads. */
  readonly known?: (word: ForeignWord, use: ForeignUse, build: Build) => boolean | undefined;
}

/** Proposals that make the words of a problem made by `problemsOf` follow the platform, best first. */
export function* fixForeignUses(input: FixInput, knowledge: FixKnowledge = {}): Generator<Proposal> {
  const [first] = input.found;
  const [found] = (first?.problem.data ?? []) as readonly ForeignUse[];
  const use = first === undefined || found === undefined ? undefined : fixableUse(found, first.build, input.builds);
  if (first === undefined || use === undefined) return;
  const wanted = wantedFor(use, input);
  if (wanted === undefined) {
    yield* inFirstVersion({ use, build: first.build }, input);
    return;
  }
  const checksums = checksumsOf(use.effect, use.stage);
  const checked = checksums.length > 0;
  const known = !checked && wanted.every((words) => knowledge.known?.(words.word, use, first.build) ?? words.known);
  for (const rewrite of followPlatform({ matrix: input, build: first.build, stage: use.stage, effect: use.effect, wanted })) {
    const title = checked ? `${rewrite.title}; the checksum still fits one file only` : rewrite.title;
    const safety = known && rewrite.needsFrontend === undefined ? "safe" : "unsafe";
    const confirmable = use.effect.kind === "download" && !checked && rewrite.needsFrontend === undefined && safety === "unsafe";
    yield { title, edits: rewrite.edits, safety, ...(confirmable ? { confirmable } : {}), ...(checked ? { uncovers: checksums } : {}) };
  }
}

/** What each word of a use must read; undefined where one has no counterpart on a platform. */
function wantedFor(use: ForeignUse, { builds }: FixInput, raised?: RaisedVersion): readonly WantedWords[] | undefined {
  const platforms = builds.map((build) => build.target);
  const wanted: WantedWords[] = [];
  for (const word of use.words) {
    const words = wantedWords(word, platforms, raised?.asset);
    if (words === undefined) return undefined;
    wanted.push(words);
  }
  return wanted;
}

/** What a tool's version has no build for, its first version with one has. */
function* inFirstVersion({ use, build }: { readonly use: ForeignUse; readonly build: Build }, input: FixInput): Generator<Proposal> {
  const { effect, stage } = use;
  const raised = effect.kind === "download" ? raiseVersion(build, { effect, stage }) : undefined;
  const wanted = raised === undefined ? undefined : wantedFor(use, input, raised);
  if (raised === undefined || wanted === undefined) return;
  for (const rewrite of followPlatform({ matrix: input, build, stage, effect, wanted })) {
    yield { title: `${rewrite.title}, and ask for ${raised.shown}`, edits: [...rewrite.edits, ...raised.edits], safety: "unsafe", raises: raised.edits.map(({ range }) => range) };
  }
}
