import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Finding, Report, StageGraph } from "../../src/rulekit/types.ts";
import { checkstyle } from "../../src/report/checkstyle.ts";
import { github } from "../../src/report/github.ts";
import { gitlab } from "../../src/report/gitlab.ts";
import { html } from "../../src/report/html.ts";
import { json } from "../../src/report/json.ts";
import { junit } from "../../src/report/junit.ts";
import { markdown } from "../../src/report/markdown.ts";
import { pretty } from "../../src/report/pretty.ts";
import { rdjson } from "../../src/report/rdjson.ts";
import { sarif } from "../../src/report/sarif.ts";
import { SourceText } from "../../src/text/index.ts";
import { tagsIn } from "./markup.ts";
import { report } from "./sample.ts";

const parts = [
  "\u001b[2J", "\u001b]0;title\u0007", "\u009b31m", "\u0000", "\r", "\n", "\t", "\u007f", "\u0085", "\u2028", "\u202e", "\u2066", "\ud800", "\u{1f600}",
  "::error file=x::forged", "::add-mask::a", "::stop-commands::x", "##[error]forged", "##[set-output name=x]", "##vso[task.setvariable]", "##teamcity[x]", "####[a]", "section_start:1:x\r\u001b[0K",
  "<script>alert(1)</script>", "</pre>", "</style>", "--><!--", "]]>", '" onload="x', "' x='", "&amp;", "&#60;", "javascript:x", "`", "``", "```", "~~~~", "|", "\\", "@octocat", "#1", "https://evil.example", "![x](y)", "[x](y)", "# head", "- item", "1. x", "%0A", "%25", ":", ",", "a", " ", "é",
];
const text = fc.array(fc.constantFrom(...parts), { maxLength: 8 }).map((chosen) => chosen.join(""));

const reports: fc.Arbitrary<Report> = fc.record({ file: text, source: text, message: text, title: text, newText: text, reason: text, level: fc.constantFrom("error", "warning", "note"), from: fc.nat(40), length: fc.nat(20) }).map((made) => {
  const file = made.file === "" ? "x" : made.file;
  const source = new SourceText(file, made.source);
  const start = Math.min(made.from, made.source.length);
  const at = { file, start, end: Math.min(start + made.length, made.source.length) };
  const finding: Finding = {
    ruleId: "no-hardcoded-arch-in-url",
    level: made.level,
    confidence: "likely",
    message: made.message,
    at,
    dockerfiles: [file],
    platforms: ["linux/arm64"],
    consequence: "wrong-binary",
    related: [{ at, message: made.message }],
    evidence: [{ statement: made.message, source: made.title, asOf: made.reason }],
    fixes: [{ title: made.title, safety: "safe", edits: [{ range: at, newText: made.newText }] }],
  };
  const graph: StageGraph = {
    file,
    stages: [
      { name: made.message, base: made.title, line: 1, builds: [{ target: "linux/arm64", runsOn: "linux/amd64", use: "needed" }], takes: [] },
      { name: made.title, base: made.message, line: 2, builds: [{ target: "linux/arm64", runsOn: "linux/arm64", use: "shipped" }], takes: [{ stage: 0, by: "copy", targets: ["linux/arm64"] }] },
    ],
  };
  return report({
    findings: [finding, { ...finding, ruleId: "no-constant-platform", suppressed: { reason: made.reason } }],
    files: [{ file, kind: "dockerfile" }],
    problems: [{ file, message: made.message }],
    crashes: [{ ruleId: "no-constant-platform", file, message: made.reason }],
    unchecked: [{ ruleId: "", at, because: made.reason }],
    sources: new Map([[file, source]]),
    graphs: [graph],
  });
});

const formats = {
  pretty: (of: Report) => pretty(of, { color: false, unsafe: false }),
  json,
  sarif: (of: Report) => sarif(of, { version: "1.2.3", helpOf: () => undefined }),
  github,
  gitlab,
  junit,
  checkstyle,
  rdjson,
  markdown,
  html,
};

