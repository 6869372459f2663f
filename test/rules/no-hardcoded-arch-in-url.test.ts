import { describe, expect, test } from "vitest";
import { judgeOf, onDebian } from "../support/judging.ts";

const { met, words, fixed } = judgeOf("no-hardcoded-arch-in-url");

const KUBECTL = "https://dl.k8s.io/release/v1.30.2/bin/linux/amd64/kubectl";

describe("spellings", () => {
  test.each([
    ["amd64", "https://files.example.org/meter-linux-amd64.tar.gz"],
    ["x86_64", "https://files.example.org/meter-2.1.x86_64.tar.gz"],
    ["x64", "https://files.example.org/meter-linux-x64.zip"],
    ["x86-64", "https://files.example.org/meter-x86-64-linux.tar.gz"],
    ["64bit", "https://files.example.org/meter_2.1_Linux-64bit.tar.gz"],
    ["linux64", "https://files.example.org/meter-linux64.tar.bz2"],
    ["i686", "https://files.example.org/meter-i686.tar.gz"],
    ["i386", "https://files.example.org/meter_i386.tar.gz"],
  ])("marks %s", (word, url) => {
    expect(words(onDebian(`RUN curl -fsSLO ${url}`))).toEqual([word]);
  });

  test("leaves words alone that only look like one", () => {
    expect(words(onDebian("RUN curl -fsSLO https://files.example.org/charm64-fonts/box64bitmap.tar.gz"))).toEqual([]);
  });

  test("knows a tool whose plain name is its x86 build", () => {
    const [found] = met(onDebian("ADD https://github.com/krallin/tini/releases/download/v0.19.0/tini /tini"));
    expect(found?.word).toBe("tini");
    expect(found?.finding.message).toContain("without a suffix");
  });

  test("knows a release's plain name whatever version it holds, since the first with names for each CPU", () => {
    const sops = (version: string) => `ADD https://github.com/mozilla/sops/releases/download/v${version}/sops-v${version}.linux /usr/local/bin/sops`;
    expect(words(onDebian(sops("3.7.3")))).toEqual(["linux"]);
    expect(words(onDebian("ADD https://github.com/getsops/sops/releases/download/v3.7.3/sops-v3.7.3.linux.amd64 /usr/local/bin/sops"))).toEqual(["amd64"]);
    expect(words(onDebian("ADD https://github.com/getsops/sops/releases/download/v3.7.3/sops-v3.7.3.darwin /usr/local/bin/sops"))).toEqual([]);
    expect(fixed(onDebian(sops("3.7.3")), { unsafe: true })).toContain("ARG ASSET_ARCH=${ASSET_ARCH/arm64/linux.arm64}");
  });

  test("keeps silent on the plain name of a tool nobody knows", () => {
    expect(words(onDebian("ADD https://github.com/example/small-init/releases/download/v1.0.0/small-init /init"))).toEqual([]);
  });
});

test("a wrong word in a platform's own branch is not said to be every platform's", () => {
  const text = onDebian('ARG TARGETARCH', 'RUN case "$TARGETARCH" in arm64) cpu=ppc64le ;; *) cpu=x86_64 ;; esac; curl -fsSLO https://files.example.org/meter-$cpu.tgz');
  expect(met(text).map(({ word, finding }) => [word, finding.message.includes("every platform")])).toEqual([["ppc64le", false]]);
});

