import { describe, expect, test } from "vitest";
import { lintText } from "../../src/session/index.ts";
import { fixRepository, lintRepository } from "../support/repository.ts";

const of = <T extends { readonly ruleId: string }>(all: readonly T[]): readonly T[] => all.filter(({ ruleId }) => ruleId === "lockfile-lacks-platform");
const findings = (lines: readonly string[], context: Readonly<Record<string, string>>) => of(lintText("Dockerfile", `${lines.join("\n")}\n`, { context }).findings);
const alone = async (file: string, text: string) => of((await lintRepository({ [file]: text })).findings);

const NPM = (base: string): readonly string[] => [`FROM ${base}`, "WORKDIR /app", "COPY package-lock.json ./", "RUN npm ci"];
const rollup = (...platforms: readonly string[]): Readonly<Record<string, object>> => {
  const names = ["linux-x64-gnu", "linux-x64-musl", "linux-arm64-gnu", "linux-arm64-musl", "darwin-arm64"].map((platform) => `@rollup/rollup-${platform}`);
  return { "node_modules/rollup": { version: "4.9.1", optionalDependencies: Object.fromEntries(names.map((name) => [name, "4.9.1"])) }, ...Object.fromEntries(platforms.map((platform) => [`node_modules/@rollup/rollup-${platform}`, entryFor(platform)])) };
};
const entryFor = (platform: string): object => {
  const [os, cpu, libc] = platform.split("-");
  return { version: "4.9.1", os: [os], cpu: [cpu], optional: true, ...(libc === undefined ? {} : { libc: [libc === "gnu" ? "glibc" : "musl"] }) };
};
const lockOf = (packages: Readonly<Record<string, object>>): string => JSON.stringify({ lockfileVersion: 3, packages: { "": {}, ...packages } });
const withRollup = (...platforms: readonly string[]): Readonly<Record<string, string>> => ({ "package-lock.json": lockOf(rollup(...platforms)) });

describe("a lockfile of npm", () => {
  test("is reported for the platform whose files it doesn't hold", () => {
    const [found, ...others] = findings(NPM("node:20-slim"), withRollup("linux-x64-gnu", "linux-x64-musl"));
    expect(others).toEqual([]);
    expect(found).toMatchObject({ level: "error", platforms: ["linux/arm64"], at: { file: "package-lock.json" } });
    expect(found?.message).toBe("package-lock.json lacks @rollup/rollup-linux-arm64-gnu, so rollup comes without a program for this machine");
  });

  test("of a Mac is reported for all of them", () => {
    expect(findings(NPM("node:20-slim"), withRollup("darwin-arm64")).flatMap(({ platforms }) => platforms).sort()).toEqual(["linux/amd64", "linux/arm64"]);
  });

  test("is judged for the C library of the stage", () => {
    expect(findings(NPM("node:20-alpine"), withRollup("linux-x64-musl", "linux-arm64-gnu")).map(({ message }) => message)).toEqual(["package-lock.json lacks @rollup/rollup-linux-arm64-musl, so rollup comes without a program for this machine"]);
    expect(findings(NPM("node:20-slim"), withRollup("linux-x64-gnu", "linux-arm64-gnu"))).toEqual([]);
  });

  test("keeps silent on packages that are themselves optional, and on lockfiles without any options", () => {
    const optional = { ...rollup("linux-x64-gnu"), "node_modules/rollup": { ...rollup()["node_modules/rollup"], optional: true } };
    expect(findings(NPM("node:20-slim"), { "package-lock.json": lockOf(optional) })).toEqual([]);
    expect(findings(NPM("node:20-slim"), withRollup())).toEqual([]);
  });

  test("keeps silent on what only development needs where that is left out", () => {
    const dev = { ...rollup("linux-x64-gnu"), "node_modules/rollup": { ...rollup()["node_modules/rollup"], dev: true } };
    expect(findings([...NPM("node:20-slim").slice(0, 3), "RUN npm ci --omit=dev"], { "package-lock.json": lockOf(dev) })).toEqual([]);
  });

  test("that no Dockerfile installs is a warning", async () => {
    expect(await alone("package-lock.json", lockOf(rollup("linux-x64-gnu")))).toMatchObject([{ level: "warning", platforms: ["linux/arm64"] }]);
    expect(await alone("package-lock.json", lockOf(rollup("linux-x64-gnu", "linux-arm64-musl")))).toEqual([]);
  });
});

