import { describe, expect, it } from "vitest";
import type { Finding, Report } from "../../src/rulekit/types.ts";
import { displayed, frameOf } from "../../src/report/frame.ts";
import { pretty } from "../../src/report/pretty.ts";
import { verdicts } from "../../src/report/verdict.ts";
import { SourceText } from "../../src/text/index.ts";
import { at, finding, report, SAFE_FIX } from "./sample.ts";

function plain(of: Report, unsafe = false): string {
  return pretty(of, { color: false, unsafe });
}

describe("pretty", () => {
  it("shows a finding with its place, its reason and its fix, then the verdicts and the sum", () => {
    const full = finding({
      related: [{ at: at("VERSION"), message: "the version stands here" }],
      evidence: [{ statement: "tini-arm64 exists", source: "embedded", asOf: "2026-11-01" }],
      fixes: [SAFE_FIX],
    });
    expect(plain(report({ findings: [full] }))).toBe(`error The URL names amd64 no-hardcoded-arch-in-url
  app/Dockerfile:3:48
  3 | RUN curl -fsSLo /tini https://example.org/tini-amd64
    |                                                ^^^^^
  on linux/arm64: the image holds code for another CPU
  see app/Dockerfile:2:5 the version stands here
  proof tini-arm64 exists (embedded, 2026-11-01)
  fix Follow the platform

app/Dockerfile  linux/amd64 builds  linux/arm64 blocked by 1

1 error in 1 file for linux/amd64, linux/arm64
1 can be mended with --fix
`);
  });

  it("says so when nothing was found, and when nothing was there", () => {
    expect(plain(report())).toBe("nothing found in 1 file for linux/amd64, linux/arm64\n");
    expect(plain(report({ files: [], problems: [{ file: "gone", message: "no such file or folder" }] }))).toBe("nothing checked in 0 files for linux/amd64, linux/arm64\n");
  });

  it("counts what could not be followed and what is suppressed, and shows neither as clean", () => {
    const text = plain(report({ findings: [finding({ suppressed: { reason: "known" } })], unchecked: [{ ruleId: "", at: at("RUN"), because: "too-many" }] }));
    expect(text).toContain("nothing found in 1 file for linux/amd64, linux/arm64, 1 suppressed");
    expect(text).toContain("1 place could not be followed");
  });

  it("names unsafe fixes by the flag that makes them", () => {
    const unsafe = finding({ fixes: [{ ...SAFE_FIX, safety: "unsafe" }] });
    expect(plain(report({ findings: [unsafe] }))).toContain("fix Follow the platform (unsafe)");
    expect(plain(report({ findings: [unsafe] }))).toContain("1 can be mended with --fix --unsafe-fixes");
    const both = [unsafe, finding({ ruleId: "another", fixes: [SAFE_FIX] })];
    expect(plain(report({ findings: both }))).toContain("1 can be mended with --fix, 1 more with --fix --unsafe-fixes");
  });

  it("colours only when asked", () => {
    expect(plain(report({ findings: [finding()] }))).not.toContain("\u001b");
    expect(pretty(report({ findings: [finding()] }), { color: true, unsafe: false })).toContain("\u001b[31m");
  });

  it("lets no text steer the terminal", () => {
    const file = "app/Dockerfile";
    const text = "RUN echo \u001b[2J \u202e amd64\n";
    const odd = finding({ message: "it says \u001b]0;x\u0007", at: at("amd64", file, text) });
    expect(plain(report({ findings: [odd], sources: new Map([[file, new SourceText(file, text)]]) }))).not.toMatch(/[\u001b\u0007\u202e]/);
  });
});

describe("verdicts", () => {
  it("block a platform by its errors and not by warnings or other platforms' errors", () => {
    const findings: Finding[] = [finding(), finding({ ruleId: "b" }), finding({ ruleId: "c", level: "warning", platforms: ["linux/amd64"] })];
    expect(verdicts(report({ findings }))[0]?.platforms).toEqual([
      { platform: "linux/amd64", verdict: { state: "builds" } },
      { platform: "linux/arm64", verdict: { state: "blocked", by: 2 } },
    ]);
  });

  it("are unknown for a file that could not be looked at", () => {
    const [, gone] = verdicts(report({ problems: [{ file: "gone", message: "no such file or folder" }] }));
    expect(gone?.platforms.map(({ verdict }) => verdict.state)).toEqual(["unknown", "unknown"]);
  });

  it("count a finding in a script for the Dockerfile that runs it", () => {
    const inScript = finding({ at: { file: "install.sh", start: 0, end: 1 }, dockerfiles: ["app/Dockerfile"] });
    expect(verdicts(report({ findings: [inScript] })).map(({ file, findings }) => [file, findings])).toEqual([["app/Dockerfile", 1]]);
  });
});

describe("a code frame", () => {
  function frame(text: string, part: string): ReturnType<typeof frameOf> {
    const start = text.indexOf(part);
    return frameOf(new SourceText("Dockerfile", text), start, start + part.length);
  }

  it("underlines behind tabs and wide characters where the terminal shows them", () => {
    expect(frame("\tamd64\n", "amd64").lines[0]).toEqual({ line: 1, text: "    amd64", from: 4, to: 9 });
    expect(frame("# 日本 amd64\n", "amd64").lines[0]).toMatchObject({ from: 7, to: 12 });
    expect(frame("# e\u0301 amd64\n", "amd64").lines[0]).toMatchObject({ from: 4, to: 9 });
  });

  it("shows three lines of a long range and counts the rest", () => {
    const { lines, more } = frame("RUN a \\\n  b \\\n  c \\\n  d \\\n  e\n", "a \\\n  b \\\n  c \\\n  d \\\n  e");
    expect(lines.map(({ line, from }) => [line, from])).toEqual([[1, 4], [2, 2], [3, 2]]);
    expect(more).toBe(2);
  });

  it("cuts a long line around the range", () => {
    const [line] = frame(`RUN ${"x".repeat(100_000)} amd64 ${"y".repeat(100_000)}\n`, "amd64").lines;
    expect(line?.text.length).toBeLessThan(160);
    expect(line?.text.slice(line.from, line.to)).toBe("amd64");
  });

  it("marks an empty range with one sign, even at the end of the text", () => {
    const source = new SourceText("Dockerfile", "FROM a");
    expect(frameOf(source, 6, 6).lines[0]).toEqual({ line: 1, text: "FROM a", from: 6, to: 7 });
  });

  it("keeps CRLF out of the line", () => {
    expect(frame("FROM amd64\r\nRUN x\r\n", "amd64").lines[0]?.text).toBe("FROM amd64");
  });

  it("measures what it shows", () => {
    expect(displayed("a\tb")).toEqual({ text: "a   b", width: 5 });
  });
});
