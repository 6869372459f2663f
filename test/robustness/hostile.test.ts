import { describe, expect, it } from "vitest";
import { fixText, lintText } from "../../src/session/index.ts";
import { DEEP, EXPLOSIVE, LONG, ODD, SCRIPTS } from "./shapes.ts";
import { faultsIn } from "./support.ts";

// Whole sizes are what `npm run bench` is for; what grows without measure shows at these sizes too.
const sized = [
  ...LONG.map(({ name, text, n }) => [name, () => text(Math.ceil(n / 50))] as const),
  ...DEEP.map(({ name, text, n }) => [name, () => text(n)] as const),
  ...EXPLOSIVE.map(({ name, text, n }) => [name, () => text(n > 300 ? Math.ceil(n / 10) : n)] as const),
];

describe("a hostile Dockerfile ends in a result", () => {
  it.each(sized)("%s", (_, make) => {
    const text = make();
    expect(faultsIn(lintText("Dockerfile", text), { Dockerfile: text })).toEqual([]);
  });

  it.each(ODD)("%s", (_, text) => {
    expect(faultsIn(lintText("Dockerfile", text), { Dockerfile: text })).toEqual([]);
    const fixed = fixText("Dockerfile", text, { unsafe: true });
    expect(faultsIn(lintText("Dockerfile", fixed), { Dockerfile: fixed })).toEqual([]);
  });
});

describe("hostile scripts of the build context end in a result", () => {
  it.each(SCRIPTS.map((script) => [script.name, script] as const))("%s", (_, { run, context: make }) => {
    const context = make();
    const text = `FROM debian:12\nCOPY s /s\nRUN ${run}\n`;
    expect(faultsIn(lintText("Dockerfile", text, { context }), { ...context, Dockerfile: text })).toEqual([]);
  });
});

describe("what a file is too large for", () => {
  const because = (text: string): string[] => [...new Set(lintText("Dockerfile", text).unchecked.map((entry) => entry.because))];

  it("is said, and the rest is still looked at", () => {
    const download = "RUN curl -fsSLO https://downloads.example/tool-linux-amd64.tar.gz\n";
    const text = `FROM debian:12\nRUN ${": ; ".repeat(70_000)}\n${download}`;
    expect(because(text)).toContain("not understood as shell: script is too long");
    expect(lintText("Dockerfile", text).findings.map(({ ruleId }) => ruleId)).toContain("no-hardcoded-arch-in-url");
  });

  it("counts the commands of one list", () => {
    const list = Array.from({ length: 2000 }, (_, i) => `test -e /f${String(i)} || v${String(i)}=1`).join(" && \\\n");
    expect(because(`FROM debian:12\nRUN ${list}\n`)).toEqual(["too many commands"]);
  });

  it("counts the fixes", () => {
    const text = `FROM debian:12\n${Array.from({ length: 1200 }, (_, i) => `ADD https://downloads.example/${String(i)}/tool-linux-amd64 /opt/${String(i)}\n`).join("")}`;
    const { findings, unchecked } = lintText("Dockerfile", text, { rules: ["no-hardcoded-arch-in-url"] });
    expect(findings.length).toBe(1200);
    expect(findings.filter(({ fixes }) => fixes.length > 0).length).toBe(1000);
    expect(new Set(unchecked.map((entry) => entry.because))).toEqual(new Set(["too many fixes to prove in one file"]));
  });
});
