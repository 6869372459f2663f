import { describe, expect, it } from "vitest";
import { downloads, effects } from "./support.ts";

describe("curl", () => {
  it("downloads its operand to the file of -o", () => {
    expect(downloads("curl -fsSLo /usr/local/bin/kubectl https://dl.k8s.io/v1.31.0/bin/linux/amd64/kubectl")).toEqual([
      "https://dl.k8s.io/v1.31.0/bin/linux/amd64/kubectl > /usr/local/bin/kubectl",
    ]);
  });

  it("names the file after the address with -O, below --output-dir", () => {
    expect(downloads("curl -LO --output-dir /tmp https://example.com/a/tool_amd64.deb#x=1")).toEqual(["https://example.com/a/tool_amd64.deb#x=1 > /tmp/tool_amd64.deb"]);
  });

  it("pairs several addresses with their outputs in order", () => {
    expect(downloads("curl -o a https://example.com/1 -O https://example.com/2 --remote-name-all https://example.com/3")).toEqual([
      "https://example.com/1 > a",
      "https://example.com/2 > 2",
      "https://example.com/3 > 3",
    ]);
  });

  it("knows that a redirection is the file", () => {
    expect(downloads("curl -fsSL https://example.com/key.gpg -o -", { to: "/key" })).toEqual(["https://example.com/key.gpg > /key"]);
  });

  it.each(["curl -d https://example.com/body localhost:8080/up", "curl -H https://example.com/amd64 example.com/x", "curl -e https://example.com/amd64 example.com/x", "curl --referer=https://example.com/amd64 example.com/x"])(
    "takes no option's value for an address: %s",
    (command) => {
      expect(downloads(command)).toHaveLength(1);
      expect(downloads(command)[0]).not.toContain("https:");
    },
  );

  it("keeps the exact place of the address", () => {
    const [effect] = effects("download", 'curl -fsSL --url=https://example.com/x "-o/tmp/x"');
    expect(effect?.at).toEqual({ file: "Dockerfile", start: 17, end: 38 });
    expect(effect?.to?.pieces[0]?.from).toEqual({ file: "Dockerfile", start: 42, end: 48 });
  });

  it("keeps an address that is unknown in part", () => {
    expect(downloads("curl -O https://example.com/v?/tool-?-amd64.tgz")).toEqual(["https://example.com/v?/tool-?-amd64.tgz > tool-?-amd64.tgz"]);
  });
});

describe("wget", () => {
  it("writes to -O, also in a cluster", () => {
    expect(downloads("wget -qO /tini https://example.com/tini-amd64")).toEqual(["https://example.com/tini-amd64 > /tini"]);
    expect(downloads("wget -qO- https://example.com/x.tgz")).toEqual(["https://example.com/x.tgz > -"]);
  });

  it("names the file after the address, below -P", () => {
    expect(downloads("wget -q -P /opt/ https://example.com/x86_64.tgz")).toEqual(["https://example.com/x86_64.tgz > /opt/x86_64.tgz"]);
  });

  it("takes no header for an address", () => {
    expect(downloads("wget --header https://example.com/amd64 https://example.com/x")).toEqual(["https://example.com/x > x"]);
  });
});

describe("aria2c", () => {
  it("reads directory, name and checksum", () => {
    const [effect] = effects("download", "aria2c -x 16 -d /tmp -o t.tgz --checksum=sha-256=abc https://example.com/t-amd64.tgz");
    expect(effect).toMatchObject({ by: "aria2c" });
    expect(downloads("aria2c -x16 -d /tmp -o t.tgz https://example.com/t-amd64.tgz")).toEqual(["https://example.com/t-amd64.tgz > /tmp/t.tgz"]);
    expect(effect?.checksum).toBeDefined();
  });
});
