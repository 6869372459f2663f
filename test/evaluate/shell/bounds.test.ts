import { describe, expect, it } from "vitest";
import { freshLimits } from "../../../src/evaluate/shell/index.ts";
import { textOf } from "../../../src/evaluate/value.ts";
import { commands, effectsOfKind, run } from "./support.ts";

const because = (script: string, given = {}): string[] => run(script, given).unchecked.map((entry) => entry.because);

describe("bounds", () => {
  it("stops after too many commands", () => {
    expect(because(":\n".repeat(30_000))).toEqual(["too many commands"]);
  });

  it("shares the budget between runs that share the limits", () => {
    const limits = { ...freshLimits(), steps: 3 };
    run(": ; :", { limits });
    expect(because(": ; :", { limits })).toEqual(["too many commands"]);
  });

  it("records no more effects than are allowed", () => {
    const limits = { ...freshLimits(), effects: 10 };
    const result = run("say x\n".repeat(50), { limits });
    expect(result.effects.length).toBe(10);
    expect(result.unchecked.map((entry) => entry.because)).toEqual(["too many effects"]);
  });

  it("stops a loop that counts too far", () => {
    expect(because("i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done")).toEqual(["loop runs too often"]);
    expect(because("for ((i=0; i<100000; i++)); do :; done")).toEqual(["loop runs too often"]);
  });

  it("stops nested loops by the number of commands", () => {
    const nested = "for a in {1..200}; do for b in {1..200}; do for c in {1..200}; do :; done; done; done";
    expect(because(nested)).toContain("too many commands");
  });

  it("stops functions and scripts that call themselves", () => {
    expect(because("f() { f; }; f")).toEqual(["functions call each other too deeply"]);
    expect(because("./me.sh", { files: { "/work/me.sh": "./me.sh\n./me.sh\n" } })).toEqual(["scripts nest too deeply"]);
    expect(because("x='eval \"$x\"'; eval \"$x\"")).toEqual(["scripts nest too deeply"]);
  });

  it("gives up on a value that doubles without end", () => {
    const [say] = effectsOfKind(run(`x=abcdefgh; ${"x=$x$x; ".repeat(40)} say $x`), "run");
    expect(textOf(say?.argv[1] ?? { pieces: [] }).length).toBeLessThanOrEqual(64 * 1024);
  });

  it("survives many unknown conditions", () => {
    const questions = Array.from({ length: 200 }, (_, index) => `if [ -e /f${String(index)} ]; then v${String(index)}=x; else w=${String(index)}; fi`);
    const result = run(`${questions.join("\n")}\nsay end`);
    expect(commands(result)).toContain("say end");
  });

  it("survives deep nesting and text that is no shell", () => {
    for (const script of ["$(".repeat(5000), `${"(".repeat(90)}:${")".repeat(90)}`, "if if if", "case", "\0\uFFFF`", "${x:-".repeat(90) + "}".repeat(90), "{".repeat(400)]) {
      expect(() => run(script)).not.toThrow();
    }
  });

  it("counts long here-documents and many variables by their size", () => {
    const body = "line $i\n".repeat(2000);
    expect(because(`for i in {1..200}; do cat <<X >> /f\n${body}X\ndone`)).toContain("too many commands");
    expect(because(Array.from({ length: 2000 }, (_, index) => `test -e /f || v${String(index)}=x`).join("; "))).toContain("too many commands");
  });

  const wordsOfLast = (script: string): number => effectsOfKind(run(script), "run").at(-1)?.argv.length ?? 0;

  it("makes a bounded number of words of braces and of a text", () => {
    expect(wordsOfLast("say {1..200}")).toBe(201);
    expect(wordsOfLast("say {1..100000}")).toBeLessThan(300);
    expect(wordsOfLast(`say ${"{a,b}".repeat(40)}`)).toBeLessThan(300);
    expect(wordsOfLast(`x='${"a ".repeat(20_000)}'; say $x`)).toBeLessThanOrEqual(4097);
  });

  it("lets xargs and find run a bounded number of commands", () => {
    const lines = Array.from({ length: 500 }, (_, index) => `f${String(index)}`).join("\n");
    expect(commands(run(`xargs -n1 say <<X\n${lines}\nX`)).filter((line) => line.startsWith("say"))).toHaveLength(64);
    expect(commands(run(`find . ${"-exec say {} \\; ".repeat(500)}`)).filter((line) => line.startsWith("?say"))).toHaveLength(16);
  });

  it("leaves undecided what would take too long to compare", () => {
    const long = "a".repeat(5000);
    const kinds = (script: string): string[] => commands(run(script)).filter((line) => line.includes("say"));
    expect(kinds(`x=${long}; if [[ $x =~ ^b ]]; then say yes; else say no; fi`)).toEqual(["?say yes", "?say no"]);
    expect(kinds(`x=${long}; case $x in ${"*a".repeat(500)}b) say yes ;; *) say no ;; esac`)).toEqual(["?say yes", "?say no"]);
    expect(kinds("if [[ aaa =~ ^b ]]; then say yes; else say no; fi")).toEqual(["say no"]);
  });

  it("asks and counts within bounds however deep the brackets are", () => {
    for (const script of [`[ ${"! ".repeat(500)} x ] && say yes`, `[[ ${"( ".repeat(60)} a ${") ".repeat(60)} ]] && say yes`, `say $((${"(".repeat(200)}1${")".repeat(200)}))`]) {
      expect(() => run(script)).not.toThrow();
    }
  });

  it("refuses a script that is too long", () => {
    expect(because("#".repeat(300 * 1024))[0]).toContain("too long");
  });
});
