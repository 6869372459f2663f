import { DockerfileParser } from "dockerfile-ast";
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fromParts, parseDockerfile } from "../../../src/syntax/dockerfile/index.ts";
import { dockerfiles } from "../../support/dockerfiles.ts";
import { examplesIn } from "../../support/examples.ts";

// A second opinion: another parser of the same language, on what both of them read as BuildKit does.

const rules = new URL("../../../rules/", import.meta.url);
const examples = readdirSync(rules, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => examplesIn(readFileSync(new URL(`${name}/README.md`, rules), "utf8")).map(({ text, line }) => [`${name}:${String(line)}`, text] as const));

/** Keyword and lines of each instruction; image, stage and platform of each FROM. */
function ours(text: string): readonly string[] {
  const { instructions } = parseDockerfile("Dockerfile", text);
  return instructions.map((instruction) => {
    const { keyword, lines } = instruction;
    const { image, name, platform } = fromParts(instruction);
    const parts = keyword === "FROM" ? ` ${image.text} as ${name?.text ?? "-"} on ${platform?.text ?? "-"}` : "";
    return `${keyword} ${lines.join("-")}${parts}`;
  });
}

function theirs(text: string): readonly string[] {
  const dockerfile = DockerfileParser.parse(text);
  const froms = new Map(dockerfile.getFROMs().map((from) => [from.getRange().start.line, from]));
  return dockerfile.getInstructions().map((instruction) => {
    const { start, end } = instruction.getRange();
    const from = froms.get(start.line);
    const parts = from === undefined ? "" : ` ${from.getImage() ?? ""} as ${from.getBuildStage() ?? "-"} on ${from.getPlatformFlag()?.getValue() ?? "-"}`;
    return `${instruction.getKeyword()} ${String(start.line + 1)}-${String(end.line + 1)}${parts}`;
  });
}

describe("dockerfile-ast finds the same instructions", () => {
  it.each(dockerfiles)("in %s", (_, text) => {
    expect(ours(text)).toEqual(theirs(text));
  });

  it("in every example of the rules", () => {
    for (const [name, text] of examples) expect([name, ...ours(text)]).toEqual([name, ...theirs(text)]);
  });

  it("in files put together from lines, continuations, comments and here-documents", () => {
    const instruction = fc.constantFrom(
      "FROM alpine:3.20", "FROM --platform=$BUILDPLATFORM quay.io:443/team/app:1.2@sha256:0f AS build", "from ${BASE:-debian}:${TAG} as base",
      "RUN a && b", "RUN a \\\n  && b \\\n  # why\n\n  && c", "RUN <<EOF\na\n# b\nEOF", "COPY <<-END /a\n\tb\n\tEND", "COPY --from=build --chown=1:1 /a /b", 'CMD ["a", "b c"]', "ENV A=1 B=2", "# a comment", "", "  WORKDIR /x", "ONBUILD RUN d", "ARG A",
    );
    fc.assert(fc.property(fc.array(instruction, { minLength: 1, maxLength: 12 }), fc.constantFrom("\n", "\r\n"), (parts, end) => {
      const text = `FROM scratch\n${parts.join("\n")}\n`.replaceAll("\n", end);
      expect(ours(text)).toEqual(theirs(text));
    }), { numRuns: 300, seed: 11 });
  });
});
