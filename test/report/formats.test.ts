import { describe, expect, it } from "vitest";
import type { StageGraph } from "../../src/rulekit/types.ts";
import { checkstyle } from "../../src/report/checkstyle.ts";
import { fixHunks } from "../../src/report/fix-diff.ts";
import { html } from "../../src/report/html.ts";
import { markdown } from "../../src/report/markdown.ts";
import { rdjson } from "../../src/report/rdjson.ts";
import { SourceText } from "../../src/text/index.ts";
import { tagsIn } from "./markup.ts";
import { at, finding, report, SAFE_FIX, TEXT } from "./sample.ts";

describe("checkstyle", () => {
  it("groups findings by file, with place, severity and rule", () => {
    expect(checkstyle(report({ findings: [finding({ level: "note" })], problems: [{ file: "gone", message: "no such file or folder" }] }))).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<checkstyle version="8.0">
  <file name="app/Dockerfile">
    <error line="3" column="48" severity="info" message="The URL names amd64 (linux/arm64)" source="anyarch.no-hardcoded-arch-in-url"/>
  </file>
  <file name="gone">
    <error line="1" column="1" severity="error" message="no such file or folder" source="anyarch"/>
  </file>
</checkstyle>
`);
  });

  it("has no file where nothing is found", () => {
    expect(checkstyle(report())).not.toContain("<file");
  });
});

interface Rdjson {
  readonly diagnostics: readonly { readonly location: { readonly range: unknown }; readonly suggestions?: readonly unknown[] }[];
}

describe("rdjson", () => {
  const diagnostics = (of: Parameters<typeof report>[0]): Rdjson["diagnostics"] => (JSON.parse(rdjson(report(of))) as Rdjson).diagnostics;

  it("makes one suggestion of all the edits of a safe fix", () => {
    expect(diagnostics({ findings: [finding({ fixes: [SAFE_FIX] })] })[0]).toEqual({
      message: "The URL names amd64 (linux/arm64)",
      location: { path: "app/Dockerfile", range: { start: { line: 3, column: 48 }, end: { line: 3, column: 53 } } },
      severity: "ERROR",
      code: { value: "no-hardcoded-arch-in-url" },
      suggestions: [{ range: { start: { line: 3, column: 1 }, end: { line: 3, column: 53 } }, text: "ARG TARGETARCH\nRUN curl -fsSLo /tini https://example.org/tini-${TARGETARCH}" }],
    });
  });

  it("suggests nothing that is unsafe or lies in several files", () => {
    expect(diagnostics({ findings: [finding({ fixes: [{ ...SAFE_FIX, safety: "unsafe" }] })] })[0]?.suggestions).toBeUndefined();
    const apart = { ...SAFE_FIX, edits: [...SAFE_FIX.edits, { range: { file: "install.sh", start: 0, end: 0 }, newText: "x" }] };
    expect(diagnostics({ findings: [finding({ fixes: [apart] })] })[0]?.suggestions).toBeUndefined();
  });

  it("counts columns in bytes", () => {
    const text = "RUN echo é日本 amd64\n";
    const sources = new Map([["app/Dockerfile", new SourceText("app/Dockerfile", text)]]);
    const [found] = diagnostics({ findings: [finding({ at: at("amd64", "app/Dockerfile", text) })], sources });
    expect(found?.location.range).toEqual({ start: { line: 1, column: 19 }, end: { line: 1, column: 24 } });
  });
});

describe("the diff of a fix", () => {
  it("shows what changes with its neighbours, and far edits apart", () => {
    expect(fixHunks(report(), SAFE_FIX)).toEqual([
      {
        file: "app/Dockerfile",
        line: 2,
        lines: [
          { kind: "same", text: "ARG VERSION=0.19.0" },
          { kind: "old", text: "RUN curl -fsSLo /tini https://example.org/tini-amd64" },
          { kind: "new", text: "ARG TARGETARCH" },
          { kind: "new", text: "RUN curl -fsSLo /tini https://example.org/tini-${TARGETARCH}" },
          { kind: "same", text: "ENV JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64" },
        ],
      },
    ]);
    const text = `FROM a\n${"RUN b\n".repeat(10)}RUN c\n`;
    const edits = ["FROM", "RUN c"].map((part) => ({ range: at(part, "app/Dockerfile", text), newText: "X" }));
    const hunks = fixHunks({ sources: new Map([["app/Dockerfile", new SourceText("app/Dockerfile", text)]]) }, { title: "", safety: "safe", edits });
    expect(hunks.map(({ line }) => line)).toEqual([1, 11]);
  });

  it("keeps the line ends of the file out of it", () => {
    const text = TEXT.replaceAll("\n", "\r\n");
    const edits = [{ range: at("RUN curl", "app/Dockerfile", text), newText: "ARG X\nRUN curl" }];
    const [hunk] = fixHunks({ sources: new Map([["app/Dockerfile", new SourceText("app/Dockerfile", text)]]) }, { title: "", safety: "safe", edits });
    expect(hunk?.lines.map(({ kind }) => kind)).toEqual(["same", "new", "same", "same"]);
  });

  it("is cut where a line has no end", () => {
    const text = `FROM ${"a".repeat(200_000)}\n`;
    const edits = [{ range: { file: "app/Dockerfile", start: 0, end: 4 }, newText: "XXXX" }];
    const [hunk] = fixHunks({ sources: new Map([["app/Dockerfile", new SourceText("app/Dockerfile", text)]]) }, { title: "", safety: "safe", edits });
    expect(hunk?.lines.map(({ text: line }) => line.length)).toEqual([401, 401]);
  });
});

describe("markdown", () => {
  it("is a table of verdicts and a block for each finding, with the diff of its fix", () => {
    expect(markdown(report({ findings: [finding({ message: "The URL names `amd64`", fixes: [SAFE_FIX] })] }))).toBe(`## anyarch

1 error in 1 file for linux/amd64, linux/arm64

| | \`linux/amd64\` | \`linux/arm64\` |
|---|---|---|
| \`app/Dockerfile\` | ✅ builds | ❌ blocked by 1 |

### \`app/Dockerfile\`

**error** line 3 on \`linux/arm64\`: The URL names \`amd64\` (\`no-hardcoded-arch-in-url\`)

Fix: Follow the platform

\`\`\`diff
 ARG VERSION=0.19.0
-RUN curl -fsSLo /tini https://example.org/tini-amd64
+ARG TARGETARCH
+RUN curl -fsSLo /tini https://example.org/tini-\${TARGETARCH}
 ENV JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64
\`\`\`
`);
  });

  it("shows the line where there is no fix, and one sentence where nothing is found", () => {
    expect(markdown(report({ findings: [finding()] }))).toContain("```\nRUN curl -fsSLo /tini https://example.org/tini-amd64\n```");
    expect(markdown(report())).toBe("## anyarch\n\nnothing found in 1 file for linux/amd64, linux/arm64\n");
  });

  it("fits into a comment, and says what it left out", () => {
    const many = Array.from({ length: 2000 }, (_, i) => finding({ message: `finding ${String(i).padStart(4, "0")}` }));
    const text = markdown(report({ findings: many }));
    expect(text.length).toBeLessThan(65_536);
    const shown = text.match(/^\*\*error\*\*/gm)?.length ?? 0;
    expect(text).toMatch(new RegExp(`\nand ${String(2000 - shown)} more\n$`));
  });
});

