import { describe, expect, it } from "vitest";
import { installsOf, type Install } from "../../../src/evaluate/install/index.ts";
import { build } from "../dockerfile/support.ts";

const installs = (lines: readonly string[], files: Readonly<Record<string, string>> = {}): readonly Install[] => installsOf(build(`FROM node:20-slim\n${lines.join("\n")}\n`, { files }));
const packages = (lines: readonly string[], files: Readonly<Record<string, string>> = {}): readonly string[] =>
  installs(lines, files).flatMap((install) => install.packages.map(({ dependency, version, from }) => `${dependency.name} ${version ?? "-"} ${from?.manifest.kind ?? "command"}`));

const NPM = JSON.stringify({ lockfileVersion: 3, packages: { "": {}, "node_modules/express": { version: "4.18.2" }, "node_modules/jest": { version: "29.7.0", dev: true }, "node_modules/fsevents": { version: "2.3.3", optional: true } } });
const PNPM = "lockfileVersion: '9.0'\npackages:\n  express@4.18.2: {}\n  jest@29.7.0: {}\n  qs@6.11.0: {}\nsnapshots:\n  express@4.18.2:\n    dependencies:\n      qs: 6.11.0\n  jest@29.7.0: {}\n  qs@6.11.0: {}\n";
const JSON_FILE = '{"dependencies": {"express": "^4.18.0"}, "devDependencies": {"jest": "29.7.0"}, "peerDependencies": {"react": "*"}}';

describe("what npm and its like install", () => {
  it("is what the lockfile beside the project holds", () => {
    const files = { "web/package.json": JSON_FILE, "web/package-lock.json": NPM };
    expect(packages(["WORKDIR /app", "COPY web/ ./", "RUN npm ci"], files)).toEqual(["express 4.18.2 package-lock", "jest 29.7.0 package-lock", "fsevents 2.3.3 package-lock"]);
    expect(packages(["COPY web /srv/web", "RUN npm --prefix /srv/web ci"], files)).toHaveLength(3);
    expect(packages(["COPY web /srv/web", "RUN cd /srv/web && pnpm install"], files)).toEqual(["express - package-json", "jest 29.7.0 package-json"]);
  });

  it("leaves out what it is told to leave out", () => {
    const files = { "package.json": JSON_FILE, "package-lock.json": NPM };
    const of = (command: string): number => packages(["COPY package*.json ./", command], files).length;
    expect([of("RUN npm ci --omit=dev"), of("RUN npm ci --production"), of("ENV NODE_ENV=production\nRUN npm install"), of("RUN npm ci --omit=dev --omit=optional")]).toEqual([2, 2, 2, 1]);
    expect(of("ENV NODE_ENV=production\nRUN npm ci --include=dev")).toBe(3);
  });

  it("follows the project through a lockfile that doesn't tell what is for development", () => {
    expect(packages(["COPY package.json pnpm-lock.yaml ./", "RUN pnpm install --prod"], { "package.json": JSON_FILE, "pnpm-lock.yaml": PNPM })).toEqual(["express 4.18.2 pnpm-lock", "qs 6.11.0 pnpm-lock"]);
  });

  it("is what the command names, with the place of its version", () => {
    const [install] = installs(["RUN npm install -g @scope/tool@1.2.3 canvas@^2.11.2 ./local https://x.example/y.tgz"]);
    expect(install?.packages.map(({ dependency, version }) => [dependency.name, version, dependency.requirement.kind])).toEqual([["@scope/tool", "1.2.3", "pin"], ["canvas", undefined, "range"]]);
    expect(install?.packages[0]?.dependency.requirementAt?.end).toBe("FROM node:20-slim\nRUN npm install -g @scope/tool@1.2.3".length);
  });

  it("is nothing of the project for tools that are run once, and nothing where the lockfile can't be known", () => {
    const files = { "package.json": JSON_FILE, "package-lock.json": NPM };
    expect(packages(["COPY package*.json ./", "RUN npm install -g typescript@5.4.5"], files)).toEqual(["typescript 5.4.5 command"]);
    expect(packages(["WORKDIR /app", "RUN npm ci"])).toEqual([]);
  });
});

describe("what bundler installs", () => {
  const lock = "GEM\n  specs:\n    nokogiri (1.15.4-x86_64-linux)\n    racc (1.7.1)\n\nPLATFORMS\n  x86_64-linux\n";

  it("are the gems of the lockfile beside the Gemfile it reads", () => {
    expect(packages(["COPY Gemfile.lock ./", "RUN bundle install"], { "Gemfile.lock": lock })).toEqual(["nokogiri 1.15.4 gemfile-lock", "racc 1.7.1 gemfile-lock"]);
    expect(packages(["COPY ci /ci", "ENV BUNDLE_GEMFILE=/ci/Gemfile", "RUN bundle install"], { "ci/Gemfile.lock": lock })).toHaveLength(2);
    expect(packages(["COPY ci /ci", "RUN bundle install"], { "ci/Gemfile.lock": lock })).toEqual([]);
  });
});
