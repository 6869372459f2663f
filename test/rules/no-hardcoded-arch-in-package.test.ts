import { describe, expect, test } from "vitest";
import { judgeOf, onDebian } from "../support/judging.ts";

const { met, words, fixed } = judgeOf("no-hardcoded-arch-in-package");

const DOCKER = "https://download.docker.com/linux/debian bookworm stable";
const LIST = "/etc/apt/sources.list.d/docker.list";

describe("package sources, however they are written", () => {
  test.each([
    ["echo", `RUN echo "deb [arch=amd64] ${DOCKER}" > ${LIST}`],
    ["echo into tee", `RUN echo 'deb [arch=amd64 signed-by=/etc/apt/keyrings/docker.gpg] ${DOCKER}' | tee ${LIST}`],
    ["printf", `RUN printf '%s\\n' "deb [ arch=amd64 ] ${DOCKER}" >> /etc/apt/sources.list`],
    ["a here-document of the shell", `RUN cat > ${LIST} <<EOT\ndeb [arch=amd64] ${DOCKER}\nEOT`],
    ["the deb822 form", `RUN cat > /etc/apt/sources.list.d/docker.sources <<EOT\nTypes: deb\nURIs: https://download.docker.com/linux/debian\nSuites: bookworm\nComponents: stable\nArchitectures: amd64\nEOT`],
    ["a here-document of COPY", `COPY <<EOT ${LIST}\ndeb [arch=amd64] ${DOCKER}\nEOT`],
    ["add-apt-repository", `RUN add-apt-repository "deb [arch=amd64] ${DOCKER}"`],
  ])("%s", (_, line) => {
    expect(words(onDebian(line))).toEqual(["amd64"]);
  });

  test.each([
    ["docker.list", `deb [arch=amd64] ${DOCKER}\n`, "amd64"],
    ["docker.sources", "Types: deb\nURIs: https://download.docker.com/linux/debian\nSuites: bookworm\nArchitectures: amd64\n", "amd64"],
  ])("a copied %s", (name, content, word) => {
    const [found] = met(onDebian(`COPY ${name} /etc/apt/sources.list.d/`), { context: { [name]: content } });
    expect(found).toMatchObject({ file: name, word });
  });

  test("a copied .repo, and a copy of it in another place", () => {
    const context = { "meter.repo": "[meter]\nbaseurl=https://packages.example.org/el9/x86_64/\n" };
    expect(words("FROM rockylinux:9\nCOPY meter.repo /etc/yum.repos.d/meter.repo\n", { context })).toEqual(["x86_64"]);
    expect(words("FROM rockylinux:9\nCOPY meter.repo /usr/share/doc/meter.repo\n", { context })).toEqual([]);
  });

  test("a line that dpkg completes, one without an option, and a comment are no findings", () => {
    const lines = [`RUN echo "deb [arch=$(dpkg --print-architecture)] ${DOCKER}" > ${LIST}`, `RUN echo "deb ${DOCKER}" > ${LIST}`, `RUN echo "# deb [arch=amd64] ${DOCKER}" > ${LIST}`];
    expect(words(onDebian(...lines))).toEqual([]);
  });

  test("a list of architectures serves each of them, and no other", () => {
    const text = onDebian(`RUN echo "deb [arch=amd64,arm64] ${DOCKER}" > ${LIST}`);
    expect(words(text)).toEqual([]);
    expect(words(text, { platforms: ["linux/amd64", "linux/s390x"] }).length).toBeGreaterThan(0);
  });

  test("a file with a line for each architecture is no finding", () => {
    expect(words(onDebian("RUN printf 'deb [arch=amd64] http://archive.ubuntu.com/ubuntu jammy main\\ndeb [arch=arm64] http://ports.ubuntu.com jammy main\\n' > /etc/apt/sources.list"))).toEqual([]);
  });

  test("a line that is only printed is no source", () => {
    expect(words(onDebian(`RUN echo "use deb [arch=amd64] ${DOCKER}"`))).toEqual([]);
  });
});

