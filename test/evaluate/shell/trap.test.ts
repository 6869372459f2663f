import { describe, expect, it } from "vitest";
import { commands, run, said } from "./support.ts";

describe("trap", () => {
  it("runs at the end what was kept for it, with what is known by then", () => {
    expect(said("trap 'say bye $name' EXIT; name=relay; say hello")).toEqual(["hello", "bye relay"]);
  });

  it("runs a function at the end of a script of the build context, and goes on behind it", () => {
    const files = { "/work/install.sh": '#!/bin/sh\nfinish() { say finished; }\ntrap finish EXIT\nexit 0\n' };
    expect(said("./install.sh; say next", { files })).toEqual(["finished", "next"]);
  });

  it.each(["trap 'say bye' INT TERM; say hello", "trap 'say bye' ERR; say hello", "trap 'say bye' EXIT; trap - EXIT; say hello", "trap - EXIT; say hello", "(trap - EXIT; say hello)"])("runs nothing for `%s`", (script) => {
    expect(said(script)).toEqual(["hello"]);
  });

  it("keeps the status with which the script ends", () => {
    expect(run("set -e; trap 'true' EXIT; false").status).toBe("fails");
  });

  it("does not end a subshell with what the shell has kept", () => {
    expect(commands(run("trap 'say bye' EXIT; (say inner)"))).toEqual(["say inner", "say bye"]);
  });

  it("runs once what sets itself again", () => {
    expect(said("again() { say bye; trap again EXIT; }; trap again EXIT; say hello")).toEqual(["hello", "bye"]);
  });
});
