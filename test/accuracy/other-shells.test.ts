import { describe, expect, test } from "vitest";
import { lintText } from "../../src/session/index.ts";

const found = (text: string, platforms?: readonly string[]): readonly string[] =>
  lintText("Dockerfile", text, platforms === undefined ? {} : { platforms }).findings.filter(({ ruleId }) => ruleId !== "base-image-lacks-platform").map(({ ruleId }) => ruleId);

describe("nothing is claimed of a language that is not read", () => {
  test.each([
    ["PowerShell as the shell", 'FROM mcr.microsoft.com/powershell:7.4-ubuntu-22.04\nSHELL ["pwsh", "-Command"]\nRUN iwr https://dl.example.com/relay-amd64.zip -OutFile /opt/amd64/relay.zip; if ($env:TARGETARCH -eq "amd64") { exit 1 }\n'],
    ["PowerShell as a command", "FROM debian:12\nRUN pwsh -Command 'iwr https://dl.example.com/relay-amd64.zip -OutFile /opt/amd64/relay.zip'\n"],
    ["PowerShell in the exec form", 'FROM debian:12\nRUN ["pwsh", "-Command", "iwr https://dl.example.com/relay-amd64.zip -OutFile /opt/x86_64-linux-gnu/relay.zip"]\n'],
    ["the shell of an image of Windows", "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nRUN curl -fLO https://dl.example.com/relay-amd64.zip\n"],
    ["Python in a here-document", "FROM python:3.12\nRUN <<EOF\n#!/usr/bin/env python3\nurl = 'https://dl.example.com/relay-amd64.tgz'\nEOF\nRUN python3 <<EOF\ncurl = 'https://dl.example.com/relay-amd64.tgz'\nEOF\n"],
  ])("%s", (_, text) => {
    expect(found(text)).toEqual([]);
    expect(found(text, ["windows/amd64", "windows/arm64"])).toEqual([]);
  });

  test("while a shell on an image of Linux is read", () => {
    expect(found('FROM mcr.microsoft.com/powershell:7.4-ubuntu-22.04\nSHELL ["/bin/bash", "-c"]\nRUN curl -fLO https://dl.example.com/relay-amd64.zip\n')).toEqual(["no-hardcoded-arch-in-url"]);
  });
});
