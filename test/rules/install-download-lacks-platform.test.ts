import { describe, expect, test } from "vitest";
import { lintText } from "../../src/session/index.ts";

const findings = (...lines: readonly string[]) => lintText("Dockerfile", `${lines.join("\n")}\n`).findings.filter(({ ruleId }) => ruleId === "install-download-lacks-platform");

describe("install-download-lacks-platform", () => {
  test("reports a program for another CPU that comes without a word", () => {
    expect(findings("FROM node:20-bookworm", "RUN npm install chromedriver@120.0.1")).toMatchObject([{ level: "warning", consequence: "wrong-binary", platforms: ["linux/arm64"] }]);
    expect(findings("FROM node:20-bookworm", "RUN yarn add puppeteer@22.0.0")).toHaveLength(1);
  });

  test("reports a script that stops as what it is", () => {
    expect(findings("FROM node:20-bookworm", "RUN npm install phantomjs-prebuilt@2.1.16")).toMatchObject([{ level: "error", consequence: "build-fails" }]);
  });

  test("keeps silent where the download is turned off", () => {
    expect(findings("FROM node:20-bookworm", "ENV PUPPETEER_SKIP_DOWNLOAD=true", "RUN npm install puppeteer@22.0.0")).toEqual([]);
    expect(findings("FROM node:20-bookworm", "RUN PUPPETEER_SKIP_CHROMIUM_DOWNLOAD=1 npm install puppeteer@13.0.0")).toEqual([]);
    expect(findings("FROM node:20-bookworm", "RUN npm install --ignore-scripts puppeteer@22.0.0")).toEqual([]);
  });

  test("isn't misled by a variable that turns nothing off", () => {
    expect(findings("FROM node:20-bookworm", "ENV PUPPETEER_SKIP_DOWNLOAD=false", "RUN npm install puppeteer@22.0.0")).toHaveLength(1);
  });

  test("keeps silent where the distribution's browser is installed", () => {
    expect(findings("FROM node:20-bookworm", "RUN apt-get update && apt-get install -y chromium", "RUN npm install puppeteer@22.0.0")).toEqual([]);
  });

  test("keeps silent on versions with a file, and on newer ones than anybody looked at", () => {
    expect(findings("FROM node:20-bookworm", "RUN npm install cypress@13.0.0 @tensorflow/tfjs-node@4.0.0 chromedriver@158.0.0")).toEqual([]);
    expect(findings("FROM node:20-bookworm", "RUN npm install puppeteer-core@22.0.0")).toEqual([]);
  });
});
