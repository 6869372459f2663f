import { describe, expect, test } from "vitest";
import { fixText, lintText } from "../../src/session/index.ts";

const findings = (lines: readonly string[], context: Readonly<Record<string, string>> = {}) => lintText("Dockerfile", `${lines.join("\n")}\n`, { context }).findings.filter(({ ruleId }) => ruleId === "source-build-lacks-toolchain");
const fixed = (lines: readonly string[], context: Readonly<Record<string, string>> = {}) => fixText("Dockerfile", `${lines.join("\n")}\n`, { context, unsafe: true }).trimEnd().split("\n");

const lockOf = (packages: Readonly<Record<string, object>>): string => JSON.stringify({ lockfileVersion: 3, packages: { "": {}, ...packages } });
const CANVAS_LOCK = lockOf({ "node_modules/charts": { version: "1.0.0", dependencies: { canvas: "^2.11.2" } }, "node_modules/canvas": { version: "2.11.2", hasInstallScript: true }, "node_modules/express": { version: "4.18.2" } });

describe("source-build-lacks-toolchain", () => {
  test("reports a package that is compiled on Amazon Linux, in the words of its manager", () => {
    const [found, ...others] = findings(["FROM amazonlinux:2023", "RUN yum install -y nodejs npm", "RUN npm install canvas@2.11.2"]);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ level: "error", confidence: "certain", consequence: "build-fails", platforms: ["linux/arm64"] });
    expect(found?.message).toContain("`yum install -y gcc-c++ cairo-devel libjpeg-turbo-devel pango-devel giflib-devel make`");
  });

  test("reports it on Debian and Alpine in theirs", () => {
    expect(findings(["FROM node:20-slim", "RUN npm install canvas@2.11.2"])[0]?.message).toContain("apt-get install -y --no-install-recommends build-essential libcairo2-dev");
    expect(findings(["FROM node:20-alpine", "RUN npm install better-sqlite3@7.4.0"])[0]?.message).toContain("apk add --no-cache g++");
  });

  test("finds the package in a lockfile that is copied into the stage, and who needs it", () => {
    const lines = ["FROM node:20-slim", "WORKDIR /app", "COPY web/package*.json ./", "RUN npm ci"];
    const [found] = findings(lines, { "web/package-lock.json": CANVAS_LOCK, "web/package.json": "{}" });
    expect(found?.at.file).toBe("Dockerfile");
    expect(found?.related).toMatchObject([{ at: { file: "web/package-lock.json" }, message: "it is listed here, for charts" }]);
  });

  test("keeps silent where the stage has all that it takes", () => {
    expect(findings(["FROM node:20-slim", "RUN apt-get update && apt-get install -y python3 make g++", "RUN npm install bcrypt@4.0.1"])).toEqual([]);
    expect(findings(["FROM amazonlinux:2023", "RUN yum install -y nodejs npm gcc-c++ make cairo-devel pango-devel", "RUN npm install canvas@2.11.2"])).toEqual([]);
    expect(findings(["FROM node:20-alpine", "RUN apk add --no-cache build-base python3", "RUN npm install better-sqlite3@7.4.0"])).toEqual([]);
  });

  test("keeps silent on a version that has a file, and on packages without native code", () => {
    expect(findings(["FROM node:20-slim", "RUN npm install bcrypt@5.1.1 express@4.18.2 canvas@4.0.0"])).toEqual([]);
  });

  test("keeps silent where no platform has a file: the build does the same everywhere", () => {
    expect(findings(["FROM node:20-alpine", "RUN npm install canvas@2.11.2"])).toEqual([]);
  });

  test("keeps silent where install scripts don't run, or the package is an option", () => {
    expect(findings(["FROM node:20-slim", "RUN npm install --ignore-scripts canvas@2.11.2"])).toEqual([]);
    const optional = lockOf({ "node_modules/canvas": { version: "2.11.2", hasInstallScript: true, optional: true } });
    expect(findings(["FROM node:20-slim", "COPY package-lock.json ./", "RUN npm ci"], { "package-lock.json": optional })).toEqual([]);
  });

  test("keeps silent on what only development needs where that is left out", () => {
    const context = { "package-lock.json": lockOf({ "node_modules/canvas": { version: "2.11.2", dev: true } }) };
    const lines = (command: string): readonly string[] => ["FROM node:20-slim", "COPY package-lock.json ./", command];
    expect(findings(lines("RUN npm ci --omit=dev"), context)).toEqual([]);
    expect(findings(lines("RUN NODE_ENV=production npm ci"), context)).toEqual([]);
    expect(findings(lines("RUN npm ci"), context)).toHaveLength(1);
  });

  test("keeps silent where nobody knows what the base image has", () => {
    expect(findings(["FROM registry.example/team/node:20", "RUN npm install canvas@2.11.2"])).toEqual([]);
    expect(findings(["FROM node:20-slim", "RUN curl -fsSL https://tools.example/setup | bash", "RUN npm install canvas@2.11.2"])).toEqual([]);
  });

  test("is less sure of a version that nobody named, and of a range that has files in part", () => {
    expect(findings(["FROM node:20-slim", "RUN npm install node-sass"])).toMatchObject([{ level: "warning", confidence: "likely" }]);
    expect(findings(["FROM node:20-slim", "RUN npm install canvas@^2.11.0"])).toMatchObject([{ level: "error" }]);
    expect(findings(["FROM node:20-slim", "RUN npm install sqlite3@^5.0.0"])).toEqual([]);
    expect(findings(["FROM node:20-slim", "ARG VERSION", "RUN npm install canvas@$VERSION"])).toEqual([]);
  });
});

