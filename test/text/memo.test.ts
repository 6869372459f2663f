import { expect, test } from "vitest";
import { forgetMemos, Memo } from "../../src/text/index.ts";

test("works an answer out once for each object", () => {
  const lengths = new Memo<readonly string[], number>();
  const words = ["curl", "tar"];
  let asked = 0;
  const count = (list: readonly string[]): number => {
    asked += 1;
    return list.length;
  };
  expect([lengths.of(words, count), lengths.of(words, count), asked]).toEqual([2, 2, 1]);
  expect([lengths.of(["curl", "tar"], count), asked]).toEqual([2, 2]);
});

test("holds nothing once a new file is begun, and takes up what comes then", () => {
  const names = new Memo<object, string>();
  const stage = {};
  names.set(stage, "build");
  forgetMemos();
  expect(names.get(stage)).toBeUndefined();
  names.set(stage, "final");
  expect(names.get(stage)).toBe("final");
  forgetMemos();
  expect(names.get(stage)).toBeUndefined();
});