describe("what comes of it", () => {
  const consequence = (...lines: readonly string[]) => met(onDebian(...lines)).map(({ finding }) => finding.consequence);
  const DEB = "https://files.example.org/meter_2.1_amd64.deb";
  const ZIP = "https://files.example.org/meter_2.1_linux_amd64.zip";

  test.each([
    ["a package that is installed", `RUN curl -fsSLO ${DEB} && dpkg -i meter_2.1_amd64.deb`],
    ["a package stored under another name", `RUN curl -fsSLo /tmp/meter.deb ${DEB}\nRUN apt-get install -y /tmp/meter.deb`],
    ["a package that is turned into another kind", "RUN curl -fsSLO https://files.example.org/meter-2.1.x86_64.rpm && alien --install --scripts meter-2.1.x86_64.rpm"],
    ["an installer inside an archive", "RUN curl -fsSLo /tmp/cli.zip https://awscli.amazonaws.com/awscli-exe-linux-x86_64.zip && unzip /tmp/cli.zip -d /tmp && /tmp/aws/install"],
    ["an installer that is started", "RUN curl -fsSLo /tmp/setup.sh https://files.example.org/Meter-x86_64.sh && bash /tmp/setup.sh -b"],
    ["a program that is started", `RUN curl -fsSLo /usr/local/bin/kubectl ${KUBECTL} && chmod +x /usr/local/bin/kubectl && kubectl version --client`],
    ["a program out of an archive", `RUN curl -fsSLO ${ZIP} && unzip meter_2.1_linux_amd64.zip -d /usr/local/bin\nRUN meter --version`],
  ])("the build stops at %s", (_, lines) => {
    expect(consequence(lines)).toEqual(["build-fails"]);
  });

  test("the build stops in a stage that is made from the one that downloads", () => {
    const text = `FROM debian:bookworm-slim AS base\nRUN curl -fsSLo /usr/local/bin/kubectl ${KUBECTL}\nFROM base\nRUN kubectl version --client\n`;
    expect(met(text).map(({ finding }) => finding.consequence)).toEqual(["build-fails"]);
  });

  test.each([
    ["run-fails", `RUN curl -fsSLO ${DEB} && (dpkg -i meter_2.1_amd64.deb || true)`],
    ["run-fails", `RUN curl -fsSLO ${DEB} && dpkg -i meter_2.1_amd64.deb; apt-get install -fy`],
    ["build-fails", `RUN set -eux; curl -fsSLO ${DEB}; dpkg -i meter_2.1_amd64.deb; rm meter_2.1_amd64.deb`],
    ["build-fails", `RUN curl -fsSLO ${DEB} && dpkg -i meter_2.1_amd64.deb || exit 1`],
  ])("%s where a package may fail to install or not: %s", (expected, line) => {
    expect(consequence(line)).toEqual([expected]);
  });

  test.each([
    ["what is only unpacked", `RUN curl -fsSLO ${ZIP} && unzip meter_2.1_linux_amd64.zip -d /usr/local/bin`],
    ["what the container starts", `RUN curl -fsSLo /usr/local/bin/kubectl ${KUBECTL}\nENTRYPOINT ["kubectl"]`],
    ["what is tried and may fail", `RUN curl -fsSLo /usr/local/bin/kubectl ${KUBECTL} && { kubectl version || true; }`],
  ])("the image holds %s", (_, lines) => {
    expect(consequence(lines)).toEqual(["wrong-binary"]);
  });
});

describe("commands", () => {
  test.each([
    `RUN curl -fsSLo /usr/local/bin/kubectl ${KUBECTL}`,
    `RUN wget -q -O /usr/local/bin/kubectl ${KUBECTL}`,
    `RUN aria2c -o kubectl ${KUBECTL}`,
    `ADD ${KUBECTL} /usr/local/bin/kubectl`,
    `RUN sudo curl -fsSL "${KUBECTL}" | install /dev/stdin /usr/local/bin/kubectl`,
    `RUN ["curl", "-fsSLo", "/usr/local/bin/kubectl", "${KUBECTL}"]`,
    `RUN <<EOT\ncurl -fsSLO ${KUBECTL}\nEOT`,
  ])("sees %s", (line) => {
    expect(words(onDebian(line))).toEqual(["amd64"]);
  });

  test("sees a repository that git clones", () => {
    expect(words(onDebian("RUN git clone --depth 1 https://git.example.org/prebuilt-x86_64.git /opt/prebuilt"))).toEqual(["x86_64"]);
  });

  test("takes a printed address for what it is, words", () => {
    expect(words(onDebian(`RUN echo "kubectl came from ${KUBECTL}"`, `LABEL source=${KUBECTL}`, `# ${KUBECTL}`))).toEqual([]);
  });

  test("follows a step into a script of the context", () => {
    const context = { "install.sh": `#!/bin/sh\ncurl -fsSLO ${KUBECTL}\n` };
    const [found] = met(onDebian("COPY install.sh /tmp/", "RUN sh /tmp/install.sh"), { context });
    expect(found).toMatchObject({ file: "install.sh", line: 2, word: "amd64" });
  });

  test("leaves a script alone that no step runs", () => {
    const context = { "install.sh": `#!/bin/sh\ncurl -fsSLO ${KUBECTL}\n` };
    expect(words(onDebian("COPY install.sh /tmp/"), { context })).toEqual([]);
  });
});

