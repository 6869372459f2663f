import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { json } from "../../src/report/json.ts";
import { fixText, lintText } from "../../src/session/index.ts";
import { faultsIn } from "./support.ts";

const project = "fixtures/projects/hello-x86";
const context = { "scripts/install-kubectl.sh": readFileSync(`${project}/scripts/install-kubectl.sh`, "utf8") };
const seeds = [
  readFileSync(`${project}/Dockerfile`, "utf8"),
  `# syntax=docker/dockerfile:1\nARG ARCH=amd64\nFROM --platform=$BUILDPLATFORM golang:1.22 AS build\nARG TARGETARCH=amd64\nRUN GOARCH=amd64 go build -o /app .\nFROM amd64/debian:12\nENV PATH=/opt/x86_64/bin:$PATH \\\n    JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64\nCOPY --from=build /app /app\nADD https://downloads.example/tool-\${ARCH}.tgz /opt/\n`,
  `FROM debian:12\nRUN <<EOF\nset -eu\ncase "$(uname -m)" in\n  x86_64) arch=amd64 ;;\n  aarch64|arm64) arch=arm64 ;;\nesac\ncurl -fsSLO "https://downloads.example/tool-linux-$arch"\nif [ "$arch" = amd64 ]; then apt-get install -y libfoo:amd64; fi\nEOF\n# anyarch ignore=no-hardcoded-arch-in-url the vendor has no other\nRUN wget https://downloads.example/a-x64.deb && dpkg -i a-x64.deb\nCMD ["/lib64/ld-linux-x86-64.so.2", "x"]\n`,
];

const FRAGMENTS = ["\\\n", "\n", "\r\n", "\r", "\0", "\"", "'", "`", "$", "${", "}", "$(", ")", "(", "{", "[", "]", "<<EOF", "EOF\n", "#", "amd64", "x86_64", "$TARGETARCH", "ARG ", "FROM ", "RUN ", "\u{1f433}", "\ud83d", "\u2028", "\uFEFF", "&&", "||", ";", ";;", "|", "\t", "*", "=", "--", "\\"];

interface Mutation {
  readonly at: number;
  readonly remove: number;
  readonly insert: readonly string[];
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(20),
  insert: fc.array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ maxLength: 4, unit: "binary" })), { maxLength: 3 }),
});

const mutated = fc.tuple(fc.constantFrom(...seeds), fc.array(mutation, { maxLength: 6 })).map(([seed, mutations]) => {
  let text = seed;
  for (const { at, remove, insert } of mutations) {
    const start = Math.floor(at * text.length);
    text = text.slice(0, start) + insert.join("") + text.slice(start + remove);
  }
  return text;
});

interface JsonPlace {
  readonly file: string;
  readonly range: Record<"start" | "end", { readonly line: number; readonly column: number }>;
}

function badPlaces(texts: Readonly<Record<string, string>>, places: readonly JsonPlace[]): JsonPlace[] {
  return places.filter(({ file, range }) =>
    [range.start, range.end].some(({ line, column }) => {
      const length = texts[file]?.split("\n")[line - 1]?.length ?? -1;
      return column < 1 || column > length + 1;
    }),
  );
}

describe("a spoilt Dockerfile", () => {
  it("is linted without a fault, fixed, and linted again", () => {
    fc.assert(
      fc.property(mutated, (text) => {
        const report = lintText("Dockerfile", text, { context });
        expect(faultsIn(report, { ...context, Dockerfile: text })).toEqual([]);
        const fixed = fixText("Dockerfile", text, { context, unsafe: true });
        if (fixed === text) return;
        expect(faultsIn(lintText("Dockerfile", fixed, { context }), { ...context, Dockerfile: fixed })).toEqual([]);
      }),
      { numRuns: 150, seed: 20261122 },
    );
  });

  it("has places in the JSON report that are in the file", () => {
    fc.assert(
      fc.property(mutated, (text) => {
        const report = JSON.parse(json(lintText("Dockerfile", text, { context }))) as { findings: (JsonPlace & { related: JsonPlace[]; fixes: { edits: JsonPlace[] }[] })[] };
        const places = report.findings.flatMap((finding) => [finding, ...finding.related, ...finding.fixes.flatMap(({ edits }) => edits)]);
        expect(badPlaces({ ...context, Dockerfile: text }, places)).toEqual([]);
      }),
      { numRuns: 100, seed: 11 },
    );
  });

  it("gives the same report twice", () => {
    fc.assert(
      fc.property(mutated, (text) => {
        expect(json(lintText("Dockerfile", text, { context }))).toBe(json(lintText("Dockerfile", text, { context })));
      }),
      { numRuns: 50, seed: 7 },
    );
  });
});
