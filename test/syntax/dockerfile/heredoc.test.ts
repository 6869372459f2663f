import { describe, expect, it } from "vitest";
import { parseDockerfile, type Heredoc } from "../../../src/syntax/dockerfile/index.ts";

function heredocsOf(text: string): readonly Heredoc[] {
  return parseDockerfile("Dockerfile", text).instructions.flatMap((instruction) => instruction.heredocs);
}

function keywordsOf(text: string): readonly string[] {
  return parseDockerfile("Dockerfile", text).instructions.map((instruction) => instruction.keyword);
}

describe("a here-document", () => {
  it("keeps its body away from the instructions", () => {
    const text = "FROM debian\nRUN <<EOF\nRUN it \\\n# not a comment\nEOF\nUSER app\n";
    const { instructions, comments } = parseDockerfile("Dockerfile", text);
    expect(instructions.map((one) => [one.keyword, ...one.lines])).toEqual([["FROM", 1, 1], ["RUN", 2, 5], ["USER", 6, 6]]);
    expect(instructions[1]?.heredocs[0]?.content.text).toBe("RUN it \\\n# not a comment\n");
    expect(text.slice(instructions[1]?.range.start, instructions[1]?.range.end).endsWith("\nEOF")).toBe(true);
    expect(comments).toEqual([]);
  });

  it("drops leading tabs where asked and keeps them in the raw text", () => {
    const [heredoc] = heredocsOf("FROM debian\nRUN <<-EOF\n\t\tmake\n\tEOF\n");
    expect([heredoc?.chomp, heredoc?.content.text, heredoc?.raw.text]).toEqual([true, "make\n", "\t\tmake\n"]);
  });

  it.each([
    ["<<EOF", "EOF", true],
    ['<<"EOF"', "EOF", false],
    ["<<E'O'F", "EOF", false],
    ["<< EOF", "EOF", true],
    ["3<<EOF", "EOF", true],
    ["<<'END OF IT'", "END OF IT", false],
    ["<<$END", "$END", true],
    ["<<it\\'s", "it's", true],
  ])("is announced by %s", (operator, name, expand) => {
    const [heredoc] = heredocsOf(`FROM debian\nRUN cat ${operator}\nbody\n${name}\n`);
    expect(heredoc).toMatchObject({ name, expand });
  });

  it("may come with others, whose bodies follow in order", () => {
    const found = heredocsOf("FROM debian\nCOPY <<one <<-two /srv/\n1\none\n\t2\n\ttwo\n");
    expect(found.map(({ name, content }) => [name, content.text])).toEqual([["one", "1\n"], ["two", "2\n"]]);
  });

  it("belongs to the trigger of ONBUILD too", () => {
    const [, onbuild] = parseDockerfile("Dockerfile", "FROM debian\nONBUILD RUN <<EOF\nmake\nEOF\n").instructions;
    expect(onbuild?.trigger?.heredocs[0]?.content.text).toBe("make\n");
    expect(onbuild?.trigger?.lines).toEqual([2, 4]);
  });

  it.each([
    'RUN echo "<<EOF"',
    "RUN cat <<<word",
    "RUN echo $((1<<3))",
    "RUN cat<<EOF",
    'RUN ["cat", "<<EOF"]',
    "CMD cat <<EOF",
    "RUN echo ${NAME^^} <<EOF",
    "RUN echo it's <<EOF",
  ])("is not announced by %s", (instruction) => {
    expect(keywordsOf(`FROM debian\n${instruction}\nUSER app\n`)).toEqual(["FROM", instruction.slice(0, 3), "USER"]);
  });

  it("without an end is a problem, and what follows is still read", () => {
    const { problems, instructions } = parseDockerfile("Dockerfile", "FROM debian\nRUN echo $((1 << 3))\nUSER app\n");
    expect(problems.map((problem) => problem.message)).toEqual(["unterminated heredoc"]);
    expect(instructions.map((one) => one.keyword)).toEqual(["FROM", "RUN", "USER"]);
  });
});
