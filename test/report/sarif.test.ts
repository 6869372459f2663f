import { readFileSync } from "node:fs";
import { Ajv, type AnySchemaObject, type ValidateFunction } from "ajv";
import type { Log } from "sarif";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/rulekit/types.ts";
import { sarif } from "../../src/report/sarif.ts";
import { SourceText } from "../../src/text/index.ts";
import { at, finding, report, SAFE_FIX, TEXT } from "./sample.ts";

const schema = JSON.parse(readFileSync("node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json", "utf8")) as Record<string, unknown>;
// The schema is of draft 4 and uses nothing that later drafts changed but the name of its id.
const { $schema: _draft, id: $id, ...rest } = schema;
const validate: ValidateFunction = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile({ $id: String($id), ...rest } as AnySchemaObject);

function log(of: Report, helpOf: (id: string) => string | undefined = () => undefined): Log {
  const parsed = JSON.parse(sarif(of, { version: "1.2.3", helpOf })) as Log;
  validate(parsed);
  expect(validate.errors ?? []).toEqual([]);
  return parsed;
}

const RICH = report({
  findings: [
    finding({
      related: [{ at: at("VERSION"), message: "the version" }],
      evidence: [{ statement: "tini-arm64 exists", source: "embedded", asOf: "2026-11-01" }],
      fixes: [SAFE_FIX],
    }),
    finding({ ruleId: "no-constant-platform", level: "note", at: at("debian:12"), platforms: [], suppressed: { reason: "on purpose" } }),
    finding({ ruleId: "not-in-the-list", level: "warning", at: at("ENV") }),
  ],
  problems: [{ file: "gone Dockerfile", message: "no such file or folder" }],
  crashes: [{ ruleId: "no-constant-platform", file: "app/Dockerfile", message: "boom" }],
  unchecked: [{ ruleId: "", at: at("debian:12"), because: "too-many" }],
});

describe("sarif", () => {
  it("is valid against the schema of SARIF 2.1.0, empty and full", () => {
    log(report());
    log(RICH, (id) => `# ${id}`);
  });

  it("describes each rule with its help and points results at it", () => {
    const [run] = log(RICH, (id) => `# ${id}`).runs;
    const rules = run?.tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual(["no-hardcoded-arch-in-url", "no-constant-platform", "not-in-the-list"]);
    expect(rules[0]).toMatchObject({ name: "NoHardcodedArchInUrl", help: { markdown: "# no-hardcoded-arch-in-url" }, defaultConfiguration: { level: "error" }, deprecatedIds: ["no-arch-url"] });
    expect(run?.results?.map(({ ruleId, ruleIndex = -1 }) => ruleId === rules[ruleIndex]?.id)).toEqual([true, true, true]);
  });

  it("gives places, related places and fixes in lines and columns", () => {
    const [, result] = log(RICH).runs[0]?.results ?? [];
    const region = { startLine: 3, startColumn: 48, endLine: 3, endColumn: 53 };
    expect(log(RICH).runs[0]?.columnKind).toBe("utf16CodeUnits");
    expect(result?.locations?.[0]?.physicalLocation).toEqual({ artifactLocation: { uri: "app/Dockerfile", uriBaseId: "%SRCROOT%" }, region });
    expect(result?.relatedLocations?.[0]).toMatchObject({ id: 1, message: { text: "the version" }, physicalLocation: { region: { startLine: 2 } } });
    expect(result?.fixes?.[0]?.artifactChanges[0]?.replacements).toEqual([
      { deletedRegion: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 1 }, insertedContent: { text: "ARG TARGETARCH\n" } },
      { deletedRegion: region, insertedContent: { text: "${TARGETARCH}" } },
    ]);
  });

  it("marks what is suppressed, and says of every other result that it isn't", () => {
    expect(log(RICH).runs[0]?.results?.map(({ suppressions }) => suppressions)).toEqual([[{ kind: "inSource", justification: "on purpose" }], [], []]);
  });

  it("keeps a fingerprint when lines above change, and not when the line does", () => {
    const print = (text: string): string | undefined => {
      const sources = new Map([["app/Dockerfile", new SourceText("app/Dockerfile", text)]]);
      const of = report({ findings: [finding({ at: at("amd64", "app/Dockerfile", text) })], sources });
      return log(of).runs[0]?.results?.[0]?.partialFingerprints?.["anyarch/v1"];
    };
    expect(print(TEXT)).toBe(print(`# a comment\n\n${TEXT}`));
    expect(print(TEXT)).not.toBe(print(TEXT.replace("-fsSLo", "-Lo")));
  });

  it("tells two findings of one line apart", () => {
    const prints = log(report({ findings: [finding(), finding({ message: "another" })] })).runs[0]?.results?.map(({ partialFingerprints }) => partialFingerprints?.["anyarch/v1"]);
    expect(new Set(prints).size).toBe(2);
  });

  it("tells of a run that could not look at everything", () => {
    const [invocation] = log(RICH).runs[0]?.invocations ?? [];
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolExecutionNotifications).toHaveLength(2);
    expect(invocation?.toolExecutionNotifications?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe("gone%20Dockerfile");
    expect(log(report()).runs[0]?.invocations?.[0]?.executionSuccessful).toBe(true);
  });
});