describe("the fix of source-build-lacks-toolchain", () => {
  test("adds the packages to the last command of the stage that installs some", () => {
    expect(fixed(["FROM node:20-slim", "RUN apt-get update && apt-get install -y git \\", "      curl", "RUN npm install bcrypt@4.0.1"])).toEqual([
      "FROM node:20-slim",
      "RUN apt-get update && apt-get install -y git \\",
      "      curl g++ python3 make",
      "RUN npm install bcrypt@4.0.1",
    ]);
  });

  test("adds a step where none installs packages", () => {
    expect(fixed(["FROM node:16-alpine", "WORKDIR /app", "RUN npm install node-sass@7.0.3"])).toEqual(["FROM node:16-alpine", "WORKDIR /app", "RUN apk add --no-cache g++ python3 make", "RUN npm install node-sass@7.0.3"]);
  });

  test("works on the stage that builds and leaves the last one small", () => {
    const lines = ["FROM node:20-slim AS build", "COPY package-lock.json ./", "RUN npm ci", "FROM node:20-slim", "RUN apt-get update && apt-get install -y tini", "COPY --from=build /node_modules /node_modules"];
    const context = { "package-lock.json": lockOf({ "node_modules/bcrypt": { version: "4.0.1" } }) };
    expect(fixed(lines, context).slice(2, 4)).toEqual(["RUN apt-get update && apt-get install -y --no-install-recommends g++ python3 make && rm -rf /var/lib/apt/lists/*", "RUN npm ci"]);
    expect(fixed(lines, context).at(-2)).toBe(lines[4]);
  });

  test("raises a pin rather than compile where its major version has a file", () => {
    expect(fixed(["FROM node:20-slim", "RUN npm install sqlite3@5.0.2"])).toEqual(["FROM node:20-slim", "RUN npm install sqlite3@5.0.4"]);
  });

  test("is not offered where a step would not be root's, and leaves temporary packages alone", () => {
    const lines = ["FROM node:20-slim", "USER node", "RUN npm install bcrypt@4.0.1"];
    expect(fixed(lines)).toEqual(lines);
    expect(fixed(["FROM node:20-alpine", "RUN apk add --no-cache --virtual .fetch curl && curl -fsSLO https://x.example/y && apk del .fetch", "RUN npm install node-sass@7.0.3"])[2]).toBe("RUN apk add --no-cache g++ python3 make");
  });
});