/** What steers a terminal, or makes a line read as another one. */
const STEERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/;
const ANYWHERE = /##[A-Za-z]*\[/;
const AT_START = /^\s*::/m;

describe.each(Object.entries(formats))("%s", (name, format) => {
  it("holds nothing that steers a terminal", () => {
    fc.assert(fc.property(reports, (of) => !STEERS.test(format(of))));
  });

  it("holds no command that a CI system would take from its log", () => {
    fc.assert(fc.property(reports, (of) => (name === "github" || !AT_START.test(format(of))) && (name === "github" || !ANYWHERE.test(format(of)))));
  });
});

describe("what a reader gets", () => {
  it("of colours is colours only", () => {
    fc.assert(fc.property(reports, (of) => !STEERS.test(pretty(of, { color: true, unsafe: false }).replaceAll(/\u001b\[[0-9;]*m/g, ""))));
  });

  it("of workflow commands is one for each finding and problem, on lines of its own", () => {
    const command = /^::(?:error|warning|notice) file=(?:[^,:%\n]|%[0-9A-F]{2})*(?:,[a-zA-Z]+=(?:[^,:%\n]|%[0-9A-F]{2})*)*::[^\n]*$/;
    fc.assert(
      fc.property(reports, (of) => {
        const lines = github(of).split("\n");
        expect(lines.pop()).toBe("");
        expect(lines.length).toBe(2);
        for (const line of lines) expect(line).toMatch(command);
      }),
    );
  });

  it("of JSON is the very text", () => {
    fc.assert(
      fc.property(reports, (of) => {
        const [finding] = (JSON.parse(json(of)) as { findings: { message: string; file: string }[] }).findings;
        const whole = JSON.parse(JSON.stringify([of.findings[0]?.message, of.files[0]?.file])) as string[];
        expect([finding?.message, finding?.file]).toEqual(whole);
        expect((JSON.parse(gitlab(of)) as { description: string }[])[0]?.description).toBe(`${String(whole[0])} (linux/arm64)`);
        expect((JSON.parse(rdjson(of)) as { diagnostics: { message: string }[] }).diagnostics[0]?.message).toBe(`${String(whole[0])} (linux/arm64)`);
      }),
    );
  });

  it.each([["junit", junit], ["checkstyle", checkstyle]] as const)("of %s is well-formed XML", (_, format) => {
    fc.assert(fc.property(reports, (of) => { tagsIn(format(of)); }));
  });

  it("of HTML has no element, attribute or address that we did not write", () => {
    const plainest = new Set(tagsIn(html(report({ findings: [] }))).map(({ name }) => name));
    for (const name of ["section", "article", "h3", "p", "ul", "li", "code", "pre", "mark", "span", "a", "figure", "figcaption", "details", "summary", "svg", "title", "g", "rect", "text", "path", "div", "table", "thead", "tbody", "tr", "th", "td"]) plainest.add(name);
    fc.assert(
      fc.property(reports, (of) => {
        for (const { name, attributes } of tagsIn(html(of))) {
          expect(plainest).toContain(name);
          expect(Object.keys(attributes).filter((attribute) => /^on|^src$|^style$/.test(attribute))).toEqual([]);
          if (name === "a") expect(attributes["href"]).toMatch(/^#file-\d+$/);
        }
      }),
    );
  });

  it("of Markdown leaves no element, no mention and no address outside code", () => {
    fc.assert(
      fc.property(reports, (of) => {
        const prose = markdown(of)
          .replaceAll(/^(`{3,})[^\n`]*\n[\s\S]*?\n\1$/gm, "")
          .replaceAll(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "");
        expect(prose).not.toMatch(/<|(?<!\\)!\[|@\w|https?:\/\/|(?<!\\)`/);
        expect(prose.split("\n").filter((line) => /^#/.test(line) && !/^## anyarch$|^### $/.test(line))).toEqual([]);
      }),
    );
  });
});
