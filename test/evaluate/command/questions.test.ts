import { describe, expect, it } from "vitest";
import { AMD64, ARM64, output, run } from "./support.ts";

describe("questions about the platform", () => {
  it.each([
    ["uname -m", "x86_64", "aarch64"],
    ["uname --machine", "x86_64", "aarch64"],
    ["uname -sm", "Linux x86_64", "Linux aarch64"],
    ["arch", "x86_64", "aarch64"],
    ["dpkg --print-architecture", "amd64", "arm64"],
    ["dpkg-architecture -qDEB_HOST_MULTIARCH", "x86_64-linux-gnu", "aarch64-linux-gnu"],
    ["dpkg-architecture -q DEB_BUILD_ARCH", "amd64", "arm64"],
    ["apk --print-arch", "x86_64", "aarch64"],
    ["rpm -E %{_arch}", "x86_64", "aarch64"],
    ["rpm --eval %_arch", "x86_64", "aarch64"],
    ["rpm -q --qf '%{ARCH}' rpm", "x86_64", "aarch64"],
    ["getconf LONG_BIT", "64", "64"],
  ])("%s", (command, amd64, arm64) => {
    expect(output(command, { platform: AMD64 })).toBe(`${amd64}\n`);
    expect(output(command, { platform: ARM64 })).toBe(`${arm64}\n`);
    expect(run(command).stdout?.pieces.some((piece) => piece.kind === "text" && piece.origin === "platform")).toBe(true);
  });

  it.each(["uname -r", "uname -a", "dpkg-architecture -aarm64 -qDEB_HOST_ARCH", "rpm -E %{rhel}", "getconf PAGESIZE"])("does not claim to know %s", (command) => {
    expect(output(command)).toBe("?");
  });

  it("asks the platform that the step runs on, not the target", () => {
    expect(output("uname -m", { platform: AMD64, target: ARM64 })).toBe("x86_64\n");
  });
});