const GRAPH: StageGraph = {
  file: "app/Dockerfile",
  stages: [
    { name: "build", base: "golang:1.22", line: 1, builds: ["linux/amd64", "linux/arm64"].map((target) => ({ target, runsOn: "linux/amd64", use: "needed" })), takes: [] },
    { name: "1", base: "debian:12", line: 4, builds: ["linux/amd64", "linux/arm64"].map((target) => ({ target, runsOn: target, use: "shipped" })), takes: [{ stage: 0, by: "copy", targets: ["linux/amd64", "linux/arm64"] }] },
  ],
};

describe("html", () => {
  it("is well-formed, in itself complete, and has a policy that allows no script", () => {
    const page = html(report({ findings: [finding({ fixes: [SAFE_FIX] })], graphs: [GRAPH] }));
    const tags = tagsIn(page);
    expect(tags.filter(({ name }) => ["script", "link", "img", "iframe", "object"].includes(name))).toEqual([]);
    expect(tags.find(({ name, attributes }) => name === "meta" && "http-equiv" in attributes)?.attributes["content"]).toMatch(/^default-src &#39;none&#39;; style-src &#39;sha256-[\w+/]+=*&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;$/);
    expect(page).not.toMatch(/https?:\/\/(?!example\.org)/);
  });

  it("has a verdict for each image and platform, and links it to its findings", () => {
    const page = html(report({ findings: [finding()] }));
    expect(page).toContain('<a href="#file-1"><code>app/Dockerfile</code></a>');
    expect(page).toContain('<td class="builds">\u2713 builds</td><td class="blocked">\u2717 blocked by 1</td>');
    expect(page).toContain("tini-<mark>amd64</mark>");
  });

  it("draws the stages, each in the colour of the platform that it runs on, and says the same in words", () => {
    const page = html(report({ graphs: [GRAPH] }));
    const svg = /<svg[\s\S]*<\/svg>/.exec(page)?.[0] ?? "";
    expect([...svg.matchAll(/<rect class="(p\d|none)"/g)].map(([, color]) => color)).toEqual(["p0", "p0", "p0", "p1"]);
    expect(svg).toContain("linux/arm64: on linux/amd64");
    expect(svg).toContain("1 copies from build for linux/amd64, linux/arm64");
    expect(tagsIn(page).filter(({ name, attributes }) => name === "svg" && attributes["role"] === "img" && attributes["aria-labelledby"] !== undefined)).toHaveLength(1);
    expect(page).toContain('<th scope="row"><code>build</code></th><td>1</td><td><code>golang:1.22</code></td>');
  });

  it("draws no stage alone, and lists more than can be seen", () => {
    expect(html(report({ graphs: [{ ...GRAPH, stages: GRAPH.stages.slice(0, 1) }] }))).not.toContain("<svg");
    const many = Array.from({ length: 61 }, () => GRAPH.stages[0]!);
    const page = html(report({ graphs: [{ ...GRAPH, stages: many }] }));
    expect(page).not.toContain("<svg");
    expect(page).toContain("<details open>");
  });

  it("tells what could not be looked at and what was not followed", () => {
    const page = html(report({ problems: [{ file: "gone", message: "no such file or folder" }], unchecked: [{ ruleId: "", at: at("RUN"), because: "too-many" }, { ruleId: "", at: at("ENV"), because: "too-many" }] }));
    expect(page).toContain("<li>gone: no such file or folder</li>");
    expect(page).toContain("<li>app/Dockerfile: too-many (2 times)</li>");
  });
});
