import { expect, test } from "vitest";
import { proveFixes, type Claim, type State } from "../../src/fix/index.ts";
import { applyEdits, type Range, type TextEdit } from "../../src/text/index.ts";
import { buildFor } from "../support/dockerfiles.ts";

const FILE = "Dockerfile";

const TEXT = "FROM python:3.9-slim\nRUN pip install numpy==1.18.5 requests==2.31.0\n";

function stateOf(text: string, claims: readonly Claim[]): State {
  return { builds: ["linux/amd64", "linux/arm64"].map((platform) => buildFor(platform, text)), claims };
}

function rangeOf(words: string): Range {
  const start = TEXT.indexOf(words);
  return { file: FILE, start, end: start + words.length };
}

function isProved(edits: readonly TextEdit[], raises: readonly Range[]): boolean {
  const claim: Claim = { ruleId: "some-rule", at: rangeOf("numpy"), message: "", level: "error", platforms: ["linux/arm64"] };
  const { proved } = proveFixes({
    before: stateOf(TEXT, [claim]),
    candidates: [{ claim, proposals: [{ title: "", safety: "unsafe", edits, raises }] }],
    after: (applied) => stateOf(applyEdits(TEXT, applied), []),
    budget: 4,
  });
  return proved.has(claim);
}

const pin = { range: rangeOf("1.18.5"), newText: "1.19.0" };

test("a version may be raised on all platforms where the proposal says so", () => {
  expect(isProved([pin], [pin.range])).toBe(true);
});

test("without that, another version on the platform that was right refutes the proposal", () => {
  expect(isProved([pin], [])).toBe(false);
});

test("whatever else changes refutes a proposal that raises a version", () => {
  const second = { range: rangeOf("2.31.0"), newText: "2.32.0" };
  expect(isProved([pin, second], [pin.range])).toBe(false);
  expect(isProved([pin, second], [pin.range, second.range])).toBe(true);
});

test("a version of another length is still the same place", () => {
  const longer = { range: rangeOf("1.18.5"), newText: "1.21.10.post1" };
  expect(isProved([longer], [longer.range])).toBe(true);
});
