import { expect, it } from "vitest";
import { absent, digest, indexAt } from "../support/answers.ts";
import { judgeOf } from "../support/judging.ts";

const { met, words } = judgeOf("image-not-found");
const gone = (reference: string): ReturnType<typeof absent> => absent({ kind: "image", subject: reference });

it("reports a tag and a digest that the registry doesn't have, likely and as a warning", () => {
  expect(met("FROM ghcr.io/acme/app:9\n", { answers: [gone("ghcr.io/acme/app:9")] })).toMatchObject([{ word: "ghcr.io/acme/app:9", finding: { level: "warning", confidence: "likely", platforms: ["linux/amd64", "linux/arm64"] } }]);
  expect(words(`FROM ghcr.io/acme/app@${digest(5)}\n`, { answers: [gone(`ghcr.io/acme/app@${digest(5)}`)] })).toHaveLength(1);
});

it("reports a frontend that is not there", () => {
  expect(words("# syntax=acme/frontend:1\nFROM scratch\n", { answers: [gone("docker.io/acme/frontend:1")] })).toEqual(["acme/frontend:1"]);
});

it("is silent on what is there, on stages that nobody needs, and on what nobody answers", () => {
  expect(words("FROM ghcr.io/acme/app:9\n", { answers: [indexAt("ghcr.io/acme/app:9", ["linux/amd64"])] })).toEqual([]);
  expect(words("FROM ghcr.io/acme/app:9 AS unused\nFROM scratch\n", { answers: [gone("ghcr.io/acme/app:9")] })).toEqual([]);
  expect(words("FROM ghcr.io/acme/app:9\n")).toEqual([]);
});

it("is a note where a build argument may give another name", () => {
  expect(met("ARG TAG=9\nFROM ghcr.io/acme/app:${TAG}\n", { answers: [gone("ghcr.io/acme/app:9")] })).toMatchObject([{ finding: { level: "note" } }]);
});