describe("supportedArchitectures", () => {
  const lines = ["FROM node:20-slim", "WORKDIR /app", "COPY package.json pnpm-lock.yaml ./", "RUN pnpm install --frozen-lockfile"];
  const context = (setting: string): Readonly<Record<string, string>> => ({ "package.json": `{"pnpm": {"supportedArchitectures": ${setting}}}`, "pnpm-lock.yaml": "lockfileVersion: '9.0'\n" });

  test("that names one CPU is reported on the others, and mended by the one that installs", async () => {
    expect(findings(lines, context('{"cpu": ["x64"]}'))).toMatchObject([{ platforms: ["linux/arm64"], at: { file: "package.json" } }]);
    expect((await fixRepository({ ...context('{"cpu": ["x64"]}'), Dockerfile: `${lines.join("\n")}\n` }, { unsafe: false })).get("package.json")).toBe('{"pnpm": {"supportedArchitectures": {"cpu": ["current"]}}}');
  });

  test("is no matter where it names the machine, leaves it open, or another manager installs", () => {
    for (const setting of ['{"cpu": ["x64", "arm64"]}', '{"cpu": ["current", "x64"]}', '{"os": ["linux"]}']) expect(findings(lines, context(setting))).toEqual([]);
    expect(findings([...lines.slice(0, 3), "RUN npm ci"], context('{"cpu": ["x64"]}'))).toEqual([]);
  });
});

describe("a Gemfile.lock", () => {
  const lock = (platforms: readonly string[], gems = ["puma (6.4.0)"]): string => ["GEM", "  remote: https://rubygems.org/", "  specs:", ...gems.map((gem) => `    ${gem}`), "", "PLATFORMS", ...platforms.map((one) => `  ${one}`), "", "DEPENDENCIES", "  puma", ""].join("\n");
  const lines = (...steps: readonly string[]): readonly string[] => ["FROM ruby:3.2-slim", "WORKDIR /app", "COPY Gemfile* ./", ...steps];
  const context = (text: string): Readonly<Record<string, string>> => ({ "Gemfile.lock": text, Gemfile: "" });
  const dockerfile = `${lines("ENV BUNDLE_DEPLOYMENT=1", "RUN bundle install").join("\n")}\n`;
  const fixed = async (text: string): Promise<string | undefined> => (await fixRepository({ ...context(text), Dockerfile: dockerfile }, { unsafe: true })).get("Gemfile.lock");

  test("that may not change stops the build on a machine that it doesn't name", () => {
    for (const steps of [["ENV BUNDLE_DEPLOYMENT=1", "RUN bundle install"], ["RUN bundle config set --local frozen true && bundle install"], ["RUN bundle install --deployment"]]) {
      expect(findings(lines(...steps), context(lock(["x86_64-linux"])))).toMatchObject([{ level: "error", confidence: "certain", platforms: ["linux/arm64"], at: { file: "Gemfile.lock" } }]);
    }
  });

  test("that may change is a warning", () => {
    expect(findings(lines("RUN bundle install"), context(lock(["x86_64-linux"])))).toMatchObject([{ level: "warning", confidence: "likely" }]);
  });

  test("serves a machine that it names, with its C library or without, and every machine as sources or for JRuby", () => {
    for (const platforms of [["ruby"], ["universal-java-17"], ["java"], ["aarch64-linux", "x86_64-linux"], ["aarch64-linux-gnu", "x86_64-linux-gnu"]]) expect(findings(lines("ENV BUNDLE_FROZEN=true", "RUN bundle install"), context(lock(platforms)))).toEqual([]);
    expect(findings(["FROM ruby:3.2-alpine", ...lines("ENV BUNDLE_FROZEN=true", "RUN bundle install").slice(1)], context(lock(["aarch64-linux-gnu", "x86_64-linux"])))).toHaveLength(1);
  });

  test("gets the platform in its place", async () => {
    expect(await fixed(lock(["arm64-darwin-22", "x86_64-linux"]))).toBe(lock(["aarch64-linux", "arm64-darwin-22", "x86_64-linux"]));
  });

  test("gets the file of a gem that is known to have one, and stays as it is where that isn't known", async () => {
    expect(await fixed(lock(["x86_64-linux"], ["nokogiri (1.15.4-x86_64-linux)", "  racc (~> 1.4)", "racc (1.7.1)"]))).toBe(lock(["aarch64-linux", "x86_64-linux"], ["nokogiri (1.15.4-aarch64-linux)", "  racc (~> 1.4)", "nokogiri (1.15.4-x86_64-linux)", "  racc (~> 1.4)", "racc (1.7.1)"]));
    expect(await fixed(lock(["x86_64-linux"], ["unheard-of (1.0.0-x86_64-linux)"]))).toBeUndefined();
  });

  test("that no Dockerfile installs is a warning", async () => {
    expect(await alone("Gemfile.lock", lock(["x86_64-linux"]))).toMatchObject([{ level: "warning", confidence: "likely", platforms: ["linux/arm64"] }]);
  });
});

