import { describe, expect, it } from "vitest";
import { extractionOf } from "../../../src/evaluate/command/index.ts";
import { commandOf, shown } from "./support.ts";

const extraction = (command: string): readonly (string | undefined)[] | undefined => {
  const found = extractionOf(commandOf(command));
  return found === undefined ? undefined : [shown(found.archive?.value), shown(found.into?.value)];
};

describe("what is unpacked where", () => {
  it.each([
    ["tar -xzf tool-amd64.tgz -C /usr/local --strip-components=1", ["tool-amd64.tgz", "/usr/local"]],
    ["tar xzf tool.tgz", ["tool.tgz", undefined]],
    ["tar -xz -f - -C /opt", [undefined, "/opt"]],
    ["tar --extract --file=tool.tar --directory=/opt", ["tool.tar", "/opt"]],
    ["tar xz -C /opt", [undefined, "/opt"]],
    ["unzip -q tool.zip -d /opt", ["tool.zip", "/opt"]],
    ["7z x tool.7z", ["tool.7z", undefined]],
    ["gunzip tool.gz", ["tool.gz", undefined]],
  ])("%s", (command, expected) => {
    expect(extraction(command)).toEqual(expected);
  });

  it("knows that other commands unpack nothing", () => {
    expect(extraction("tar -czf out.tgz .")).toBeUndefined();
    expect(extraction("cp a b")).toBeUndefined();
  });
});
