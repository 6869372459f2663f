import { describe, expect, it } from "vitest";
import { commands, run, urls } from "./support.ts";

describe("find -exec", () => {
  it("runs the command as a possibility, with an unknown file", () => {
    expect(commands(run("find /opt -name '*.so' -exec strip {} \\;"))).toEqual(["find /opt -name *.so -exec strip {} ;", "?strip \uFFFC"]);
  });

  it("follows a shell that it runs", () => {
    expect(urls(run("find . -type d -exec sh -c 'curl -O https://files.example.com/relay-amd64' \\;"))).toEqual(["?https://files.example.com/relay-amd64"]);
  });

  it.each(["find . -name x -print", "find . -exec \\;", "find . -exec"])("finds no command in `%s`", (script) => {
    expect(commands(run(script)).filter((line) => line.startsWith("?"))).toEqual([]);
  });

  it("follows a bounded number of commands", () => {
    expect(commands(run(`find . ${"-exec say {} + ".repeat(500)}`)).length).toBeLessThan(40);
  });
});
