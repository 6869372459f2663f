import { expect, it } from "vitest";
import { imageAt, indexAt } from "../support/answers.ts";
import { judgeOf } from "../support/judging.ts";

const { met, words } = judgeOf("index-has-one-platform");
const one = indexAt("ghcr.io/acme/app:2", ["linux/amd64"]);

it("reports an index with one image on the platforms that it is not for", () => {
  expect(met("FROM ghcr.io/acme/app:2\n", { answers: [one] })).toMatchObject([
    { word: "ghcr.io/acme/app:2", finding: { platforms: ["linux/arm64"], level: "error", evidence: [{ statement: "ghcr.io/acme/app:2 is published for linux/amd64" }] } },
  ]);
});

it("is silent on an index with several, a single image, and what nobody answers", () => {
  expect(words("FROM ghcr.io/acme/app:2\n", { answers: [indexAt("ghcr.io/acme/app:2", ["linux/amd64", "linux/s390x"])] })).toEqual([]);
  expect(words("FROM ghcr.io/acme/app:2\n", { answers: [imageAt("ghcr.io/acme/app:2", "linux/amd64")] })).toEqual([]);
  expect(words("FROM ghcr.io/acme/app:2\n")).toEqual([]);
});

it("is silent where the one image is the one that is wanted", () => {
  expect(words("FROM ghcr.io/acme/app:2\n", { answers: [one], platforms: ["linux/amd64"] })).toEqual([]);
  expect(words("FROM --platform=linux/amd64 ghcr.io/acme/app:2\n", { answers: [one] })).toEqual([]);
});

it("is said by one rule only", () => {
  expect(judgeOf("base-image-lacks-platform").words("FROM ghcr.io/acme/app:2\n", { answers: [one] })).toEqual([]);
  expect(judgeOf("invalid-dockerfile").words("FROM ghcr.io/acme/app:2\n", { answers: [one] })).toEqual([]);
});
