import { describe, expect, test } from "vitest";
import { lintText } from "../../src/session/index.ts";
import { findingsOf } from "../support/findings.ts";
import { deb, gzip, rpm, tar, zip } from "../support/archives.ts";
import { elf, mach, pe } from "../support/programs.ts";

const ID = "foreign-binary-copied";
type Files = Readonly<Record<string, string | Uint8Array>>;

const copying = (copy: string, context: Files, platforms = ["linux/amd64", "linux/arm64"]) => findingsOf(ID, ["FROM debian:bookworm", copy], { context, platforms });
const levels = (copy: string, context: Files): readonly string[] => copying(copy, context).map(({ level }) => level);

describe("a program that COPY or ADD names", () => {
  test("is reported for the CPUs that it isn't built for", () => {
    const found = copying("COPY bin/tool /usr/local/bin/", { "bin/tool": elf("amd64") });
    expect(found).toMatchObject([{ line: 2, text: "bin/tool", platforms: ["linux/arm64"], level: "error", confidence: "certain", consequence: "wrong-binary" }]);
    expect(found[0]?.message).toContain("`bin/tool`");
    expect(copying("ADD tool /usr/bin/tool", { tool: elf("arm64", 3) })).toMatchObject([{ platforms: ["linux/amd64"] }]);
    expect(copying("COPY tool /tool", { tool: elf("s390x") }, ["linux/s390x", "linux/arm64"])).toMatchObject([{ platforms: ["linux/arm64"] }]);
  });

  test("is no matter as a script, an object file or code for no CPU of a builder", () => {
    expect(levels("COPY tool /tool", { tool: "#!/bin/sh\n" })).toEqual([]);
    expect(levels("COPY tool.o /tool.o", { "tool.o": elf("amd64", 1) })).toEqual([]);
    expect(levels("COPY filter /filter", { filter: elf("bpf") })).toEqual([]);
    expect(levels("COPY tool /tool", { tool: elf("amd64", 2, 9) })).toEqual([]);
    expect(levels("COPY tool /tool", { tool: elf("amd64").slice(0, 20) })).toEqual([]);
  });

  test("is found by wildcards", () => {
    expect(copying("COPY lib/*.so /usr/lib/", { "lib/a.so": elf("amd64", 3), "lib/b.so": elf("amd64", 3), "lib/c.txt": "text" })).toMatchObject([{ text: "lib/*.so", level: "error" }]);
    expect(levels("COPY lib/*.so /usr/lib/", { "lib/a.txt": elf("amd64", 3) })).toEqual([]);
  });

  test("is judged where the path follows the platform", () => {
    const lines = ["FROM debian:bookworm", "ARG TARGETARCH", "COPY bin/$TARGETARCH/tool /tool"];
    expect(findingsOf(ID, lines, { context: { "bin/amd64/tool": elf("amd64"), "bin/arm64/tool": elf("arm64") } })).toEqual([]);
    expect(findingsOf(ID, lines, { context: { "bin/amd64/tool": elf("amd64"), "bin/arm64/tool": elf("amd64") } })).toMatchObject([{ line: 3, platforms: ["linux/arm64"] }]);
  });

  test("is one of several that stand beside each other", () => {
    const context = { "tool-amd64": elf("amd64"), "tool-arm64": elf("arm64"), other: elf("arm64") };
    expect(levels("COPY tool-amd64 tool-arm64 /opt/", context)).toEqual([]);
    expect(levels("COPY tool-* /opt/", context)).toEqual([]);
    expect(levels("COPY tool-amd64 other /opt/", context)).toEqual(["error", "error"]);
  });

  test("is left alone where the stage's own platform or the target runs it", () => {
    const context = { tool: elf("amd64") };
    const stages = (from: string): readonly string[] => [`FROM --platform=${from} debian:bookworm AS build`, "COPY tool /tool", "FROM debian:bookworm", "COPY --from=build /x /x"];
    expect(findingsOf(ID, stages("$BUILDPLATFORM"), { context })).toEqual([]);
    expect(findingsOf(ID, stages("$TARGETPLATFORM"), { context })).toHaveLength(1);
    expect(copying("COPY tool /tool", { tool: elf("arm") }, ["linux/arm/v6", "linux/arm/v7"])).toEqual([]);
  });

  test("is not there where .dockerignore leaves it out or another stage brings it", () => {
    expect(levels("COPY bin/ /opt/", { "bin/tool": elf("amd64"), ".dockerignore": "bin/tool\n" })).toEqual([]);
    expect(levels("COPY tool /tool", { tool: elf("amd64"), ".dockerignore": "*\n" })).toEqual([]);
    expect(levels("COPY --from=busybox tool /tool", { tool: elf("amd64") })).toEqual([]);
    expect(levels("COPY ../../tool /tool", { tool: elf("amd64") })).toEqual(["error"]);
  });

  test("is of Windows for Windows alone, and of .NET for every CPU", () => {
    const windows = (context: Files) => findingsOf(ID, ["FROM mcr.microsoft.com/windows/nanoserver:ltsc2022", "COPY tool.exe C:/"], { context, platforms: ["windows/arm64"] });
    expect(windows({ "tool.exe": pe() })).toHaveLength(1);
    expect(windows({ "tool.exe": pe(true) })).toEqual([]);
    expect(levels("COPY tool.exe /tool.exe", { "tool.exe": pe() })).toEqual([]);
  });
});

