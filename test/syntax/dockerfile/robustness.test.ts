import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromParts, keyValues, operandWords, parseDockerfile, subOptions } from "../../../src/syntax/dockerfile/index.ts";

function touchEverything(text: string): void {
  const { instructions, escape, source } = parseDockerfile("Dockerfile", text);
  let before = 0;
  for (const instruction of instructions) {
    operandWords(instruction, escape);
    keyValues(instruction, escape);
    instruction.flags.forEach(subOptions);
    fromParts(instruction);
    expect(instruction.range.start).toBeGreaterThanOrEqual(before);
    expect(instruction.range.end).toBeLessThanOrEqual(source.text.length);
    before = instruction.range.end;
    for (const word of [instruction.text, ...operandWords(instruction, escape)]) {
      const at = Math.floor(word.text.length / 2);
      if (word.text !== "") expect(source.text[word.sourceOffset(at)]).toBe(word.text[at]);
    }
  }
}

describe("parsing", () => {
  it("survives any text, and every word stands where it says", () => {
    const scraps = ["FROM ", "RUN ", "COPY ", "ENV ", "ONBUILD ", "HEALTHCHECK ", "--a=b ", '["a"]', "<<E", "\nE\n", "\\\n", "\\", "`", "#", " ", "\t", "\r\n", "\n", '"', "'", "$", "${", ":-", "}", "=", ",", "\0", "\uFEFF", "\u00a0", "é", "🐳", "x"];
    fc.assert(fc.property(fc.array(fc.constantFrom(...scraps), { maxLength: 40 }), (parts) => {
      touchEverything(parts.join(""));
    }), { numRuns: 1500, seed: 7 });
  });

  it.each([
    ["expansions nested without end", `FROM a\nRUN << ${"${a:-".repeat(100_000)}`],
    ["triggers of triggers", `FROM a\n${"ONBUILD ".repeat(50_000)}RUN x`],
    ["brackets", `FROM a\nRUN ${"[".repeat(200_000)}]`],
    ["here-documents that never end", `FROM a\n${Array.from({ length: 5000 }, (_, index) => `RUN <<A${String(index)}`).join("\n")}`],
    ["one endless continuation", `FROM a\nRUN ${"a \\\n".repeat(100_000)}`],
    ["NUL bytes", "\0".repeat(100_000)],
    ["line feeds", "\n".repeat(200_000)],
  ])("gets through %s", (_, text) => {
    expect(() => parseDockerfile("Dockerfile", text)).not.toThrow();
  });
});
