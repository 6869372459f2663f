import type { AssetRow } from "./refresh-knowledge.ts";

// Its glibc-i18n is the same for every CPU.
const glibcFiles = ["glibc", "glibc-bin", "glibc-dev"];

/** Boundaries that turned out to be others than the tables in ../shared say: tool, first version with a linux/arm64 file, evidence. */
export const correctedBoundaries: Readonly<Record<string, readonly [string, string]>> = {
  "dumb-init": ["1.2.2", "published checksums of release 1.2.2 (dumb-init_1.2.2_arm64, dumb-init_1.2.2_aarch64)"],
  ripgrep: ["14.0.0", "aquaproj/aqua-registry:pkgs/BurntSushi/ripgrep/registry.yaml (after 13.0.0, which 14.0.0 follows)"],
};

/** Files for x86-64 whose names don't tell so, beyond what the tables in ../shared have. */
export const bareAssets: readonly AssetRow[] = [
  {
    tool: "glibc for Alpine",
    urls: ["sgerrand", "andyshinn"].flatMap((owner) => glibcFiles.map((name) => `https://github.com/${owner}/alpine-pkg-glibc/releases/download/{tag}/${name}-{ver}.apk`)),
    tokens: [],
    status: "none",
    conf: "high",
    asof: "2024-06-27",
    alternative: "gcompat of Alpine, or an image built on glibc",
    evidence: ["sgerrand/alpine-pkg-glibc issue 126: aarch64 was announced in 2024 and is in no release up to 2.35-r1"],
  },
  {
    tool: "MAFFT",
    urls: ["https://mafft.cbrc.jp/alignment/software/mafft-{ver}-linux.tgz"],
    tokens: [],
    status: "none",
    conf: "high",
    asof: "2022-12-15",
    alternative: "the distribution's package mafft, or its source (mafft-VERSION-without-extensions-src.tgz)",
    evidence: ["nextstrain/docker-base@904f0b5b:Dockerfile (the archive holds mafft-linux64 only)"],
  },
  {
    tool: "IQ-TREE",
    urls: ["https://github.com/iqtree/iqtree2/releases/download/{tag}/iqtree-{ver}-Linux.tar.gz", "https://github.com/Cibiv/IQ-TREE/releases/download/{tag}/iqtree-{ver}-Linux.tar.gz"],
    tokens: [],
    status: "none",
    conf: "high",
    asof: "2024-07-29",
    alternative: "IQ-TREE 2.3.5 or later, which has iqtree-VERSION-Linux-arm.tar.gz",
    evidence: ["nextstrain/docker-base pull request 228; iqtree/iqtree2 pull request 280"],
  },
  {
    tool: "go-replace",
    urls: ["https://github.com/webdevops/goreplace/releases/download/{tag}/gr-{arch}-linux", "https://github.com/webdevops/go-replace/releases/download/{tag}/gr-{arch}-linux"],
    tokens: [["64", "arm64"]],
    status: "ok",
    conf: "high",
    asof: "2022-01-21",
    evidence: ["webdevops/Dockerfile@8c8ed6e6:docker/php-official/8.0/Dockerfile (gr-arm64-linux of 1.1.2)"],
  },
  {
    tool: "sops",
    urls: ["mozilla", "getsops"].map((owner) => `https://github.com/${owner}/sops/releases/download/{tag}/sops-{tag}.linux`),
    tokens: [["linux", "linux.arm64"]],
    status: "ok",
    since: ">3.7.1",
    conf: "high",
    asof: "2022-11-15",
    evidence: ["chatwork/dockerfiles@f5a793f8:sops/Dockerfile (sops-v3.7.3.linux is the build for amd64); aquaproj/aqua-registry:pkgs/getsops/sops/registry.yaml"],
  },
  {
    tool: "PowerShell as a Debian package",
    urls: ["https://github.com/PowerShell/PowerShell/releases/download/v{ver}/powershell_{ver}.deb_{arch}.deb", "https://github.com/PowerShell/PowerShell/releases/download/v{ver}/powershell-lts_{ver}.deb_{arch}.deb"],
    tokens: [],
    status: "none",
    conf: "medium",
    asof: "2025-08-29",
    alternative: "powershell-VERSION-linux-arm64.tar.gz of the same release",
    evidence: ["PowerShell/PowerShell issues 25070 and 25545"],
  },
];

/** Package repositories beyond the tables in ../shared. */
export const addedRepositories: readonly { readonly repo: string; readonly arches: string; readonly conf: string; readonly evidence: readonly string[] }[] = [
  { repo: "downloads.haskell.org/debian", arches: "amd64 only", conf: "high", evidence: ["haskell/docker-haskell@98e44027:8.10/buster/Dockerfile (2021-01-29)"] },
];
