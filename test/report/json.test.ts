import { describe, expect, it } from "vitest";
import { json } from "../../src/report/json.ts";
import { at, finding, report, SAFE_FIX } from "./sample.ts";

describe("json", () => {
  it("is the contract, field by field", () => {
    const full = finding({
      related: [{ at: at("VERSION"), message: "the version stands here" }],
      evidence: [{ statement: "tini-arm64 exists", source: "embedded", asOf: "2026-11-01" }],
      fixes: [SAFE_FIX],
      suppressed: { reason: "only built on x86" },
    });
    const unchecked = [{ ruleId: "", at: at("debian:12"), because: "too-many" }];
    const problems = [{ file: "gone", message: "no such file or folder" }];
    const crashes = [{ ruleId: "no-constant-platform", file: "app/Dockerfile", message: "boom" }];
    const file = "app/Dockerfile";
    expect(JSON.parse(json(report({ findings: [full], unchecked, problems, crashes })))).toEqual({
      version: 1,
      platforms: ["linux/amd64", "linux/arm64"],
      findings: [
        {
          ruleId: "no-hardcoded-arch-in-url",
          level: "error",
          confidence: "certain",
          message: "The URL names amd64",
          file,
          range: { start: { line: 3, column: 48 }, end: { line: 3, column: 53 } },
          platforms: ["linux/arm64"],
          consequence: "wrong-binary",
          related: [{ file, range: { start: { line: 2, column: 5 }, end: { line: 2, column: 12 } }, message: "the version stands here" }],
          evidence: [{ statement: "tini-arm64 exists", source: "embedded", asOf: "2026-11-01" }],
          fixes: [
            {
              title: "Follow the platform",
              safety: "safe",
              edits: [
                { file, range: { start: { line: 3, column: 1 }, end: { line: 3, column: 1 } }, newText: "ARG TARGETARCH\n" },
                { file, range: { start: { line: 3, column: 48 }, end: { line: 3, column: 53 } }, newText: "${TARGETARCH}" },
              ],
            },
          ],
          suppressed: { reason: "only built on x86" },
        },
      ],
      files: [{ file, kind: "dockerfile" }],
      facts: { asked: 0, embedded: 0, cached: 0, network: 0, unknown: 0 },
      unchecked: [{ ruleId: "", file, range: { start: { line: 1, column: 6 }, end: { line: 1, column: 15 } }, because: "too-many" }],
      problems,
      crashes,
    });
  });

  it("gives the same bytes in whatever order the findings came", () => {
    const findings = [finding({ at: at("debian") }), finding({ ruleId: "a-rule" }), finding()];
    expect(json(report({ findings }))).toBe(json(report({ findings: [...findings].reverse() })));
    const order = (JSON.parse(json(report({ findings }))) as { findings: { ruleId: string; range: { start: { line: number } } }[] }).findings;
    expect(order.map(({ ruleId, range }) => `${String(range.start.line)} ${ruleId}`)).toEqual(["1 no-hardcoded-arch-in-url", "3 a-rule", "3 no-hardcoded-arch-in-url"]);
  });

  it("leaves `suppressed` out where nothing is", () => {
    expect(json(report({ findings: [finding()] }))).not.toContain("suppressed");
  });
});