describe("a uv.lock", () => {
  const lock = (...markers: readonly string[]): string => `version = 1\nrequires-python = ">=3.11"\nsupported-markers = [\n${markers.map((marker) => `    "${marker}",\n`).join("")}]\n\n[[package]]\nname = "shop"\nversion = "0.1.0"\nsource = { virtual = "." }\n`;
  const lines = ["FROM python:3.12-slim", "WORKDIR /app", "COPY pyproject.toml uv.lock ./", "RUN pip install uv && uv sync --frozen"];
  const context = (text: string): Readonly<Record<string, string>> => ({ "uv.lock": text, "pyproject.toml": '[project]\nname = "shop"\nversion = "0.1.0"\n' });

  test("for other environments stops the build", () => {
    expect(findings(lines, context(lock("platform_machine == 'x86_64' and sys_platform == 'linux'")))).toMatchObject([{ level: "error", platforms: ["linux/arm64"], at: { file: "uv.lock" } }]);
  });

  test("is let alone where one of its environments is the machine's, or it names none", () => {
    expect(findings(lines, context(lock("platform_machine == 'x86_64' and sys_platform == 'linux'", "platform_machine == 'aarch64' and sys_platform == 'linux'")))).toEqual([]);
    expect(findings(lines, context(lock("sys_platform == 'linux'")))).toEqual([]);
    expect(findings(lines, context(lock()))).toEqual([]);
  });
});

describe("the platforms of conda", () => {
  test("that leave a machine out are a warning, which pixi.toml is mended of", async () => {
    const text = '[workspace]\nname = "shop"\nchannels = ["conda-forge"]\nplatforms = ["linux-64", "osx-arm64"]\n';
    expect(await alone("pixi.toml", text)).toMatchObject([{ level: "warning", platforms: ["linux/arm64"], message: "pixi.toml is made for linux-64 and osx-arm64 and not for this machine" }]);
    expect((await fixRepository({ "pixi.toml": text }, { unsafe: true })).get("pixi.toml")).toBe(text.replace('"osx-arm64"', '"osx-arm64", "linux-aarch64"'));
    expect(await alone("conda-lock.yml", "metadata:\n  platforms:\n  - linux-64\n")).toHaveLength(1);
  });

  test("are let alone where they name the machine, or no linux at all", async () => {
    expect(await alone("pixi.toml", '[workspace]\nplatforms = ["linux-64", "linux-aarch64"]\n')).toEqual([]);
    expect(await alone("pixi.toml", '[workspace]\nplatforms = ["osx-arm64"]\n')).toEqual([]);
    expect(await alone("linux-64.conda-lock.yml", "metadata:\n  platforms:\n  - linux-64\n")).toEqual([]);
  });
});
