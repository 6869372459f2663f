import { describe, expect, it } from "vitest";
import { parseDockerfile, type Dockerfile, type Instruction } from "../../../src/syntax/dockerfile/index.ts";

function parse(text: string): Dockerfile {
  return parseDockerfile("Dockerfile", text);
}

function only(text: string, keyword = "RUN"): Instruction {
  const found = parse(text).instructions.filter((instruction) => instruction.keyword === keyword);
  expect(found).toHaveLength(1);
  return found[0] as Instruction;
}

function expectExactOffsets(text: string): void {
  const { instructions } = parse(text);
  for (const instruction of instructions) {
    for (const mapped of [instruction.text, ...instruction.heredocs.map((heredoc) => heredoc.content)]) {
      const found = Array.from({ length: mapped.text.length }, (_, at) => text[mapped.sourceOffset(at)]).join("");
      expect(found).toBe(mapped.text);
    }
  }
}

describe("continuation lines", () => {
  it("are joined, their leading blanks kept, and stand where they were written", () => {
    const text = "FROM debian\nRUN apt-get update \\\n    && apt-get install -y curl\n";
    const run = only(text);
    expect(run.text.text).toBe("RUN apt-get update     && apt-get install -y curl");
    expect(run.lines).toEqual([2, 3]);
    const curl = run.operands.text.indexOf("curl");
    expect(run.operands.rangeOf(curl, curl + 4)).toEqual({ file: "Dockerfile", start: text.indexOf("curl"), end: text.indexOf("curl") + 4 });
  });

  it("lose the comments and blank lines between them, which are kept as comments", () => {
    const text = "FROM debian\nRUN make \\\n  # needs the headers \\\n\n  install\n";
    const dockerfile = parse(text);
    expect(dockerfile.instructions[1]?.operands.text).toBe("make   install");
    expect(dockerfile.comments.map((comment) => comment.text)).toEqual(["# needs the headers \\"]);
    expect(dockerfile.comments[0]?.range.start).toBe(text.indexOf("#"));
  });

  it("may have blanks behind the escape character, but not a second escape character before it", () => {
    expect(only("FROM debian\nRUN make \\ \t\n install\n").operands.text).toBe("make  install");
    expect(parse("FROM windows\nWORKDIR C:\\\\\nRUN dir\n").instructions.map((one) => one.text.text)).toEqual(["FROM windows", "WORKDIR C:\\\\", "RUN dir"]);
  });

  it("may cut a word or the keyword itself", () => {
    const text = "FROM debian\nR\\\nUN ec\\\nho hi\n";
    const run = only(text);
    expect(run.operands.text).toBe("echo hi");
    expect(run.operands.isVerbatim(0, 4)).toBe(false);
    expect(run.operands.isVerbatim(5, 7)).toBe(true);
    expect(run.keywordRange).toEqual({ file: "Dockerfile", start: 12, end: 17 });
  });

  it("end with the file, the comments at its end included in the lines", () => {
    const run = only("FROM debian\nRUN make \\\n  # more to come\n");
    expect(run.text.text).toBe("RUN make ");
    expect(run.lines).toEqual([2, 3]);
  });
});

describe("offsets", () => {
  it.each([
    ["CRLF", "FROM debian\r\nRUN a \\\r\n  # note\r\n  && b\r\nRUN <<EOF\r\nbody\r\nEOF\r\n"],
    ["a byte-order mark", "\uFEFF# escape=`\nFROM debian\nRUN a `\n  b\n"],
    ["characters outside the basic plane", "FROM debian\nRUN echo 🐳 \\\n  # 🐋\n  && echo 🐳é\n"],
    ["NUL bytes", "FROM debian\nRUN a\0b \\\n\0 c\n"],
    ["characters that could not be decoded", "FROM debian\nRUN echo \uFFFD\uFFFD \\\n \uFFFD\n"],
    ["here-documents whose tabs are dropped", "FROM debian\nRUN <<-EOF\n\t\tone\n\n\ttwo\n\tEOF\n"],
    ["no line end at the end", "FROM debian\nRUN a \\\n b"],
  ])("are exact with %s", (_, text) => {
    expectExactOffsets(text);
  });

  it("count the byte-order mark as the first character of the file", () => {
    expect(parse("\uFEFFFROM debian\n").instructions[0]?.keywordRange).toEqual({ file: "Dockerfile", start: 1, end: 5 });
  });

  it("take a carriage return alone for a part of the line", () => {
    expect(parse("FROM debian\rRUN make\r").instructions.map((one) => one.text.text)).toEqual(["FROM debian\rRUN make"]);
  });
});

describe("directives", () => {
  it("set the escape character whatever their case and blanks", () => {
    const dockerfile = parse("#  Escape = `\nFROM debian\nRUN dir `\n  C:\\\n");
    expect(dockerfile.escape).toBe("`");
    expect(dockerfile.instructions[1]?.operands.text).toBe("dir   C:\\");
  });

  it("are found with the range of their value", () => {
    const text = "# syntax=docker/dockerfile:1\n# check=skip=all\nFROM debian\n";
    const { directives } = parse(text);
    expect(directives.map(({ name, value }) => [name, value])).toEqual([["syntax", "docker/dockerfile:1"], ["check", "skip=all"]]);
    expect(text.slice(directives[0]?.valueRange.start, directives[0]?.valueRange.end)).toBe("docker/dockerfile:1");
  });

  it.each(["# a note\n# escape=`\n", "\n# escape=`\n", "# maintained=yes\n# escape=`\n"])("end at the first line that is none: %j", (top) => {
    const dockerfile = parse(`${top}FROM debian\n`);
    expect(dockerfile.escape).toBe("\\");
    expect(dockerfile.directives).toEqual([]);
    expect(dockerfile.comments.some((comment) => comment.text === "# escape=`")).toBe(true);
  });

  it("name the frontend even behind a #! line, and the escape character not", () => {
    const dockerfile = parse("#!/usr/bin/env docker\n# syntax=docker/dockerfile:1\nFROM debian\n");
    expect(dockerfile.directives.map((directive) => directive.name)).toEqual(["syntax"]);
  });
});
