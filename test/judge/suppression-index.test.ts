import { describe, expect, it } from "vitest";
import { SuppressionIndex, suppressionsIn } from "../../src/judge/index.ts";
import { parseDockerfile } from "../../src/syntax/dockerfile/index.ts";

const TEXT = `# anyarch ignore-file=by-file the whole file
FROM debian:12
# anyarch ignore=by-block,former the instruction
# anyarch ignore=by-other the same instruction
RUN first \\
  # anyarch ignore=by-line one line
  && second \\
  && third
RUN fourth
`;

function reasons(word: string): Record<string, string | undefined> {
  const { source, instructions } = parseDockerfile("Dockerfile", TEXT);
  const index = new SuppressionIndex(suppressionsIn(source, instructions.map(({ range }) => range)), (id) => (id === "former" ? "present" : id));
  const start = TEXT.indexOf(word);
  const reasonFor = (ruleId: string): string | undefined => index.find({ file: "Dockerfile", start, end: start + word.length }, ruleId)?.reason;
  return { file: reasonFor("by-file"), block: reasonFor("by-block"), other: reasonFor("by-other"), line: reasonFor("by-line"), former: reasonFor("present") };
}

describe("the suppression of a place", () => {
  it("holds for the line, the instruction or the file below the comment", () => {
    const block = { file: "the whole file", block: "the instruction", other: "the same instruction", former: "the instruction" };
    expect(reasons("first")).toEqual({ ...block, line: undefined });
    expect(reasons("second")).toEqual({ ...block, line: "one line" });
    expect(reasons("third")).toEqual({ ...block, line: undefined });
    expect(reasons("fourth")).toEqual({ file: "the whole file", block: undefined, other: undefined, line: undefined, former: undefined });
  });

  it("is not of another file", () => {
    const index = new SuppressionIndex(suppressionsIn(parseDockerfile("Dockerfile", TEXT).source, []), (id) => id);
    expect(index.find({ file: "install.sh", start: 1, end: 2 }, "by-file")).toBeUndefined();
  });
});
