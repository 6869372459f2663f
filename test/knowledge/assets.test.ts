import { describe, expect, it } from "vitest";
import { assetFor, bareLinuxMeans86, namingHint, tokenFor } from "../../src/knowledge/assets.ts";

const UNKNOWN = "\uFFFC";
const github = (path: string): string => `https://github.com/${path}`;

describe("tokenFor", () => {
  it.each([
    [github("protocolbuffers/protobuf/releases/download/v24.3/protoc-24.3-linux-x86_64.zip"), "aarch_64"],
    [github("tianon/gosu/releases/download/1.17/gosu-amd64"), "arm64"],
    [github("tianon/gosu/releases/download/1.17/gosu-amd64.asc"), "arm64"],
    [github("Yelp/dumb-init/releases/download/v1.2.5/dumb-init_1.2.5_x86_64"), "aarch64"],
    [github("Yelp/dumb-init/releases/download/v1.2.5/dumb-init_1.2.5_amd64.deb"), "arm64"],
    [github(`gohugoio/hugo/releases/download/v${UNKNOWN}/hugo_${UNKNOWN}_Linux-64bit.tar.gz`), "ARM64"],
    [github("gohugoio/hugo/releases/download/v0.90.0/hugo_0.90.0_Linux-64bit.tar.gz"), "ARM64"],
    ["https://get.helm.sh/helm-v3.5.0-linux-amd64.tar.gz", "arm64"],
    ["https://awscli.amazonaws.com/awscli-exe-linux-x86_64.zip", "aarch64"],
  ])("%s is %s on arm64", (url, word) => {
    expect(tokenFor(url, "linux/arm64")).toBe(word);
  });

  it("knows other platforms where the tool serves them", () => {
    const url = github("krallin/tini/releases/download/v0.19.0/tini-amd64");
    expect(tokenFor(url, "linux/arm/v7")).toBe("armhf");
    expect(tokenFor(url, "linux/ppc64le")).toBe("ppc64el");
    expect(tokenFor(url, "linux/riscv64")).toBeUndefined();
  });

  it("reads the URL of another platform as well", () => {
    expect(tokenFor(github("krallin/tini/releases/download/v0.19.0/tini-arm64"), "linux/amd64")).toBe("amd64");
  });

  it("takes a whole triplet where more than the architecture changes", () => {
    const asset = assetFor(github("01mf02/jaq/releases/download/v2.0.0/jaq-x86_64-unknown-linux-musl"));
    expect(asset?.wordOn("x86_64-unknown-linux-musl", "linux/arm64")).toBe("aarch64-unknown-linux-gnu");
  });
});

describe("assetFor", () => {
  it.each([
    [github("stedolan/jq/releases/download/jq-1.6/jq-linux64"), "none"],
    [github("jqlang/jq/releases/download/jq-1.7/jq-linux64"), "ok"],
    [github("gohugoio/hugo/releases/download/v0.90.0/hugo_extended_0.90.0_Linux-64bit.tar.gz"), "none"],
    [github("gohugoio/hugo/releases/download/v0.120.0/hugo_extended_0.120.0_linux-amd64.tar.gz"), "ok"],
    [github("tianon/gosu/releases/download/1.5/gosu-amd64"), "none"],
    ["https://releases.hashicorp.com/vagrant/2.2.0/vagrant_2.2.0_linux_amd64.zip", "none"],
    ["https://services.gradle.org/distributions/gradle-8.5-bin.zip", "arch-independent"],
  ])("%s: %s", (url, status) => {
    expect(assetFor(url)?.status).toBe(status);
  });

  it("gives no word for a version that has no build", () => {
    expect(tokenFor(github("stedolan/jq/releases/download/jq-1.6/jq-linux64"), "linux/arm64")).toBeUndefined();
  });

  it("follows a project that was renamed", () => {
    expect(assetFor(github("mozilla/sops/releases/download/v3.8.0/sops-v3.8.0.linux.amd64"))?.status).toBe("ok");
  });

  it("knows nothing of hosts and projects without a row", () => {
    expect(assetFor("https://downloads.example.org/tool-amd64")).toBeUndefined();
    expect(assetFor(github("nobody/unheard-of/releases/download/v1/tool-amd64"))).toBeUndefined();
    expect(assetFor(`${UNKNOWN}/tool-amd64`)).toBeUndefined();
    expect(assetFor("not a url")).toBeUndefined();
  });

  it("says where a statement comes from and when it was made", () => {
    const evidence = assetFor(github("tianon/gosu/releases/download/1.17/gosu-amd64"))?.evidence;
    expect(evidence?.statement).toContain("linux/arm64");
    expect(evidence?.source).not.toBe("");
    expect(evidence?.asOf).toMatch(/^\d{4}-\d{2}/);
  });
});

