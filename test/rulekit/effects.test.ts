import { expect, test } from "vitest";
import type { EvaluatedStage } from "../../src/evaluate/build.ts";
import type { Effect } from "../../src/evaluate/effect.ts";
import { downloadsIn, handledElsewhere } from "../../src/rulekit/effects.ts";
import { copiesFrom, runsOnTarget, stagePlatform, stagePlatforms } from "../../src/rulekit/stage-platform.ts";
import { AMD64, ARM64, buildsOf, effect, rangeOf, written } from "./support.ts";

const TEXT = "FROM debian:12 AS tools\nRUN curl https://example.com/jq-amd64 https://example.com/jq-arm64\nFROM debian:12\nCOPY --from=tools /jq /jq\n";
const CONDITION = rangeOf(TEXT, "curl");

function download(url: string, extra: Partial<Effect> = {}): Effect {
  const value = written(TEXT, url);
  return { ...effect({ kind: "download", url: value, by: "curl" }, rangeOf(TEXT, url), 1), ...extra } as Effect;
}

function inBranch(branch: number, aboutArchitecture = false): Partial<Effect> {
  return { runs: "maybe", choices: [{ at: CONDITION, branch, aboutArchitecture }] };
}

function stageWith(...effects: readonly Effect[]): EvaluatedStage {
  return buildsOf({ text: TEXT, effects: () => [effects] }).builds[1]?.stages[0] as EvaluatedStage;
}

test("lists the downloads of needed stages and leaves out what never runs", () => {
  const amd64 = download("https://example.com/jq-amd64");
  const never = download("https://example.com/jq-arm64", { runs: "never" });
  const [, arm64] = buildsOf({ text: TEXT, effects: () => [[amd64, never]] }).builds;
  expect([...downloadsIn(arm64 as NonNullable<typeof arm64>)].map(({ effect: found }) => found)).toEqual([amd64]);
});

test("takes a branch of an unknown question about the architecture for handled", () => {
  const amd64 = download("https://example.com/jq-amd64", inBranch(0, true));
  expect(handledElsewhere(amd64, stageWith(amd64))).toBe(true);
});

test("takes a branch for handled when its sibling names the platform", () => {
  const amd64 = download("https://example.com/jq-amd64", inBranch(0));
  const arm64 = download("https://example.com/jq-arm64", inBranch(1));
  expect(handledElsewhere(amd64, stageWith(amd64, arm64))).toBe(true);
});

test("does not take it for handled when both stand in one branch, or when it always runs", () => {
  const amd64 = download("https://example.com/jq-amd64", inBranch(0));
  const arm64 = download("https://example.com/jq-arm64", inBranch(0));
  expect(handledElsewhere(amd64, stageWith(amd64, arm64))).toBe(false);
  const always = download("https://example.com/jq-amd64");
  expect(handledElsewhere(always, stageWith(always, arm64))).toBe(false);
});

test("knows which platforms a stage's files may be for", () => {
  const { builds } = buildsOf({ text: TEXT, crossing: [0] });
  const [, arm64] = builds;
  if (arm64 === undefined) throw new Error("no build");
  const [crossing, own] = arm64.stages as [EvaluatedStage, EvaluatedStage];
  expect(stagePlatforms(arm64, crossing)).toEqual([AMD64, ARM64]);
  expect(stagePlatform(arm64, crossing)).toBeUndefined();
  expect(stagePlatform(arm64, own)).toEqual(ARM64);
  expect([runsOnTarget(builds, 0), runsOnTarget(builds, 1)]).toEqual([false, true]);
});

test("finds the copies out of a stage", () => {
  const copy = effect({ kind: "copy", from: { kind: "stage", stage: 0 }, sources: [written(TEXT, "/jq", { nth: 2 })], to: written(TEXT, "/jq", { nth: 3 }), by: "COPY" }, rangeOf(TEXT, "COPY"), 3);
  const [build] = buildsOf({ text: TEXT, effects: () => [[], [copy]] }).builds;
  expect(copiesFrom(build as NonNullable<typeof build>, 0).map(({ effect: found }) => found)).toEqual([copy]);
  expect(copiesFrom(build as NonNullable<typeof build>, 1)).toEqual([]);
});