describe("a program in a folder that is copied", () => {
  test("is a warning, and a note in the whole context", () => {
    expect(copying("COPY rootfs/ /", { "rootfs/usr/bin/tool": elf("amd64"), "rootfs/usr/lib/libtool.so.1": elf("amd64", 3) })).toMatchObject([{ text: "rootfs/", level: "warning", confidence: "likely" }]);
    expect(levels("COPY . /src", { "bin/tool": elf("amd64") })).toEqual(["note"]);
  });

  test("is no matter beside programs that run, in tests, or where it may be excluded", () => {
    expect(levels("COPY tools/ /tools/", { "tools/x86/run": elf("amd64"), "tools/arm/start": elf("arm64") }).length).toBe(0);
    expect(levels("COPY src/ /src/", { "src/testdata/hello": elf("amd64") })).toEqual([]);
    expect(levels("COPY --exclude=bin src/ /src/", { "src/bin/hello": elf("amd64") })).toEqual([]);
  });
});

describe("a program in an archive", () => {
  const amd64 = gzip(tar({ "relay/bin/relay": elf("amd64"), "relay/README.md": "text" }));

  test("that ADD unpacks is an error", () => {
    const [found] = copying("ADD relay.tar.gz /opt/", { "relay.tar.gz": amd64 });
    expect(found).toMatchObject({ text: "relay.tar.gz", platforms: ["linux/arm64"], level: "error", confidence: "certain" });
    expect(found?.message).toContain("`relay/bin/relay` in `relay.tar.gz` is built for the CPU of amd64 only");
  });

  test("that is copied as it is is a warning", () => {
    expect(copying("COPY relay.tar.gz /tmp/", { "relay.tar.gz": amd64 })).toMatchObject([{ level: "warning", confidence: "likely" }]);
    expect(levels("ADD relay.zip /tmp/", { "relay.zip": zip({ relay: elf("amd64") }) })).toEqual(["warning"]);
    expect(levels("COPY relay.gz /tmp/", { "relay.gz": gzip(elf("amd64")) })).toEqual(["warning"]);
  });

  test("that is a package is told by what the package says", () => {
    const control = (architecture: string): Uint8Array => gzip(tar({ control: `Package: relay\nArchitecture: ${architecture}\n` }));
    expect(copying("COPY relay.deb /tmp/", { "relay.deb": deb({ "control.tar.gz": control("amd64") }) })).toMatchObject([{ level: "warning", platforms: ["linux/arm64"] }]);
    expect(levels("COPY relay.deb /tmp/", { "relay.deb": deb({ "control.tar.gz": control("all") }) })).toEqual([]);
    expect(copying("COPY relay.rpm /tmp/", { "relay.rpm": rpm("aarch64") })).toMatchObject([{ platforms: ["linux/amd64"] }]);
    expect(levels("COPY relay.rpm /tmp/", { "relay.rpm": rpm("noarch") })).toEqual([]);
  });

  test("is no matter beside one that fits, in the archive or beside it", () => {
    expect(levels("ADD relay.tar /opt/", { "relay.tar": tar({ "linux-x64/relay": elf("amd64"), "linux-arm64/relay": elf("arm64") }) })).toEqual([]);
    expect(levels("COPY native.jar /opt/", { "native.jar": zip({ "x/native.so": elf("amd64", 3), "y/native.so": elf("arm64", 3) }) })).toEqual([]);
    expect(levels("ADD relay-amd64.tar relay-arm64.tar /opt/", { "relay-amd64.tar": tar({ relay: elf("amd64") }), "relay-arm64.tar": tar({ relay: elf("arm64") }) })).toEqual([]);
    expect(levels("COPY natives/*.jar /opt/", { "natives/a.jar": zip({ "a.so": elf("amd64", 3) }), "natives/b.jar": zip({ "b.so": elf("arm64", 3) }) })).toEqual(["warning", "warning"]);
  });

  test("that can't be looked into is unchecked", () => {
    const report = lintText("Dockerfile", "FROM debian:12\nADD relay.tar.xz /opt/\n", { context: { "relay.tar.xz": Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0) } });
    expect(report.unchecked.map(({ because }) => because)).toEqual([expect.stringContaining("relay.tar.xz is packed")]);
  });
});

describe("a program for another system", () => {
  const text = (last: string) => findingsOf(ID, ["FROM debian:bookworm", "COPY dist/relay /usr/local/bin/", last], { context: { "dist/relay": mach("arm64") } });

  test("is reported where the image runs it", () => {
    const [found] = text('ENTRYPOINT ["/usr/local/bin/relay"]');
    expect(found).toMatchObject({ line: 2, text: "dist/relay", platforms: ["linux/amd64", "linux/arm64"], level: "error" });
    expect(found?.message).toContain("is a program for darwin");
  });

  test("is left alone where it is there to be fetched", () => {
    expect(text('CMD ["nginx"]')).toEqual([]);
    expect(levels("COPY relay.exe /usr/share/downloads/", { "relay.exe": pe() })).toEqual([]);
  });
});
