import { describe, expect, it } from "vitest";
import { digest, imageAt, indexAt, known } from "../support/answers.ts";
import { judgeOf } from "../support/judging.ts";

const { met, words, fixed } = judgeOf("digest-pins-one-platform");

const AMD64 = digest(1);
const INDEX = digest(16);
const pinned = `ghcr.io/acme/app:1.4@${AMD64}`;
const image = imageAt(pinned, "linux/amd64");
const index = indexAt(`ghcr.io/acme/app:1.4@${INDEX}`, ["linux/amd64", "linux/arm64"], 16);
/** The same index, its first image being the one that is pinned. */
const holding = known({ kind: "image", subject: `ghcr.io/acme/app:1.4@${INDEX}` }, { kind: "index", digest: INDEX, images: [{ platform: "linux/amd64", digest: AMD64 }, { platform: "linux/arm64", digest: digest(2) }] });

function parent(contains: boolean): ReturnType<typeof known> {
  return known({ kind: "parent-index", subject: pinned }, { digest: INDEX, tag: "1.4", contains, platforms: ["linux/amd64", "linux/arm64"] });
}

describe("a digest of one image", () => {
  it("is reported where that image is not for the platform, at the digest", () => {
    const [only, ...others] = met(`FROM ${pinned}\n`, { answers: [image] });
    expect(others).toEqual([]);
    expect(only).toMatchObject({ word: AMD64, finding: { platforms: ["linux/arm64"], level: "error", evidence: [{ statement: "the digest is the image for linux/amd64", source: "registry.example.com", asOf: "2026-11-22" }] } });
  });

  it("is reported in COPY --from and in a mount", () => {
    expect(words(`FROM scratch\nCOPY --from=${pinned} /app /app\n`, { answers: [image] })).toEqual([AMD64]);
    expect(words(`FROM alpine:3.20\nRUN --mount=from=${pinned},target=/x cp /x/app /\n`, { answers: [image] })).toEqual([AMD64]);
  });

  it("is likely, and a warning, where a build argument may give another one", () => {
    const [only] = met(`ARG BASE=${pinned}\nFROM $BASE\n`, { answers: [image] });
    expect(only).toMatchObject({ word: AMD64, line: 1, finding: { level: "warning", confidence: "likely", related: [{ message: "used here as BASE" }] } });
  });

  it("is fine on its own platform, and on a stage that says so", () => {
    expect(words(`FROM ${pinned}\n`, { answers: [image], platforms: ["linux/amd64"] })).toEqual([]);
    expect(words(`FROM --platform=linux/amd64 ${pinned}\n`, { answers: [image] })).toEqual([]);
  });

  it("is silent on the digest of an index, on a tag, and on what nobody answers", () => {
    expect(words(`FROM ghcr.io/acme/app:1.4@${INDEX}\n`, { answers: [index] })).toEqual([]);
    expect(words("FROM ghcr.io/acme/app:1.4\n", { answers: [imageAt("ghcr.io/acme/app:1.4", "linux/amd64")] })).toEqual([]);
    expect(words(`FROM ${pinned}\n`)).toEqual([]);
  });
});

describe("the fix", () => {
  it("pins the index that lists the image, which changes nothing for the others", () => {
    expect(fixed(`FROM ${pinned} AS base\nRUN make\n`, { answers: [image, holding, parent(true)] })).toEqual([`FROM ghcr.io/acme/app:1.4@${INDEX} AS base`]);
    expect(fixed(`ARG BASE=${pinned}\nFROM $BASE\n`, { answers: [image, holding, parent(true)] })).toEqual([`ARG BASE=ghcr.io/acme/app:1.4@${INDEX}`]);
    expect(fixed(`FROM scratch\nCOPY --from=${pinned} /app /app\n`, { answers: [image, holding, parent(true)] })).toEqual([`COPY --from=ghcr.io/acme/app:1.4@${INDEX} /app /app`]);
  });

  it("is not offered when that index would give another platform another image", () => {
    expect(fixed(`FROM ${pinned}\n`, { answers: [image, index, parent(true)], unsafe: true })).toEqual([]);
  });

  it("is unsafe, and says so, when the tag has moved on", () => {
    const answers = [image, index, parent(false)];
    expect(fixed(`FROM ${pinned}\n`, { answers })).toEqual([]);
    expect(fixed(`FROM ${pinned}\n`, { answers, unsafe: true })).toEqual([`FROM ghcr.io/acme/app:1.4@${INDEX}`]);
    expect(met(`FROM ${pinned}\n`, { answers })[0]?.finding.fixes[0]?.title).toContain("every platform gets a newer one");
  });

  it("is not offered when the index lacks the platform as well", () => {
    const narrow = known({ kind: "image", subject: `ghcr.io/acme/app:1.4@${INDEX}` }, { kind: "index", digest: INDEX, images: [{ platform: "linux/amd64", digest: AMD64 }, { platform: "linux/s390x", digest: digest(2) }] });
    const judge = judgeOf("base-image-lacks-platform");
    expect(judge.words(`FROM ghcr.io/acme/app:1.4@${INDEX}\n`, { answers: [narrow] })).toHaveLength(1);
  });
});
