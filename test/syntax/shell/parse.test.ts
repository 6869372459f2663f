import { describe, expect, it } from "vitest";
import { MAX_SCRIPT_LENGTH, parseShell } from "../../../src/syntax/shell/index.ts";
import { MappedText } from "../../../src/text/index.ts";

const script = (text: string): MappedText => MappedText.verbatim("Dockerfile", text, 0);

describe("parseShell", () => {
  it("parses one text once", () => {
    const text = script("apt-get update && apt-get install -y curl");
    expect(parseShell(text)).toBe(parseShell(text));
    expect(parseShell(text).errors).toEqual([]);
  });

  it("tells what it can't make sense of, and keeps the rest", () => {
    const parsed = parseShell(script("if true; then echo"));
    expect(parsed.errors.length).toBeGreaterThan(0);
    expect(parsed.tree.commands.length).toBe(1);
  });

  it("refuses what is too long or nests too deeply", () => {
    for (const text of ["x".repeat(MAX_SCRIPT_LENGTH + 1), "$(".repeat(20_000), "${".repeat(20_000), "(".repeat(20_000)]) {
      const parsed = parseShell(script(text));
      expect(parsed.tree.commands).toEqual([]);
      expect(parsed.errors.length).toBe(1);
    }
  });

  it("does not take closed brackets for nesting", () => {
    expect(parseShell(script("echo $(date) ${x}\n".repeat(500))).tree.commands.length).toBe(500);
  });
});
