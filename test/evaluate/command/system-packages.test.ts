import { describe, expect, it } from "vitest";
import { downloads, effects, installs, shown } from "./support.ts";

const sources = (command: string): string[] => effects("add-source", command).map((effect) => `${effect.manager} ${effect.what}: ${shown(effect.text) ?? ""}`);

describe("apt", () => {
  it("installs its operands and not the values of its options", () => {
    expect(installs("apt-get -y install --no-install-recommends -t bookworm-backports libc6:amd64 curl=8.*")).toEqual(["apt install: libc6:amd64 curl=8.*"]);
  });

  it("tells what it removes, downloads and builds", () => {
    expect(installs("apt-get purge -y gcc")).toEqual(["apt remove: gcc"]);
    expect(installs("apt-get build-dep -a arm64 nginx")).toEqual(["apt build-dep: nginx for arm64"]);
    expect(installs("apt-get update")).toEqual([]);
  });

  it("knows the architecture given as a setting", () => {
    expect(installs("apt-get -o APT::Architecture=amd64 -o Dpkg::Use-Pty=0 install -y curl")).toEqual(["apt install: curl for amd64"]);
  });

  it("adds sources", () => {
    expect(sources('add-apt-repository -y "deb [arch=amd64] https://download.docker.com/linux/ubuntu focal stable"')).toEqual([
      "apt line: deb [arch=amd64] https://download.docker.com/linux/ubuntu focal stable",
    ]);
    expect(sources("dpkg --add-architecture i386")).toEqual(["apt architecture: i386"]);
    expect(downloads("apt-key adv --fetch-keys https://example.com/x86_64/key.pub")).toEqual(["https://example.com/x86_64/key.pub > -"]);
  });

  it("installs files with dpkg and gdebi", () => {
    expect(installs("dpkg -i --force-depends ./tool_1.0_amd64.deb")).toEqual(["dpkg install: ./tool_1.0_amd64.deb"]);
    expect(installs("gdebi -n tool_amd64.deb")).toEqual(["dpkg install: tool_amd64.deb"]);
    expect(installs("dpkg -L libc6")).toEqual([]);
  });
});

describe("apk", () => {
  it("installs packages, names repositories and the architecture", () => {
    const command = "apk --no-cache --arch x86_64 add -X https://example.com/x86_64 --virtual .build gcc musl-dev";
    expect(installs(command)).toEqual(["apk install: gcc musl-dev for x86_64"]);
    expect(sources(command)).toEqual(["apk line: https://example.com/x86_64"]);
  });
});

describe("yum and rpm", () => {
  it("downloads a package that is an address", () => {
    const command = "dnf install -y --enablerepo crb https://example.com/epel.x86_64.rpm glibc.x86_64";
    expect(installs(command)).toEqual(["dnf install: https://example.com/epel.x86_64.rpm glibc.x86_64"]);
    expect(downloads(command)).toEqual(["https://example.com/epel.x86_64.rpm > epel.x86_64.rpm"]);
  });

  it("knows --forcearch and config-manager", () => {
    expect(installs("dnf --forcearch=x86_64 -y install gcc")).toEqual(["dnf install: gcc for x86_64"]);
    expect(sources("yum-config-manager --add-repo https://example.com/rhel8/x86_64/cuda.repo")).toEqual(["yum file: https://example.com/rhel8/x86_64/cuda.repo"]);
    expect(sources("dnf config-manager --add-repo https://example.com/rhel8/x86_64/")).toEqual(["yum line: https://example.com/rhel8/x86_64/"]);
  });

  it("installs, erases, queries with rpm", () => {
    expect(installs("rpm -Uvh --nodeps https://example.com/tool.x86_64.rpm")).toEqual(["rpm install: https://example.com/tool.x86_64.rpm"]);
    expect(installs("rpm -e tool.x86_64")).toEqual(["rpm remove: tool.x86_64"]);
    expect(installs("rpm -qi tool.x86_64")).toEqual([]);
  });

  it("knows zypper and pacman", () => {
    expect(installs("zypper -n install -y gcc")).toEqual(["zypper install: gcc"]);
    expect(installs("pacman -Syu --noconfirm gcc")).toEqual(["pacman install: gcc"]);
    expect(downloads("pacman -U https://example.com/x-x86_64.pkg.tar.zst")).toHaveLength(1);
  });
});
