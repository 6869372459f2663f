import { describe, expect, it } from "vitest";
import { parseMarker, parseRequirement, type Marker, type Reading } from "../../../src/syntax/manifest/pep508.ts";

function told(text: string): string {
  const read = parseRequirement(text);
  if ("error" in read) return `no: ${read.error} at ${String(read.at)}`;
  const clauses = read.clauses.map(({ operator, version }) => operator + version).join(",");
  const slice = (span: { start: number; end: number } | undefined): string => (span === undefined ? "-" : text.slice(span.start, span.end));
  return [slice(read.nameAt), read.extras.join("+"), clauses, read.url ?? "", slice(read.markerAt)].join(" | ");
}

describe("parseRequirement", () => {
  it.each([
    ["numpy", "numpy |  |  |  | -"],
    ["  Foo.Bar[a,b-c] >=1.0 , != 1.3.* ; python_version<'3.9' and (extra == 'x')", "Foo.Bar | a+b-c | >=1.0,!=1.3.* |  | python_version<'3.9' and (extra == 'x')"],
    ["numpy (==1.18.5)", "numpy |  | ==1.18.5 |  | -"],
    ["pip @ https://example.org/pip.zip ; os_name == 'posix'", "pip |  |  | https://example.org/pip.zip | os_name == 'posix'"],
    ["x===anything.goes", "x |  | ===anything.goes |  | -"],
  ])("reads %s", (text, expected) => {
    expect(told(text)).toBe(expected);
  });

  it.each(["", "-r base.txt", "name==", "name[", "name == 1.0 2.0", "name; python_version", "name; foo == 'x'", "name @ "])("refuses %j", (text) => {
    expect(told(text)).toMatch(/^no: /);
  });

  it("bounds what it reads", () => {
    expect(told(`a; ${"(".repeat(5000)}`)).toMatch(/^no: /);
    expect(told("a".repeat(10_000))).toMatch(/^no: is too long/);
  });
});

function shape(marker: Reading<Marker>): string {
  if ("error" in marker) return "no";
  return marker.kind === "compare" ? `${marker.left.text}${marker.operator}${marker.right.text}` : `(${shape(marker.left)} ${marker.kind} ${shape(marker.right)})`;
}

describe("parseMarker", () => {
  it("binds and before or", () => {
    expect(shape(parseMarker("os_name == 'a' or os_name == 'b' and sys_platform not  in 'c'"))).toBe("(os_name==a or (os_name==b and sys_platformnot inc))");
  });
});
