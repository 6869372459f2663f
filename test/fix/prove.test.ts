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

function isProvedToInstall(text: string, at: string, newText: string): boolean {
  const start = text.indexOf(at) + at.length;
  const place = { file: FILE, start, end: start };
  const claim: Claim = { ruleId: "some-rule", at: { file: FILE, start: 0, end: 4 }, message: "", level: "error", platforms: ["linux/arm64"] };
  const { proved } = proveFixes({
    before: stateOf(text, [claim]),
    candidates: [{ claim, proposals: [{ title: "", safety: "unsafe", edits: [{ range: place, newText }], installs: [place] }] }],
    after: (applied) => stateOf(applyEdits(text, applied), []),
    budget: 4,
  });
  return proved.has(claim);
}

test("packages of the system may be added to a command that installs some", () => {
  expect(isProvedToInstall("FROM debian:12\nRUN apt-get update && apt-get install -y curl && echo done\n", "curl", " g++ make")).toBe(true);
});

test("packages of the system may be installed by a step of their own", () => {
  const step = "RUN apt-get update && apt-get install -y g++ && rm -rf /var/lib/apt/lists/*\n";
  expect(isProvedToInstall("FROM node:20-slim\nRUN npm install canvas@2.11.2\n", "slim\n", step)).toBe(true);
});

test("whatever else an inserted step does refutes the proposal", () => {
  expect(isProvedToInstall("FROM node:20-slim\nRUN npm install canvas@2.11.2\n", "slim\n", "RUN apt-get install -y g++ && rm -rf /srv\n")).toBe(false);
  expect(isProvedToInstall("FROM node:20-slim\nRUN npm install canvas@2.11.2\n", "slim\n", "RUN pip install numpy\n")).toBe(false);
  expect(isProvedToInstall("FROM debian:12\nRUN apt-get update && apt-get install -y curl && echo done\n", "curl", " g++ && curl https://x.example/y -o /y")).toBe(false);
});
