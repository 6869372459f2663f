import { expect, test } from "vitest";
import { fixText, lintText } from "../../src/session/index.ts";

const fixesIn = (text: string) => lintText("Dockerfile", text).findings.flatMap(({ fixes }) => fixes);
const fixed = (text: string) => fixText("Dockerfile", text, { unsafe: true });

const DEB = "wkhtmltox_0.12.5-1.buster_amd64.deb";
const FROM = "FROM debian:buster\nRUN apt-get update && apt-get install -y wget\n";

test("leaves a downloaded package's name alone where the download has no other file to offer", () => {
  const text = `${FROM}RUN wget https://github.com/wkhtmltopdf/wkhtmltopdf/releases/download/0.12.5/${DEB}\nRUN dpkg -i ${DEB} && rm ${DEB}\n`;
  expect(fixesIn(text)).toEqual([]);
});

test("leaves it alone under the name that the download gives it, too", () => {
  const text = `${FROM}RUN wget -O /tmp/pdf_amd64.deb https://github.com/wkhtmltopdf/wkhtmltopdf/releases/download/0.12.5/${DEB} && dpkg -i /tmp/pdf_amd64.deb\n`;
  expect(fixesIn(text)).toEqual([]);
});

test("changes the name together with a download that has one for each platform", () => {
  const text = `${FROM}RUN wget https://github.com/cli/cli/releases/download/v2.45.0/gh_2.45.0_linux_amd64.deb\nRUN dpkg -i gh_2.45.0_linux_amd64.deb\n`;
  expect(fixed(text)).toBe(text.replaceAll("_amd64.deb", "_$(dpkg --print-architecture).deb"));
});

test("changes what grep looks for in a list of checksums", () => {
  const text = `FROM debian:bookworm
ARG TARGETARCH
RUN curl -fsSLO https://github.com/tianon/gosu/releases/download/1.17/gosu-amd64 && \\
    curl -fsSLO https://github.com/tianon/gosu/releases/download/1.17/SHA256SUMS && \\
    grep gosu-amd64 SHA256SUMS | sha256sum -c -
`;
  expect(fixed(text)).toBe(text.replaceAll("gosu-amd64", "gosu-${TARGETARCH}"));
});

test("keeps the words of a branch that is taken for one platform", () => {
  const text = `FROM debian:bookworm
ARG TARGETARCH
RUN if [ "$TARGETARCH" = "arm64" ]; then curl -fsSLO https://dl.k8s.io/release/v1.29.2/bin/linux/amd64/kubectl; fi
`;
  expect(fixed(text)).toBe(text);
});

test("takes the variable of the step that holds the word already", () => {
  const text = `FROM centos:7
RUN ARCH=$(uname -m) && \\
    curl -fsSLO https://github.com/conda-forge/miniforge/releases/latest/download/Miniforge3-Linux-\${ARCH}.sh && \\
    curl -fsSLO https://awscli.amazonaws.com/awscli-exe-linux-x86_64.zip
`;
  expect(fixed(text)).toBe(text.replace("linux-x86_64.zip", "linux-${ARCH}.zip"));
});

test("takes an image of one platform for the one of all", () => {
  expect(fixed("FROM amd64/debian:bookworm-slim\nRUN apt-get update\n")).toBe("FROM debian:bookworm-slim\nRUN apt-get update\n");
});
