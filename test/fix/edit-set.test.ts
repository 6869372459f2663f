import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EditSet, shiftBy } from "../../src/fix/index.ts";
import { applyEdits, conflicts, normaliseEdits, type TextEdit } from "../../src/text/index.ts";

const edit = fc.record({ start: fc.nat(30), length: fc.nat(4), newText: fc.constantFrom("", "a", "bb") }).map(
  ({ start, length, newText }): TextEdit => ({ range: { file: "Dockerfile", start, end: start + length }, newText }),
);

function compatible(edits: readonly TextEdit[]): TextEdit[] {
  const set = new EditSet();
  for (const one of edits) set.add([one]);
  return set.edits;
}

describe("EditSet", () => {
  it("takes an edit exactly when it conflicts with none that is there", () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 20 }), (edits) => {
        const set = new EditSet();
        for (const one of edits) {
          const free = !set.edits.some((other) => conflicts(one, other));
          expect(set.add([one])).toBe(free);
        }
      }),
    );
  });

  it("takes all of a fix or nothing of it", () => {
    const at = (start: number, end: number): TextEdit => ({ range: { file: "Dockerfile", start, end }, newText: "x" });
    const set = new EditSet();
    expect([set.add([at(10, 12)]), set.add([at(0, 2), at(11, 13)]), set.add([at(20, 22), at(21, 23)])]).toEqual([true, false, false]);
    expect(set.edits).toEqual([at(10, 12)]);
  });
});

describe("shiftBy", () => {
  it("follows every character that stays", () => {
    const text = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN";
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 8 }), (edits) => {
        const applied = normaliseEdits(compatible(edits));
        const after = applyEdits(text, applied.map((one) => ({ ...one, newText: one.newText.replaceAll(/./g, "#") })));
        const shift = shiftBy(applied);
        for (let i = 0; i < text.length; i++) {
          if (applied.some(({ range }) => range.start <= i && i < range.end)) continue;
          expect(after[shift(i, "Dockerfile")]).toBe(text[i]);
        }
        expect(shift(7, "another file")).toBe(7);
      }),
    );
  });
});
