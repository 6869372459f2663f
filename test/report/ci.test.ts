import { describe, expect, it } from "vitest";
import { unifiedDiff } from "../../src/report/diff.ts";
import { github } from "../../src/report/github.ts";
import { gitlab } from "../../src/report/gitlab.ts";
import { junit } from "../../src/report/junit.ts";
import { at, finding, report } from "./sample.ts";

describe("github", () => {
  it("makes an annotation of each finding", () => {
    expect(github(report({ findings: [finding()] }))).toBe(
      "::error file=app/Dockerfile,line=3,endLine=3,col=48,endColumn=52,title=anyarch no-hardcoded-arch-in-url::The URL names amd64 (linux/arm64)\n",
    );
  });

  it("escapes what would end a property or a line", () => {
    const odd = finding({ at: { file: "a,b:c/Dockerfile", start: 0, end: 0 }, message: "100%\n::error::forged", level: "note", platforms: [] });
    expect(github(report({ findings: [odd] }))).toBe("::notice file=a%2Cb%3Ac/Dockerfile,line=1,endLine=1,col=1,endColumn=1,title=anyarch no-hardcoded-arch-in-url::100%25%0A::error::forged\n");
  });

  it("leaves columns out of a range of several lines, and suppressed findings out altogether", () => {
    const long = finding({ at: { ...at("RUN"), end: at("ENV").end } });
    expect(github(report({ findings: [long] }))).toContain("line=3,endLine=4,title=");
    expect(github(report({ findings: [finding({ suppressed: { reason: "known" } })] }))).toBe("");
  });
});

describe("gitlab", () => {
  it("is a Code Quality report", () => {
    const issues = JSON.parse(gitlab(report({ findings: [finding()] }))) as Record<string, unknown>[];
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({
      check_name: "no-hardcoded-arch-in-url",
      description: "The URL names amd64 (linux/arm64)",
      severity: "major",
      location: { path: "app/Dockerfile", lines: { begin: 3, end: 3 } },
    });
    expect(issues[0]?.["fingerprint"]).toMatch(/^[0-9a-f]{32}$/);
  });

  it("is an empty list when nothing is found", () => {
    expect(gitlab(report())).toBe("[]\n");
  });
});

describe("junit", () => {
  it("has a passed case for a file without findings", () => {
    expect(junit(report())).toContain('<testsuites name="anyarch" tests="1" failures="0" errors="0">');
    expect(junit(report())).toContain('<testcase name="nothing found" classname="app/Dockerfile"/>');
  });

  it("has a failed case for each finding and an error for each problem", () => {
    const xml = junit(report({ findings: [finding({ message: 'a <b> & "c"\u0007' })], problems: [{ file: "gone", message: "no such file or folder" }] }));
    expect(xml).toContain('<testsuites name="anyarch" tests="2" failures="1" errors="1">');
    expect(xml).toContain('<failure type="error" message="a &lt;b&gt; &amp; &quot;c&quot;\uFFFD">app/Dockerfile:3:48&#10;');
    expect(xml).toContain('<error message="no such file or folder">gone: no such file or folder</error>');
  });
});

describe("unifiedDiff", () => {
  it("is a patch that git takes", () => {
    expect(unifiedDiff({ file: "app/Dockerfile", before: "FROM a\nRUN b\n", after: "FROM a\nARG X\nRUN b\n" })).toBe(
      "--- a/app/Dockerfile\n+++ b/app/Dockerfile\n@@ -1,2 +1,3 @@\n FROM a\n+ARG X\n RUN b\n",
    );
  });

  it("is empty when nothing changes", () => {
    expect(unifiedDiff({ file: "Dockerfile", before: "FROM a\n", after: "FROM a\n" })).toBe("");
  });
});