describe("packages", () => {
  test.each([
    ["amd64", "RUN apt-get update && apt-get install -y libgomp1:amd64 zlib1g"],
    ["amd64", "RUN dpkg -i /tmp/meter_2.1_amd64.deb"],
    ["amd64", "RUN apt-get install -y ./meter_2.1_amd64.deb"],
    ["x86_64", "RUN dnf install -y glibc-static.x86_64"],
    ["i686", "RUN yum install -y libstdc++.i686"],
    ["x86_64", "RUN rpm -i /tmp/meter-2.1-1.x86_64.rpm"],
    ["x86_64", "RUN apk add --arch x86_64 --allow-untrusted ./meter.apk"],
    ["x86_64", "RUN pip install /wheels/meter-2.1-cp312-cp312-linux_x86_64.whl"],
    ["x86_64", "RUN pip download --only-binary=:all: --platform manylinux2014_x86_64 numpy"],
    ["linux-64", "RUN conda create -n work --platform linux-64 python=3.11"],
    ["x64", "RUN npm install @esbuild/linux-x64"],
  ])("%s in %s", (word, line) => {
    expect(words(onDebian(line))).toEqual([word]);
  });

  test.each([
    ["a package for all", "RUN dpkg -i /tmp/settings_1.4_all.deb"],
    ["a package without an architecture", "RUN dnf install -y settings.noarch"],
    ["a wheel for all", "RUN pip install /wheels/meter-2.1-py3-none-any.whl"],
    ["a removal", "RUN apt-get remove -y libgomp1:amd64"],
    ["the architecture of the image", "RUN apt-get install -y libgomp1:$(dpkg --print-architecture)"],
    ["a printed name", "RUN echo meter_2.1_amd64.deb"],
    ["a cross compiler", "RUN apt-get install -y gcc-x86-64-linux-gnu crossbuild-essential-amd64"],
  ])("%s is no finding", (_, line) => {
    expect(words(onDebian(line))).toEqual([]);
  });

  test("a downloaded package is judged by its URL", () => {
    const url = "https://files.example.org/meter_2.1_amd64.deb";
    expect(words(onDebian(`RUN curl -fsSLO ${url}`, "RUN dpkg -i meter_2.1_amd64.deb"))).toEqual([]);
  });

  test("libraries beside a cross compiler for them are wanted", () => {
    const install = (compiler: string): string => onDebian(`RUN apt-get update && apt-get install -y ${compiler} libssl-dev:arm64`);
    expect(words(install("gcc-aarch64-linux-gnu"))).toEqual([]);
    expect(words(install("gcc-s390x-linux-gnu"))).toEqual(["arm64"]);
  });

  test("an environment variable that chooses conda's packages is marked where it is set", () => {
    const [found] = met("FROM continuumio/miniconda3:24.1.2-0\nENV CONDA_SUBDIR=linux-64\nRUN conda install -y numpy\n");
    expect(found).toMatchObject({ line: 2, word: "linux-64" });
  });

  test("a branch of one platform may install its own package", () => {
    expect(words(onDebian("ARG TARGETARCH", 'RUN if [ "$TARGETARCH" = amd64 ]; then apt-get install -y libgomp1:amd64; fi'))).toEqual([]);
  });

  test("a branch that hangs on something else is a warning", () => {
    const [found] = met(onDebian("ARG WITH_OPENMP", 'RUN if [ -n "$WITH_OPENMP" ]; then apt-get install -y libgomp1:amd64; fi'));
    expect(found?.finding.level).toBe("warning");
  });
});

