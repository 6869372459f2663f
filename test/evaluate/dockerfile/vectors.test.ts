import { describe, expect, it } from "vitest";
import { agreesWith, answerOf, type Vector } from "../../../src/dev/vectors.ts";
import { ARGUMENTS } from "./vectors/arguments.ts";
import { INSTRUCTIONS } from "./vectors/instructions.ts";
import { STAGES } from "./vectors/stages.ts";

const TABLES: Readonly<Record<string, readonly Vector[]>> = { ARGUMENTS, INSTRUCTIONS, STAGES };

describe.each(Object.entries(TABLES))("%s", (_name, vectors) => {
  it.each(vectors.map((vector) => [vector.id, vector] as const))("%s", (_id, vector) => {
    const answer = answerOf(vector);

    if (!agreesWith(vector, answer)) expect(answer).toEqual(vector.expected);
  });
});
