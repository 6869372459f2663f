import { describe, expect, test } from "vitest";
import { lintText } from "../../src/session/index.ts";

const findings = (text: string, platforms?: readonly string[]) => lintText("Dockerfile", text, { rules: ["asset-lacks-platform"], ...(platforms && { platforms }) }).findings;
const fetched = (url: string): string => `FROM debian:bookworm\nRUN arch="$(dpkg --print-architecture)" && curl -fsSLo /usr/bin/tool "${url}"\n`;
const github = (path: string): string => `https://github.com/${path}`;

describe("asset-lacks-platform", () => {
  test("reports a URL that follows the platform to a version without such a file", () => {
    const [finding, ...others] = findings(fetched(github("tianon/gosu/releases/download/1.6/gosu-${arch}")));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ level: "error", confidence: "certain", consequence: "build-fails", platforms: ["linux/arm64"] });
    expect(finding?.message).toContain("since 1.7");
    expect(finding?.evidence[0]?.asOf).toMatch(/^20\d\d/);
  });

  test("keeps silent where a builder takes a 32-bit image, whose dpkg asks for another file", () => {
    const text = (image: string) => fetched(github("tianon/gosu/releases/download/1.6/gosu-${arch}")).replace("debian:bookworm", image);
    expect(findings(text("debian:jessie"))).toEqual([]);
    expect(findings(text("debian:buster"))).toHaveLength(1);
  });

  test("keeps silent on the version at which the file began", () => {
    expect(findings(fetched(github("tianon/gosu/releases/download/1.7/gosu-${arch}")))).toEqual([]);
  });

  test("keeps silent when the version is not known", () => {
    expect(findings(`FROM debian:bookworm\nARG VERSION\nRUN curl -fLO ${github("tianon/gosu/releases/download/${VERSION}/gosu-$(dpkg --print-architecture)")}\n`)).toEqual([]);
    expect(findings(`FROM debian:bookworm\nRUN v=$(cat version) && curl -fLO ${github("docker/compose/releases/download/${v}/docker-compose-$(uname -s)-$(uname -m)")}\n`)).toEqual([]);
  });

  test("gives no more than a note where a build argument may ask for another version", () => {
    const [finding] = findings(`FROM debian:bookworm\nARG VERSION=1.6\nRUN curl -fLO ${github("tianon/gosu/releases/download/${VERSION}/gosu-$(dpkg --print-architecture)")}\n`);
    expect(finding).toMatchObject({ level: "note", confidence: "likely" });
  });

  test("reports a file that tells no CPU and is the only one there is", () => {
    const [finding] = findings(fetched(github("sgerrand/alpine-pkg-glibc/releases/download/2.33-r0/glibc-bin-2.33-r0.apk")));
    expect(finding).toMatchObject({ level: "error", confidence: "likely", consequence: "wrong-binary" });
    expect(findings(fetched("https://mafft.cbrc.jp/alignment/software/mafft-7.475-linux.tgz"))).toHaveLength(1);
    expect(findings(fetched(github("iqtree/iqtree2/releases/download/v2.1.2/iqtree-2.1.2-Linux.tar.gz")))).toHaveLength(1);
  });

  test("keeps silent on other files of the same publisher", () => {
    expect(findings(fetched("https://mafft.cbrc.jp/alignment/software/mafft-7.475-without-extensions-src.tgz"))).toEqual([]);
    expect(findings(fetched(github("iqtree/iqtree2/releases/download/v2.3.5/iqtree-2.3.5-Linux-arm.tar.gz")))).toEqual([]);
    expect(findings(fetched(github("tianon/gosu/archive/1.6.tar.gz")))).toEqual([]);
    expect(findings(fetched(github("sgerrand/alpine-pkg-glibc/releases/download/2.33-r0/sgerrand.rsa.pub")))).toEqual([]);
    expect(findings(fetched(github("sgerrand/alpine-pkg-glibc/releases/download/2.33-r0/glibc-i18n-2.33-r0.apk")))).toEqual([]);
  });

  test("knows PowerShell's releases: an archive for each CPU, a Debian package for one", () => {
    const release = github("PowerShell/PowerShell/releases/download/v7.4.1");
    expect(findings(fetched(`${release}/powershell_7.4.1-1.deb_\${arch}.deb`))).toMatchObject([{ level: "warning", platforms: ["linux/arm64"] }]);
    expect(findings(`FROM debian:bookworm\nARG TARGETARCH\nRUN curl -fLO ${release}/powershell-7.4.1-linux-\${TARGETARCH}.tar.gz\n`)).toEqual([]);
  });

  test("leaves a URL that names another CPU to the rule for that", () => {
    expect(findings(fetched(github("tianon/gosu/releases/download/1.6/gosu-amd64")))).toEqual([]);
    expect(findings(fetched("https://chromedriver.storage.googleapis.com/114.0.5735.90/chromedriver_linux64.zip"))).toEqual([]);
  });

  test("leaves out what is fetched on another CPU only", () => {
    const url = "https://mafft.cbrc.jp/alignment/software/mafft-7.475-linux.tgz";
    expect(findings(`FROM debian:bookworm\nARG TARGETARCH\nRUN if [ "$TARGETARCH" = amd64 ]; then curl -fLO ${url}; fi\n`)).toEqual([]);
    expect(findings(`FROM debian:bookworm\nRUN if [ -n "$(cat kind)" ]; then curl -fLO ${url}; fi\n`)[0]).toMatchObject({ level: "warning", confidence: "likely" });
  });

  test("says nothing for platforms whose files the tables don't tell", () => {
    expect(findings(fetched(github("tianon/gosu/releases/download/1.6/gosu-${arch}")), ["linux/amd64", "linux/s390x"])).toEqual([]);
  });

  test("keeps silent on a tool of a stage that runs on the builder", () => {
    expect(findings(`FROM --platform=$BUILDPLATFORM debian:bookworm AS align\nRUN curl -fL https://mafft.cbrc.jp/alignment/software/mafft-7.475-linux.tgz | tar xz\nFROM debian:bookworm\nCOPY --from=align /out.fa /\n`)).toEqual([]);
  });

  test("reports a word that the publisher's files don't have", () => {
    const protoc = (word: string) => fetched(github(`protocolbuffers/protobuf/releases/download/v24.3/protoc-24.3-linux-${word}.zip`));
    expect(findings(protoc("$(uname -m)"))).toMatchObject([{ level: "warning", confidence: "likely", consequence: "build-fails" }]);
    expect(findings(protoc("aarch_64"), ["linux/arm64"])).toEqual([]);
    expect(findings(fetched(github("tektoncd/cli/releases/download/v0.40.0/tkn_0.40.0_Linux_${arch}.tar.gz")))[0]?.message).toContain("`aarch64`");
  });

  test("takes any of several spellings that a publisher has", () => {
    for (const word of ["arm64", "aarch64"]) expect(findings(fetched(github(`Yelp/dumb-init/releases/download/v1.2.5/dumb-init_1.2.5_${word}`)), ["linux/arm64"])).toEqual([]);
    expect(findings(fetched("https://files.example.org/tool-aarch64.tar.gz"), ["linux/arm64"])).toEqual([]);
  });
});

