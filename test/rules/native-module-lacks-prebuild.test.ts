import { describe, expect, test } from "vitest";
import { lintText } from "../../src/session/index.ts";
import { lintRepository } from "../support/repository.ts";

const lockOf = (packages: Readonly<Record<string, object>>): string => JSON.stringify({ lockfileVersion: 3, packages: { "": {}, ...packages } });
const findings = (base: string, packages: Readonly<Record<string, object>>) =>
  lintText("Dockerfile", `FROM ${base}\nCOPY package-lock.json package.json /app/\nWORKDIR /app\nRUN npm ci\n`, { context: { "package-lock.json": lockOf(packages), "package.json": "{}" } }).findings.filter(({ ruleId }) => ruleId === "native-module-lacks-prebuild");
const alone = async (file: string, text: string) => (await lintRepository({ [file]: text })).findings;

describe("native-module-lacks-prebuild", () => {
  test("reports what is compiled where nobody knows what the image has", () => {
    expect(findings("registry.example/team/node:20", { "node_modules/canvas": { version: "2.11.2" } })).toMatchObject([{ level: "warning", confidence: "likely", platforms: ["linux/arm64"] }]);
    // Whether there is a file for arm64 hangs on the C library, and nobody knows that either.
    expect(findings("registry.example/team/node:20", { "node_modules/better-sqlite3": { version: "7.4.6" } })).toEqual([]);
  });

  test("leaves what is known of the stage to other rules", () => {
    expect(findings("node:20-slim", { "node_modules/canvas": { version: "2.11.2" } })).toEqual([]);
    expect(findings("node:20-bookworm", { "node_modules/bcrypt": { version: "4.0.1" } })).toEqual([]);
  });

  test("reports a package for another CPU that isn't optional", () => {
    const packages = { "node_modules/@next/swc-linux-x64-gnu": { version: "14.0.0", cpu: ["x64"], os: ["linux"] } };
    expect(findings("node:20-slim", packages)).toMatchObject([{ level: "error", consequence: "build-fails", platforms: ["linux/arm64"] }]);
    expect(findings("node:20-slim", packages)[0]?.message).toContain("here it is @next/swc-linux-arm64-gnu");
  });

  test("keeps silent on one that is optional, and on one for other systems altogether", () => {
    expect(findings("node:20-slim", { "node_modules/@next/swc-linux-x64-gnu": { version: "14.0.0", cpu: ["x64"], os: ["linux"], optional: true } })).toEqual([]);
    expect(findings("node:20-slim", { "node_modules/fsevents": { version: "2.3.3", os: ["darwin"] } })).toEqual([]);
    expect(findings("node:20-slim", { "node_modules/posix-only": { version: "1.0.0", os: ["!win32"] } })).toEqual([]);
  });

  test("reports a package that brings programs for others and none for this machine", () => {
    const packages = { "node_modules/vectorlite": { version: "0.2.0", optionalDependencies: { "vectorlite-linux-x64": "0.2.0", "vectorlite-darwin-arm64": "0.2.0" } }, "node_modules/vectorlite-linux-x64": { version: "0.2.0", cpu: ["x64"], os: ["linux"], optional: true } };
    expect(findings("node:20-slim", packages)).toMatchObject([{ level: "warning", confidence: "likely", message: "vectorlite 0.2.0 brings programs for other machines and none for this one", platforms: ["linux/arm64"] }]);
  });

  test("keeps silent on other packages' programs, which are there to help a lockfile", () => {
    expect(findings("node:20-slim", { "node_modules/bundler": { version: "1.0.0", optionalDependencies: { "@rollup/rollup-linux-x64-gnu": "4.9.1" } } })).toEqual([]);
  });

  test("reports a lockfile that no Dockerfile installs, with what holds for every C library", async () => {
    const lock = lockOf({ "node_modules/node-sass": { version: "9.0.0" }, "node_modules/better-sqlite3": { version: "7.4.6" }, "node_modules/bcrypt": { version: "5.1.1" } });
    expect((await alone("package-lock.json", lock)).map(({ message, platforms }) => [message, platforms])).toEqual([["node-sass 9.0.0 has no prebuilt file here and is compiled when it is installed", ["linux/arm64"]]]);
    expect(await alone("pnpm-lock.yaml", "lockfileVersion: '9.0'\npackages:\n  node-sass@9.0.0:\n    resolution: {integrity: sha512-A}\n")).toHaveLength(1);
    expect(await alone("yarn.lock", '# yarn lockfile v1\n\n\nnode-sass@^9.0.0:\n  version "9.0.0"\n')).toHaveLength(1);
  });
});
