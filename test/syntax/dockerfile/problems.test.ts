import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../../../src/syntax/dockerfile/index.ts";

function problemsOf(text: string): readonly string[] {
  return parseDockerfile("Dockerfile", text).problems.map((problem) => problem.message);
}

describe("a file", () => {
  it.each([
    ["", "file with no instructions"],
    ["# only a note\n", "file with no instructions"],
    ["ARG VERSION=1\n", "dockerfile contains no stages to build"],
    ["RUN make\nFROM debian\n", "no build stage in current context"],
    ["# escape=`\n# escape=\\\nFROM debian\n", "only one escape parser directive can be used"],
    ["# escape=x\nFROM debian\n", "invalid escape token 'x' does not match ` or \\"],
    [`FROM debian\nRUN echo ${"x".repeat(65535)}\n`, "dockerfile line greater than max allowed size of 65535"],
  ])("is refused: %#", (text, message) => {
    expect(problemsOf(text)).toEqual([message]);
  });

  it("may have lines of 65535 bytes", () => {
    expect(problemsOf(`FROM debian\n#${"x".repeat(65534)}\n`)).toEqual([]);
    expect(problemsOf(`FROM debian\n#${"é".repeat(32768)}\n`)).toHaveLength(1);
  });

  it("is left alone where another frontend reads it", () => {
    expect(problemsOf("# syntax=example.com/templated\nFROM debian\nINCLUDE common\n")).toEqual([]);
    expect(problemsOf("# syntax=docker/dockerfile:1\nFROM debian\nINCLUDE common\n")).toEqual(["unknown instruction: INCLUDE"]);
  });
});

describe("an instruction", () => {
  it.each([
    ["FROM debian # stable", "FROM requires either one or three arguments"],
    ["FROM debian --platform=linux/arm64", "FROM requires either one or three arguments"],
    ["FROM debian AS 1st", 'invalid name for build stage: "1st", name can\'t start with a number or contain symbols'],
    ["FROM --arch=arm64 debian", "unknown flag: --arch"],
    ["COPY --from=a --from=b x y", "duplicate flag specified: --from"],
    ["COPY --link=perhaps x y", "expecting boolean value for flag --link, not: perhaps"],
    ["COPY --from x y z", "missing a value on flag: --from"],
    ["CMD --version", "unknown flag: --version"],
    ["COPY here", "COPY requires at least two arguments, but only one was provided. Destination could not be determined"],
    ["COPY a <<EOF\nEOF", "COPY cannot accept a heredoc as a destination"],
    ["ENV LONELY", "ENV must have two arguments"],
    ["ENV", "ENV requires at least one argument"],
    ["ENV A=1 B", 'Syntax error - can\'t find = in "B". Must be of the form: name=value'],
    ["LABEL =value", "LABEL names can not be blank"],
    ["ARG", "ARG requires at least one argument"],
    ["USER", "USER requires exactly one argument"],
    ["EXPOSE", "EXPOSE requires at least one argument"],
    ['VOLUME [""]', "VOLUME specified can not be an empty string"],
    ["SHELL bash -c", "SHELL requires the arguments to be in JSON form"],
    ["SHELL []", "SHELL requires at least one argument"],
    ["HEALTHCHECK NONE now", "HEALTHCHECK NONE takes no arguments"],
    ["HEALTHCHECK curl localhost", 'Unknown type "CURL" in HEALTHCHECK (try CMD)'],
    ["HEALTHCHECK CMD", "Missing command after HEALTHCHECK CMD"],
    ["ONBUILD", "ONBUILD requires at least one argument"],
    ["ONBUILD ONBUILD RUN make", "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"],
    ["ONBUILD FROM debian", "FROM isn't allowed as an ONBUILD trigger"],
    ['RUN ["make", 1]', "when using JSON array syntax, arrays must be comprised of strings only"],
    ["INSTALL curl", "unknown instruction: INSTALL"],
  ])("%s is refused", (line, message) => {
    expect(problemsOf(`FROM alpine\n${line}\n`)).toEqual([message]);
  });

  it.each([
    "FROM debian AS build_1.x-y",
    "COPY --parents --exclude=*.md --exclude=*.txt a b",
    "COPY --link=true a b",
    "RUN --mount=type=cache,target=/a --mount=type=cache,target=/b make",
    "ARG ONE TWO",
    "LABEL title=",
    "HEALTHCHECK --interval=5m CMD curl localhost",
    "HEALTHCHECK NONE",
    "SHELL [\"/bin/bash\", \"-c\"]",
    "ADD <<EOF /etc/motd\nhello\nEOF",
    "onbuild copy . /srv",
  ])("%s is accepted", (line) => {
    expect(problemsOf(`FROM alpine\n${line}\n`)).toEqual([]);
  });

  it("is pointed at", () => {
    const text = "FROM debian\nRUN make\nINSTALL curl\n";
    const [problem] = parseDockerfile("Dockerfile", text).problems;
    expect(text.slice(problem?.range.start, problem?.range.end)).toBe("INSTALL");
  });
});