describe("variables", () => {
  const YQ = "https://github.com/mikefarah/yq/releases/download/v4.43.1/yq_linux_";

  test("marks the value of an argument and relates its use", () => {
    const [found] = met(onDebian("ARG YQ_ARCH=amd64", `RUN wget ${YQ}\${YQ_ARCH}`));
    expect(found).toMatchObject({ line: 2, word: "amd64" });
    expect(found?.finding.related.map(({ message }) => message)).toEqual(["used here as YQ_ARCH", "downloaded here"]);
  });

  test("marks one literal once, however many downloads it decides", () => {
    expect(words(onDebian("ENV TOOL_ARCH=x86_64", "RUN curl -O https://files.example.org/a-$TOOL_ARCH && curl -O https://files.example.org/b-$TOOL_ARCH"))).toEqual(["x86_64"]);
  });

  test("follows variables of the shell", () => {
    expect(words(onDebian(`RUN arch=amd64; file=yq_linux_$arch; wget https://files.example.org/$file`))).toEqual(["amd64"]);
  });

  test("keeps silent when the platform decides the variable", () => {
    expect(words(onDebian("ARG TARGETARCH", "ARG YQ_ARCH=$TARGETARCH", `RUN wget ${YQ}\${YQ_ARCH} && wget ${YQ}$(dpkg --print-architecture)`))).toEqual([]);
  });

  test("keeps silent when only a build argument can tell", () => {
    expect(words(onDebian("ARG YQ_ARCH", `RUN wget ${YQ}\${YQ_ARCH}`))).toEqual([]);
  });

  test("sees through a rewriting pipe", () => {
    expect(words(onDebian("RUN a=$(uname -m | sed 's/aarch64/arm64/;s/x86_64/amd64/') && curl -O https://files.example.org/meter-$a"))).toEqual([]);
  });
});

describe("branches", () => {
  const CASE = (arm: string): string => onDebian("ARG TARGETARCH", `RUN case $TARGETARCH in amd64) f=meter-x86_64 ;; arm64) f=meter-${arm} ;; esac; curl -O https://files.example.org/$f`);

  test("leaves the branch of another platform alone", () => {
    expect(words(CASE("aarch64"))).toEqual([]);
  });

  test("reports the x86 file in the branch of Arm", () => {
    expect(met(CASE("x86_64")).map(({ word, finding }) => [word, finding.platforms.join()])).toEqual([["x86_64", "linux/arm64"]]);
  });

  test("warns where an unknown condition may run the download", () => {
    const [found] = met(onDebian("ARG WITH_KUBECTL", `RUN if [ -n "$WITH_KUBECTL" ]; then curl -fsSLO ${KUBECTL}; fi`));
    expect(found?.finding).toMatchObject({ level: "warning", confidence: "likely" });
  });

  test("is certain where nothing is unknown", () => {
    const [found] = met(onDebian(`RUN curl -fsSLO ${KUBECTL}`));
    expect(found?.finding).toMatchObject({ level: "error", confidence: "certain", consequence: "wrong-binary" });
  });
});

describe("files for all", () => {
  test.each([
    "https://packages.example.org/debian/amd64/signing-key.gpg",
    "https://packages.example.org/x86_64/settings-1.4.noarch.rpm",
    "https://files.example.org/linux-amd64/service-2.0.jar",
    "https://files.example.org/release/meter-linux-amd64/SHA256SUMS",
    "https://files.example.org/pool/amd64/settings_1.4_all.deb",
  ])("keeps silent on %s", (url) => {
    expect(words(onDebian(`ADD ${url} /tmp/`))).toEqual([]);
  });

  test("keeps silent on a file for another system", () => {
    expect(words(onDebian("RUN curl -fsSLO https://files.example.org/agent-windows-amd64.exe"))).toEqual([]);
  });

  test("keeps silent when the file of every platform is fetched", () => {
    expect(words(onDebian("RUN for a in amd64 arm64; do curl -fsSLo /srv/meter-$a https://files.example.org/meter-$a; done"))).toEqual([]);
  });
});

describe("stages", () => {
  const builder = (copied: string): string =>
    `FROM --platform=$BUILDPLATFORM debian:bookworm-slim AS get\nRUN curl -fsSLo /kubectl ${KUBECTL}\nFROM debian:bookworm-slim\nCOPY --from=get ${copied} /usr/local/bin/kubectl\n`;

  test("lets the builder have tools for itself", () => {
    expect(words(builder("/srv/manifests"))).toEqual([]);
  });

  test("reports the builder's tool when it is copied into the image", () => {
    expect(words(builder("/kubectl"))).toEqual(["amd64"]);
  });

  test("ignores a stage that nothing needs", () => {
    expect(words(`FROM debian:bookworm-slim AS unused\nRUN curl -fsSLO ${KUBECTL}\nFROM debian:bookworm-slim\nRUN true\n`)).toEqual([]);
  });
});