describe("names of a CPU", () => {
  const lines = (word: string, ask = "uname -p | grep x86_64") => `FROM debian:bookworm
RUN arch=${word}; if ${ask}; then arch=x86_64; fi; curl -fLo /usr/bin/meter https://files.example.org/meter-linux-$arch
`;

  test.each(["ard64", "amr64", "arm4", "aarch6", "aarhc64", "arrch64"])("are reported when they are one slip away: %s", (word) => {
    expect(findings(lines(word))).toMatchObject([{ level: "warning", platforms: ["linux/arm64"], consequence: "build-fails" }]);
  });

  test.each(["arm64", "aarch64", "armv7l", "generic", "avx2", "any"])("are taken for right otherwise: %s", (word) => {
    expect(findings(lines(word))).toEqual([]);
  });

  test("are only looked for where the other CPU has its name", () => {
    expect(findings("FROM debian:bookworm\nRUN curl -fLO https://files.example.org/asm64/meter-ard64.tar.gz\n")).toEqual([]);
    expect(findings(lines("ard64", "test -e /x86").replace("arch=x86_64", "arch=static"))).toEqual([]);
  });

  test("are looked for on either platform", () => {
    const text = 'FROM debian:bookworm\nARG TARGETARCH\nRUN case "$TARGETARCH" in arm64) a=arm64 ;; *) a=adm64 ;; esac; curl -fLO https://files.example.org/meter-$a.tgz\n';
    expect(findings(text)).toMatchObject([{ platforms: ["linux/amd64"] }]);
  });
});

describe("a 32-bit build for a 64-bit CPU", () => {
  const goss = (version: string, word: string) => findings(fetched(github(`goss-org/goss/releases/download/v${version}/goss-linux-${word}`)).replace("arch=", "other="));

  test("is reported where the release has a 64-bit one", () => {
    expect(goss("0.3.18", "arm")).toMatchObject([{ level: "warning", consequence: "wrong-binary", platforms: ["linux/arm64"] }]);
  });

  test("is all there is in an older release, and the right name in others", () => {
    expect(goss("0.3.16", "arm")).toEqual([]);
    expect(goss("0.3.18", "arm64")).toEqual([]);
    expect(findings(fetched("https://dl.google.com/dl/cloudsdk/channels/rapid/downloads/google-cloud-cli-460.0.0-linux-arm.tar.gz"))).toEqual([]);
  });
});
