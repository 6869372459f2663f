import { readFileSync } from "node:fs";
import { Ajv, type AnySchemaObject, type ValidateFunction } from "ajv";
import type { Log, Result } from "sarif";
import { describe, expect, it } from "vitest";
import { place } from "./support.ts";

const { put, run } = place();

const schema = JSON.parse(readFileSync("node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json", "utf8")) as Record<string, unknown>;
const { $schema: _draft, id: $id, ...rest } = schema;
const validate: ValidateFunction = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile({ $id: String($id), ...rest } as AnySchemaObject);

const TEXT = `ARG VERSION=v0.19.0
FROM --platform=linux/amd64 debian:12
ARG VERSION
ENV ARCH=amd64
# anyarch ignore=no-hardcoded-arch-in-path the vendor's own folder
ENV PATH=/opt/vendor/x86_64-linux-gnu/bin:$PATH
RUN apt-get update && apt-get install -y libssl3:amd64
FROM debian:12
ARG ARCH=amd64
ADD https://github.com/krallin/tini/releases/download/v0.19.0/tini-\${ARCH} /tini
RUN curl -fsSLO https://downloads.example/one-linux-amd64 && curl -fsSLO https://downloads.example/two-linux-amd64
`;

async function results(text: string): Promise<readonly Result[]> {
  put("app dir/Dockerfile", text);
  const log = JSON.parse((await run("--format", "sarif")).out) as Log;
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  return log.runs[0]?.results ?? [];
}

const prints = (of: readonly Result[]): (string | undefined)[] => of.map(({ ruleId, partialFingerprints }) => `${String(ruleId)} ${String(partialFingerprints?.["anyarch/v1"])}`);

describe("a SARIF log of a run", () => {
  it("is valid, and has related places, fixes and what is suppressed", async () => {
    const found = await results(TEXT);
    expect(found.length).toBeGreaterThanOrEqual(3);
    expect(found.some(({ fixes }) => (fixes?.length ?? 0) > 0)).toBe(true);
    expect(found.some(({ relatedLocations }) => (relatedLocations?.length ?? 0) > 0)).toBe(true);
    expect(found.filter(({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri !== "app%20dir/Dockerfile")).toEqual([]);
  });

  it("names each finding once and keeps the names when lines come in above", async () => {
    const before = prints(await results(TEXT));
    expect(new Set(before).size).toBe(before.length);
    const after = prints(await results(TEXT.replace("FROM debian", "# a comment\n\n# another\nFROM debian")));
    expect(after).toEqual(before);
  });

  it("carries a suppression with its reason", async () => {
    const found = await results("FROM debian:12\n# anyarch ignore=no-hardcoded-arch-in-url no other build\nADD https://downloads.example/tool-linux-amd64 /tool\n");
    expect(found.map(({ suppressions }) => suppressions)).toEqual([[{ kind: "inSource", justification: "no other build" }]]);
  });
});