describe("bareLinuxMeans86", () => {
  it.each([
    [github("krallin/tini/releases/download/v0.19.0/tini"), "tini", "tini-arm64"],
    [github(`krallin/tini/releases/download/${UNKNOWN}/tini-static`), "tini-static", "tini-static-arm64"],
    [github("aws/copilot-cli/releases/download/v1.0.0/copilot-linux"), "copilot-linux", "copilot-linux-arm64"],
    [github("ninja-build/ninja/releases/download/v1.12.0/ninja-linux.zip"), "linux", "linux-aarch64"],
    [github("k3s-io/k3s/releases/download/v1.30.0/k3s"), "k3s", "k3s-arm64"],
  ])("%s", (url, word, onArm) => {
    const bare = bareLinuxMeans86(url);
    expect(url.slice(bare?.start, bare?.end)).toBe(word);
    expect(bare?.wordOn("linux/arm64")).toBe(onArm);
    expect(bare?.wordOn("linux/s390x")).toBeUndefined();
  });

  it.each([
    github("krallin/tini/releases/download/v0.19.0/tini-amd64"),
    github("krallin/tini/releases/download/v0.19.0/tini-arm64"),
    github("krallin/tini#why-tini"),
    github("k3s-io/k3s/releases/download/v1.30.0/k3s-arm64"),
    "https://services.gradle.org/distributions/gradle-8.5-bin.zip",
    "https://example.org/tini",
  ])("keeps silent about %s", (url) => {
    expect(bareLinuxMeans86(url)).toBeUndefined();
  });
});

describe("namingHint", () => {
  it.each([
    [github("AdoptOpenJDK/openjdk11-binaries/releases/download/jdk-11/OpenJDK11U-jdk_x64_linux_openj9_11.tar.gz"), "adoptium"],
    ["https://downloads.example.org/tool_1.0_amd64.deb", "debian"],
    ["https://downloads.example.org/tool-1.0.x86_64.rpm", "rpm"],
  ])("%s is named in %s", (url, vocabulary) => {
    expect(namingHint(url)).toBe(vocabulary);
  });

  it("has none for an archive of an unknown publisher", () => {
    expect(namingHint("https://downloads.example.org/tool-amd64.tar.gz")).toBeUndefined();
  });
});

describe("assetFor reads", () => {
  it.each([
    ["https://download-installer.cdn.mozilla.net/pub/firefox/releases/140.0/linux-x86_64/en-US/firefox-140.0.tar.xz", "aarch64"],
    ["https://nodejs.org/dist/v20.1.0/node-v20.1.0-linux-x64.tar.gz", "arm64"],
    ["http://ftp.debian.org/debian/pool/main/h/hello/hello_2.10-2_amd64.deb", "arm64"],
    [github("tianon/gosu/releases/latest/download/gosu-amd64"), "arm64"],
  ])("mirrors, other packings and the latest release: %s", (url, word) => {
    expect(tokenFor(url, "linux/arm64")).toBe(word);
  });
});

describe("look-ups stay cheap", () => {
  it("on very long and very wild URLs", () => {
    expect(assetFor(github(`krallin/tini/releases/download/${"v".repeat(100_000)}/tini`))?.tool).not.toBe("");
    expect(assetFor(github(`krallin/tini/releases/download/${UNKNOWN.repeat(1000)}/${UNKNOWN.repeat(1000)}`))?.tool).not.toBe("");
  });
});

describe("versions that the tables' sources leave out", () => {
  const status = (url: string) => assetFor(url)?.status;

  it("knows Miniconda's first installer for arm64, whatever Python it is for", () => {
    const url = (version: string) => `https://repo.anaconda.com/miniconda/Miniconda3-${version}-Linux-x86_64.sh`;
    expect(["4.6.14", "py38_4.8.3", "py38_4.9.2", "py311_23.5.2-0", "latest"].map((version) => status(url(version)))).toEqual(["none", "none", "ok", "ok", "ok"]);
  });

  it("claims nothing of versions older than the oldest one seen", () => {
    const url = (version: string) => `https://dl.google.com/dl/cloudsdk/channels/rapid/downloads/google-cloud-sdk-${version}-linux-x86_64.tar.gz`;
    expect(["295.0.0", "376.0.0", "460.0.0"].map((version) => status(url(version)))).toEqual(["unknown", "ok", "ok"]);
  });
});
