import { describe, expect, it } from "vitest";
import { sourceEffects } from "../../../src/evaluate/command/index.ts";
import { effects, run, shown, valueAt } from "./support.ts";

describe("checksums and signatures", () => {
  it("reads checksum and file from standard input", () => {
    const [effect] = effects("verify", "sha256sum -c -", { stdin: "0123abcd  tool-amd64.tgz\n" });
    expect([shown(effect?.checksum), shown(effect?.file)]).toEqual(["0123abcd", "tool-amd64.tgz"]);
    expect(effect?.file?.pieces[0]?.from).toMatchObject({ start: 1010, end: 1024 });
  });

  it("reads several lines and the binary mark", () => {
    expect(effects("verify", "sha512sum --check --status", { stdin: "aa *x\nbb  y\n" }).map((effect) => shown(effect.file))).toEqual(["x", "y"]);
    expect(effects("verify", "shasum -a 256 -c", { stdin: "SHA256 (tool.tgz) = 0123" }).map((effect) => [shown(effect.checksum), shown(effect.file)])).toEqual([["0123", "tool.tgz"]]);
  });

  it("knows that a file lists them", () => {
    expect(effects("verify", "sha256sum -c SHA256SUMS")).toHaveLength(1);
    expect(effects("verify", "sha256sum tool.tgz")).toEqual([]);
  });

  it("verifies signatures", () => {
    expect(effects("verify", "gpg --batch --verify tool.asc tool.tgz").map((effect) => shown(effect.file))).toEqual(["tool.tgz"]);
    expect(effects("verify", "gpg --recv-keys ABCD")).toEqual([]);
    expect(effects("verify", "cosign verify-blob --key k tool")).toHaveLength(1);
  });
});

describe("package sources in files", () => {
  it("finds the lines of an apt list that tee writes", () => {
    const answer = run("tee /etc/apt/sources.list.d/docker.list", { stdin: "# source\ndeb [arch=amd64] https://example.com stable main\n" });
    expect(answer.effects.map((effect) => effect.kind)).toEqual(["write", "add-source"]);
    const [effect] = effects("add-source", "tee -a /etc/apt/sources.list", { stdin: "deb [arch=amd64] https://example.com stable main\n" });
    expect(effect).toMatchObject({ manager: "apt", what: "line" });
    expect(shown(effect?.text)).toBe("deb [arch=amd64] https://example.com stable main");
  });

  it.each([
    ["/etc/apt/sources.list.d/x.sources", "apt", "file"],
    ["/etc/yum.repos.d/x.repo", "yum", "file"],
    ["/etc/apk/repositories", "apk", "line"],
  ])("%s", (path, manager, what) => {
    expect(sourceEffects(valueAt(path, 0), valueAt("text", 50))).toMatchObject([{ manager, what }]);
  });

  it("leaves other files alone", () => {
    expect(sourceEffects(valueAt("/etc/apt/preferences.d/x", 0), valueAt("deb x", 50))).toEqual([]);
    expect(run("tee /tmp/x", { stdin: "deb x" }).effects).toHaveLength(1);
  });
});
