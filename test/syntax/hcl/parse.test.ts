import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseHcl, type HclExpression } from "../../../src/syntax/hcl/index.ts";

const FILE = "docker-bake.hcl";

function valueOf(text: string): HclExpression {
  const { body, problem } = parseHcl(FILE, `a = ${text}\n`);
  if (problem !== undefined) throw new Error(problem.message);
  return (body.attributes[0] ?? { value: { kind: "other" } }).value as HclExpression;
}

/** An expression as a Lisp would write it. */
function shown(expression: HclExpression): string {
  switch (expression.kind) {
    case "literal":
      return String(expression.value);
    case "template":
      return `"${expression.parts.map((part) => (part.kind === "text" ? part.text.text : `{${shown(part.value)}}`)).join("")}"`;
    case "list":
      return `[${expression.items.map(shown).join(" ")}]`;
    case "object":
      return `{${expression.entries.map(({ key, value }) => `${shown(key)}=${shown(value)}`).join(" ")}}`;
    case "name":
      return expression.name;
    case "member":
      return `(. ${shown(expression.of)} ${expression.name})`;
    case "index":
      return `(at ${shown(expression.of)} ${shown(expression.index)})`;
    case "call":
      return `(${[expression.name, ...expression.arguments.map(shown)].join(" ")}${expression.spread ? " ..." : ""})`;
    case "unary":
      return `(${expression.operator} ${shown(expression.operand)})`;
    case "binary":
      return `(${expression.operator} ${shown(expression.left)} ${shown(expression.right)})`;
    case "conditional":
      return `(? ${shown(expression.test)} ${shown(expression.then)} ${shown(expression.otherwise)})`;
    case "for":
      return `(for ${[expression.keyName, expression.valueName].filter((name) => name !== undefined).join(",")} ${shown(expression.over)} ${expression.key === undefined ? "" : `${shown(expression.key)}=>`}${shown(expression.value)}${expression.test === undefined ? "" : ` if ${shown(expression.test)}`})`;
    case "other":
      return "other";
  }
}

describe("an HCL expression", () => {
  it.each([
    ['"linux/amd64"', '"linux/amd64"'],
    ['"${REPO}:${equal("", TAG) ? "latest" : TAG}"', '"{REPO}:{(? (equal "" TAG) "latest" TAG)}"'],
    ['"a$${b}\\n\\u00e9"', '"a${b}\né"'],
    ["[\n  1, # one\n  2.5e1,\n]", "[1 25]"],
    ['{ a = 1, "b" : [true]\n c = null }', '{a=1 "b"=[true] c=null}'],
    ["1 + 2 * -3 == x && !y || z", "(|| (&& (== (+ 1 (* 2 (- 3))) x) (! y)) z)"],
    ["(\n a\n ? b\n : c\n)", "(? a b c)"],
    ["item.args[0].name", "(. (at (. item args) 0) name)"],
    ["[for k, v in tags : upper(v) if v != \"\"]", '(for k,v tags (upper v) if (!= v ""))'],
    ['{for t in tags : t => "x-${t}"}', '(for t tags t=>"x-{t}")'],
    ["concat(lists...)", "(concat lists ...)"],
    ["list[*].name", "(. other name)"],
    ["<<EOT\nFROM a\n${b}\nEOT", '"FROM a\n{b}\n"'],
    ['"%{ if x }a%{ endif }"', '"{other}a{other}"'],
  ])("%s", (text, expected) => {
    expect(shown(valueOf(text))).toBe(expected);
  });

  it("knows where each text of a string stands", () => {
    const text = 'a = "x-${y}-linux/amd64"\n';
    const value = parseHcl(FILE, text).body.attributes[0]?.value;
    const last = value?.kind === "template" ? value.parts.at(-1) : undefined;
    expect(last?.kind === "text" && text.slice(last.text.rangeOf().start, last.text.rangeOf().end)).toBe("-linux/amd64");
  });
});

describe("an HCL file", () => {
  it("is attributes and blocks with labels", () => {
    const text = '// built by hand\nvariable "TAG" {\n  default = "1"\n}\n\ntarget "app" {\n  platforms = ["linux/amd64"]\n  attest { type = "sbom" }\n}\n';
    const { body, problem } = parseHcl(FILE, text);
    expect(problem).toBeUndefined();
    expect(body.blocks.map(({ type, labels, body: inner }) => [type, labels[0]?.text, inner.attributes.map(({ name }) => name), inner.blocks.length])).toEqual([
      ["variable", "TAG", ["default"], 0],
      ["target", "app", ["platforms"], 1],
    ]);
    const label = body.blocks[1]?.labels[0];
    expect(text.slice(label?.at.start, label?.at.end)).toBe("app");
  });

  it.each([
    ['target "a" {\n  platforms = [\n', "expected a value"],
    ['target "a" {\n', "a block that doesn't end"],
    ['a = "open\n', "a string that doesn't end on its line"],
    ["a = 1 2\n", "expected the end of the line"],
    ['a = "\\q"\n', "an escape that HCL doesn't know: \\q"],
    ["<<<<<<< HEAD\n", "expected the name of an attribute or a block"],
    [`a = ${"[".repeat(5000)}`, "nested too deeply"],
    ["# long\n".repeat(200_000), "is too long to be read"],
  ])("says where it breaks off", (text, message) => {
    expect(parseHcl(FILE, text).problem?.message).toBe(message);
  });

  it("keeps what came before the break", () => {
    expect(parseHcl(FILE, 'target "a" {}\ntarget "b" {').body.blocks.map(({ labels }) => labels[0]?.text)).toEqual(["a"]);
  });

  it("never throws, whatever the text", () => {
    const scraps = ["a", "=", '"', "${", "}", "%{", "{", "[", "]", "(", ")", ",", ":", "?", "!", "-", ".", "*", "<<E\n", "E\n", "\n", " ", "#", "/*", "*/", "for", " in ", "=>", "...", "\\", "\0", "é", "1"];
    fc.assert(fc.property(fc.array(fc.constantFrom(...scraps), { maxLength: 30 }), (parts) => {
      const { body, problem } = parseHcl(FILE, parts.join(""));
      expect(body.at.start).toBe(0);
      expect(problem === undefined || problem.at.start <= parts.join("").length).toBe(true);
    }), { numRuns: 2000, seed: 5 });
  });
});
