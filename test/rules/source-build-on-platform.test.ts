import { describe, expect, test } from "vitest";
import { lintText } from "../../src/session/index.ts";

const findings = (...lines: readonly string[]) => lintText("Dockerfile", `${lines.join("\n")}\n`).findings.filter(({ ruleId }) => ruleId === "source-build-on-platform");

describe("source-build-on-platform", () => {
  test("reports what is compiled where the stage can", () => {
    expect(findings("FROM node:20-bookworm", "RUN npm install bcrypt@4.0.1")).toMatchObject([{ level: "warning", consequence: "compiles", message: "bcrypt 4.0.1 has no prebuilt file here and is compiled", platforms: ["linux/arm64"] }]);
    expect(findings("FROM node:20-alpine", "RUN apk add --no-cache build-base python3", "RUN npm install argon2@0.28.1 better-sqlite3@7.4.0")[0]?.message).toBe("argon2 0.28.1 and better-sqlite3 7.4.0 have no prebuilt files here and are compiled");
  });

  test("says from which version on nothing is compiled", () => {
    expect(findings("FROM node:20-bookworm", "RUN npm install bcrypt@4.0.1")[0]?.evidence.map(({ statement }) => statement)).toContain("bcrypt has a prebuilt file here from 5.0.0 on");
  });

  test("keeps silent on a version with a file, and where the stage can't compile", () => {
    expect(findings("FROM node:20-bookworm", "RUN npm install bcrypt@5.1.1")).toEqual([]);
    expect(findings("FROM node:20-slim", "RUN npm install bcrypt@4.0.1")).toEqual([]);
  });
});
