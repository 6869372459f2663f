import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectsOf } from "../../../src/evaluate/command/index.ts";
import { MODELS } from "../../../src/evaluate/command/models.ts";
import { textOf } from "../../../src/evaluate/value.ts";
import { commandOf, valueAt } from "./support.ts";

const word = fc.oneof(
  fc.constantFrom("install", "add", "-o", "-O", "--", "-", "-e", "s/a\\(b*\\)/\\1/g", "{print $1}", "-d-", "-f2", "-c", "https://example.com/x", "?", "-m", "pip", "-x", "--platform=?", "[a-z]*", "%s", "\\", "s/["),
  fc.string({ maxLength: 12 }),
);

describe("every model", () => {
  it("answers any words without throwing", () => {
    const names = [...MODELS.keys()];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.array(word, { maxLength: 6 }), fc.option(fc.string({ unit: fc.constantFrom("a", "-", "\n", " ", "?", "1", "@x@") }), { nil: undefined }), (name, words, stdin) => {
        const args = words.map((text) => ({ value: valueAt(text, 0), at: { file: "Dockerfile", start: 0, end: text.length } }));
        const answer = effectsOf({ ...commandOf(name), args, stdin: stdin === undefined ? undefined : valueAt(stdin, 0) });
        for (const effect of answer.effects) if (effect.kind === "download") expect(textOf(effect.url)).not.toBe("");
      }),
      { numRuns: 2_000, seed: 1 },
    );
  });

  it("copes with very many and very long words", () => {
    const at = { file: "Dockerfile", start: 0, end: 1 };
    const long = { value: valueAt("a1-.[".repeat(20_000), 0), at };
    const many = Array.from({ length: 20_000 }, (_, i) => ({ value: valueAt(i % 3 === 0 ? "-o" : "x%s.com", 0), at }));
    for (const name of MODELS.keys()) {
      effectsOf({ ...commandOf(name), args: many, stdin: long.value });
      effectsOf({ ...commandOf(name), args: [long, long], stdin: long.value });
    }
    effectsOf({ ...commandOf("curl"), args: Array.from({ length: 300_000 }, () => ({ value: valueAt("example.com", 0), at })) });
    effectsOf({ ...commandOf(textOf(long.value)), name: textOf(long.value) });
  });
});

it("does nothing for a tool without a model", () => {
  expect(effectsOf(commandOf("frobnicate --url https://example.com/amd64"))).toEqual({ effects: [], status: "ok" });
});
