import { describe, expect, it } from "vitest";
import { fromParts, keyValues, operandWords, parseDockerfile, subOptions, type Instruction } from "../../../src/syntax/dockerfile/index.ts";

function instruction(line: string, header = ""): Instruction {
  const { instructions } = parseDockerfile("Dockerfile", `${header}FROM debian\n${line}\n`);
  return instructions[1] as Instruction;
}

function pairs(line: string): readonly unknown[] {
  return keyValues(instruction(line), "\\").map(({ key, value, legacy }) => [key.text, value?.text, legacy]);
}

function from(line: string): readonly (string | undefined)[] {
  const { image, name, platform } = fromParts(parseDockerfile("Dockerfile", line).instructions[0] as Instruction);
  return [image.text, name?.text, platform?.text];
}

describe("flags", () => {
  it("stand before the operands, their quotes dropped", () => {
    const copy = instruction('COPY --link --chown="$OWNER:root" --from=build /out /srv/');
    expect(copy.flags.map(({ name, value }) => [name, value?.text])).toEqual([["link", undefined], ["chown", "$OWNER:root"], ["from", "build"]]);
    expect(copy.operands.text).toBe("/out /srv/");
  });

  it("end at --, and a word behind an operand is none", () => {
    expect(instruction("RUN --network=none -- make --all").operands.text).toBe("make --all");
    expect(instruction("RUN make --all").flags).toEqual([]);
  });

  it("know where a value stands, an empty one behind its =", () => {
    const text = "FROM debian\nCOPY --chown= a b\n";
    const [flag] = parseDockerfile("Dockerfile", text).instructions[1]?.flags ?? [];
    expect(flag?.value?.rangeOf()).toEqual({ file: "Dockerfile", start: text.indexOf("=") + 1, end: text.indexOf("=") + 1 });
  });

  it("hold options that commas part", () => {
    const run = instruction('RUN --mount=type=cache,Target=/root/.cache,readonly,\\"id=a,b\\" make');
    expect(subOptions(run.flags[0] ?? expect.fail())).toMatchObject([
      { key: "type", value: { text: "cache" } },
      { key: "target", value: { text: "/root/.cache" } },
      { key: "readonly", value: undefined },
      { key: "id", value: { text: "a,b" } },
    ]);
  });
});

describe("the JSON form", () => {
  it("gives the words decoded, with the places between their quotes", () => {
    const text = 'FROM debian\nCMD [ "serve it", \\\n  "caf\\u00e9" ]\n';
    const words = parseDockerfile("Dockerfile", text).instructions[1]?.exec ?? [];
    expect(words.map((word) => word.value)).toEqual(["serve it", "café"]);
    expect(words.map((word) => text.slice(word.text.rangeOf().start, word.text.rangeOf().end))).toEqual(["serve it", "caf\\u00e9"]);
  });

  it.each(["RUN ['make']", 'RUN ["make",]', 'RUN ["make"] all', "RUN [ -f Makefile ]", 'RUN ["C:\\x"]', 'USER ["app"]'])("is not taken for %s", (line) => {
    expect(instruction(line).exec).toBeUndefined();
  });

  it("is the command of HEALTHCHECK without its type, and the trigger's of ONBUILD", () => {
    expect(instruction('HEALTHCHECK CMD ["curl", "localhost"]').exec?.map((word) => word.value)).toEqual(["curl", "localhost"]);
    expect(instruction('ONBUILD RUN ["make", "all"]').trigger?.exec?.map((word) => word.value)).toEqual(["make", "all"]);
  });
});

describe("words", () => {
  it("of COPY are parted at every blank, even a quoted one, as BuildKit does", () => {
    expect(operandWords(instruction('COPY "my file" /srv/'), "\\").map((word) => word.text)).toEqual(['"my', 'file"', "/srv/"]);
    expect(operandWords(instruction('COPY ["my file", "/srv/"]'), "\\").map((word) => word.text)).toEqual(["my file", "/srv/"]);
  });

  it("of ENV keep quoted and escaped blanks", () => {
    expect(pairs("ENV A=\"b c\" D=e\\ f G='h i'")).toEqual([["A", '"b c"', false], ["D", "e\\ f", false], ["G", "'h i'", false]]);
  });

  it("of ENV use the escape character of the directive", () => {
    const env = instruction("ENV A=b` c D=C:\\", "# escape=`\n");
    expect(keyValues(env, "`").map(({ value }) => value?.text)).toEqual(["b` c", "C:\\"]);
  });

  it("of ENV may have the old form, which ARG has not", () => {
    expect(pairs("ENV GREETING hello = world")).toEqual([["GREETING", "hello = world", true]]);
    expect(pairs("ARG ONE TWO=2 THREE=")).toEqual([["ONE", undefined, false], ["TWO", "2", false], ["THREE", "", false]]);
  });

  it("of FROM are image, name and platform", () => {
    expect(from("FROM --platform=$BUILDPLATFORM golang:1.22 as build\n")).toEqual(["golang:1.22", "build", "$BUILDPLATFORM"]);
    expect(from("FROM golang\n")).toEqual(["golang", undefined, undefined]);
    expect(from("FROM\n")).toEqual(["", undefined, undefined]);
  });
});