describe("other directions", () => {
  test("a project at home on Arm is judged for x86 alike", () => {
    const found = met(onDebian(`RUN curl -fsSLO ${KUBECTL.replace("amd64", "arm64")}`));
    expect(found.map(({ word, finding }) => [word, finding.platforms.join()])).toEqual([["arm64", "linux/amd64"]]);
  });

  test("each platform asked for is told", () => {
    const [found] = met(onDebian(`RUN curl -fsSLO ${KUBECTL}`), { platforms: ["linux/amd64", "linux/s390x", "linux/arm/v7"] });
    expect(found?.finding.platforms).toEqual(["linux/s390x", "linux/arm/v7"]);
  });

  test("one platform alone has nothing wrong", () => {
    expect(words(onDebian(`RUN curl -fsSLO ${KUBECTL}`), { platforms: ["linux/amd64"] })).toEqual([]);
  });
});

describe("fixes", () => {
  test("Docker's own word becomes TARGETARCH, declared in the stage", () => {
    expect(fixed(onDebian(`ADD ${KUBECTL} /usr/local/bin/kubectl`))).toEqual(["ARG TARGETARCH", `ADD ${KUBECTL.replace("amd64", "${TARGETARCH}")} /usr/local/bin/kubectl`]);
  });

  test("words that no query answers with are mapped, and an unknown CPU stops the build", () => {
    const lines = fixed(onDebian("RUN curl -fsSL https://nodejs.org/dist/v20.11.1/node-v20.11.1-linux-x64.tar.gz | tar xz -C /usr/local"));
    expect(lines.map((line) => line.trim())).toContain("amd64) arch='x64' ;; \\");
    expect(lines.join("\n")).toContain("exit 1");
  });

  test("a tool nobody knows is rewritten only when unsafe edits are asked for", () => {
    const text = onDebian("RUN curl -fsSLO https://files.example.org/meter-linux-amd64.tar.gz");
    expect(fixed(text)).toEqual([]);
    expect(fixed(text, { unsafe: true })).toContain("RUN curl -fsSLO https://files.example.org/meter-linux-${TARGETARCH}.tar.gz");
  });

  test("a checksum written beside the download makes the edit unsafe and is named in it", () => {
    const sum = "bbc4136d03ab138b1ad66fa4fc051bafc6cc7ffae632b069a53657279a450de3";
    const [found] = met(onDebian(`ADD --checksum=sha256:${sum} https://github.com/tianon/gosu/releases/download/1.17/gosu-amd64 /usr/local/bin/gosu`));
    expect(found?.finding.fixes).toMatchObject([{ safety: "unsafe", title: expect.stringContaining("checksum") as string }]);
  });

  test("the file's later names change along", () => {
    const text = onDebian("RUN wget https://github.com/aquasecurity/trivy/releases/download/v0.50.1/trivy_0.50.1_Linux-64bit.tar.gz && tar xzf trivy_0.50.1_Linux-64bit.tar.gz");
    expect(fixed(text).join("\n")).toContain("tar xzf trivy_0.50.1_Linux-${arch}.tar.gz");
  });

  test("a triplet changes as a whole where the tool names another one", () => {
    const url = "https://github.com/BurntSushi/ripgrep/releases/download/14.1.0/ripgrep-14.1.0-x86_64-unknown-linux-musl.tar.gz";
    const lines = fixed(onDebian(`RUN curl -fsSL ${url} | tar xz`)).map((line) => line.trim());
    expect(lines).toContain("arm64) arch='aarch64-unknown-linux-gnu' ;; \\");
  });

  test("no edit is offered where the tool has no such build, and the evidence says so", () => {
    const [found] = met(onDebian("RUN wget https://github.com/eBay/tsv-utils/releases/download/v2.2.0/tsv-utils-v2.2.0_linux-x86_64_ldc2.tar.gz"));
    expect(found?.finding.fixes).toEqual([]);
    expect(found?.finding.evidence[0]?.statement).toContain("not published for linux/arm64");
  });

  test("nothing is claimed about a tool nobody knows", () => {
    const [found] = met(onDebian("RUN wget https://files.example.org/meter-linux-amd64.tar.gz"));
    expect(found?.finding.evidence).toEqual([]);
  });
});