describe("fixes", () => {
  test("dpkg is asked where the repository is known to serve the others", () => {
    expect(fixed(onDebian(`RUN echo "deb [arch=amd64] ${DOCKER}" > ${LIST}`))).toEqual([`RUN echo "deb [arch=$(dpkg --print-architecture)] ${DOCKER}" > ${LIST}`]);
  });

  test("single quotes become double ones, so that the question is asked", () => {
    expect(fixed(onDebian(`RUN echo 'deb [arch=amd64] ${DOCKER}' > ${LIST}`))).toEqual([`RUN echo "deb [arch=$(dpkg --print-architecture)] ${DOCKER}" > ${LIST}`]);
  });

  test("a repository nobody knows makes the edit unsafe", () => {
    const [found] = met(onDebian(`RUN echo "deb [arch=amd64] https://packages.example.org/debian stable main" > ${LIST}`));
    expect(found?.finding.fixes).toMatchObject([{ safety: "unsafe" }]);
    expect(found?.finding.evidence).toEqual([]);
  });

  test("what is known of the repository is the evidence", () => {
    const [found] = met(onDebian(`RUN echo "deb [arch=amd64] ${DOCKER}" > ${LIST}`));
    expect(found?.finding.evidence.map(({ statement }) => statement)).toEqual(["download.docker.com/linux/debian serves arm64"]);
  });

  test.each([
    ["RUN apt-get update && apt-get install -y libgomp1:amd64", "RUN apt-get update && apt-get install -y libgomp1:$(dpkg --print-architecture)"],
    ["RUN rpm -i /tmp/meter-2.1-1.x86_64.rpm", "RUN rpm -i /tmp/meter-2.1-1.$(uname -m).rpm"],
    ["RUN pip download --only-binary=:all: --platform manylinux2014_x86_64 numpy", "RUN pip download --only-binary=:all: --platform manylinux2014_$(uname -m) numpy"],
  ])("%s is rewritten when unsafe edits are asked for", (line, after) => {
    expect(fixed(onDebian(line))).toEqual([]);
    expect(fixed(onDebian(line), { unsafe: true })).toEqual([after]);
  });

  test("NVIDIA's folder for arm64 has a name of its own, and not every distribution has it", () => {
    const line = "RUN echo 'deb https://developer.download.nvidia.com/compute/cuda/repos/debian12/x86_64 /' > /etc/apt/sources.list.d/cuda.list";
    expect(fixed(onDebian(line))).toEqual([]);
    const after = fixed(onDebian(line), { unsafe: true }).join("\n");
    expect(after).toContain("sbsa");
    expect(after).not.toContain("uname");
  });

  test("a 32-bit package has no counterpart elsewhere", () => {
    const [found] = met(onDebian("RUN yum install -y libstdc++.i686"));
    expect(found?.finding.fixes).toEqual([]);
  });

  test("a copied file can't ask, so no edit is offered", () => {
    const [found] = met(onDebian(`COPY docker.list ${LIST}`), { context: { "docker.list": `deb [arch=amd64] ${DOCKER}\n` } });
    expect(found?.finding.fixes).toEqual([]);
  });
});

test("a project at home on Arm is judged for x86 alike", () => {
  const [found] = met(onDebian("RUN dpkg -i /tmp/meter_2.1_arm64.deb"));
  expect(found?.finding.platforms).toEqual(["linux/amd64"]);
});

describe("settings that say which packages are fetched", () => {
  test.each([
    ["TeX Live's profile", 'RUN echo "binary_x86_64-linux 1" >> /root/texlive.profile', "x86_64"],
    ["a setting of apt", "RUN echo 'APT::Architecture \"amd64\";' > /etc/apt/apt.conf.d/99arch", "amd64"],
    ["conda's channel folder", 'RUN printf "subdir: linux-64\\n" > /root/.condarc', "linux-64"],
    ["pacman's", "RUN echo 'Architecture = x86_64' >> /etc/pacman.conf", "x86_64"],
  ])("are met: %s", (_, line, word) => {
    expect(words(onDebian(line))).toEqual([word]);
  });

  test.each([
    ["a file that no installer reads", 'RUN echo "binary_x86_64-linux 1" >> /root/notes.txt'],
    ["another line of such a file", 'RUN echo "# built on x86_64" >> /root/texlive.profile'],
    ["a choice against it", 'RUN echo "binary_x86_64-linux 0" >> /root/texlive.profile'],
    ["what follows the platform", 'RUN echo "binary_$(uname -m)-linux 1" >> /root/texlive.profile'],
    ["one of several", "RUN echo 'APT::Architectures { \"amd64\"; \"arm64\"; };' > /etc/apt/apt.conf.d/99arch"],
  ])("are not met in %s", (_, line) => {
    expect(words(onDebian(line))).toEqual([]);
  });

  test("follow the platform after the fix", () => {
    expect(fixed(onDebian('RUN echo "binary_x86_64-linux 1" >> /root/texlive.profile'), { unsafe: true })).toEqual(['RUN echo "binary_$(uname -m)-linux 1" >> /root/texlive.profile']);
  });
});
