import { describe, expect, it } from "vitest";
import { memoryFileSystem } from "../../src/discover/index.ts";
import { OFFLINE, Session, type FactSettings, type LintRequest } from "../../src/session/index.ts";
import type { Report } from "../../src/rulekit/index.ts";
import { Pusher } from "../support/images.ts";
import { scratch, scratchRegistry } from "../support/scratch.ts";
import { guard } from "../support/no-network.ts";
import { hasRegistry, serve, tokens } from "../support/servers.ts";

const AMD64 = { os: "linux", arch: "amd64" };
const ARM64 = { os: "linux", arch: "arm64" };

const kept = scratch("facts");
const { registry, behind } = scratchRegistry(kept);

function requestFor(facts: Partial<FactSettings>): LintRequest {
  return { cwd: "/repo", paths: ["."], platforms: [AMD64, ARM64], builder: AMD64, levels: new Map(), buildArgs: new Map(), facts: { ...OFFLINE, offline: false, cacheDir: kept.folder(), timeoutMs: 3000, ...facts } };
}

function lint(files: Readonly<Record<string, string>>, facts: Partial<FactSettings>): Promise<Report> {
  return new Session(memoryFileSystem(files)).lint(requestFor(facts));
}

function told({ findings }: Report): readonly string[] {
  return findings.map(({ ruleId, platforms }) => `${ruleId} ${platforms.join(",")}`);
}

describe.skipIf(!hasRegistry)("a run that asks", () => {
  it("tells which platform a base image lacks, which it has, and the nearest tag that has it", async () => {
    const push = new Pusher(registry(), "a11/base");
    await push.multi("1.0", ["linux/amd64", "linux/ppc64le"]);
    await push.multi("1.1", ["linux/amd64", "linux/arm64"]);
    const server = await behind(tokens());
    const report = await lint({ "/repo/Dockerfile": `FROM ${server.host}/a11/base:1.0\nRUN make\n` }, { allowed: [server.host] });
    expect(told(report)).toEqual(["base-image-lacks-platform linux/arm64"]);
    expect(report.findings[0]).toMatchObject({
      message: `\`${server.host}/a11/base:1.0\` has no build for this platform; \`${server.host}/a11/base:1.1\` has one`,
      evidence: [{ statement: `${server.host}/a11/base:1.0 is published for linux/amd64, linux/ppc64le`, source: server.host }],
    });
    // The image, the nearest tag and what it is, and the label of the image that there is.
    expect([report.facts.network, report.facts.unknown, report.unchecked]).toEqual([4, 0, []]);
  });

  it("mends a digest of one platform with the digest of the index that lists it", async () => {
    const push = new Pusher(registry(), "a41/app");
    const { index, images } = await push.multi("3.2", ["linux/amd64", "linux/arm64"]);
    const server = await behind(tokens());
    const name = `${server.host}/a41/app`;
    const session = new Session(memoryFileSystem({ "/repo/Dockerfile": `FROM ${name}@${images[0]?.digest ?? ""}\nRUN make\n` }));
    const asked = requestFor({ allowed: [server.host] });
    expect(told(await session.lint(asked))).toEqual(["digest-pins-one-platform linux/arm64"]);
    const { report, changes } = await session.fix(asked, { unsafe: false, write: false });
    expect(changes.map(({ after }) => after)).toEqual([`FROM ${name}@${index.digest}\nRUN make\n`]);
    expect(told(report)).toEqual([]);
  });

  it("asks each question once, whatever the number of files", async () => {
    await new Pusher(registry(), "many/base").multi("1", ["linux/amd64", "linux/arm64"]);
    const server = await behind();
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`/repo/app${String(i)}/Dockerfile`, `FROM ${server.host}/many/base:1\nCOPY --from=${server.host}/many/base:1 /a /b\n`]));
    const report = await lint(files, { allowed: [server.host] });
    expect([report.files.length, server.seen.filter((line) => line.startsWith("HEAD")).length]).toEqual([20, 1]);
  });

  it("asks nobody a second time, and says the same", async () => {
    await new Pusher(registry(), "warm/base").multi("1", ["linux/amd64", "linux/ppc64le"]);
    const server = await behind(tokens());
    const files = { "/repo/Dockerfile": `FROM ${server.host}/warm/base:1\n` };
    const first = await lint(files, { allowed: [server.host] });
    const before = guard.tried;
    const second = await lint(files, { allowed: [server.host] });
    expect(guard.tried).toBe(before);
    expect(second.findings).toEqual(first.findings);
    expect([second.facts.cached, second.facts.network]).toEqual([first.facts.network, 0]);
  });

  it("uses the variables and triggers of a single image", async () => {
    const push = new Pusher(registry(), "onbuild/base");
    const image = await push.image({ platform: "linux/amd64", env: ["TOOL=https://example.com/tool-amd64"], onbuild: ["RUN curl -O https://dl.example.com/x-linux-amd64.tgz"] });
    await push.tag("1", image);
    const server = await behind();
    const report = await lint({ "/repo/Dockerfile": `FROM ${server.host}/onbuild/base:1\n` }, { allowed: [server.host] });
    expect(told(report)).toContain("no-hardcoded-arch-in-url linux/arm64");
  });
});

describe("a fix that asks for another file", () => {
  const fixesWith = async (status: number, more: Partial<FactSettings> = {}): Promise<readonly string[]> => {
    const files = await serve((_, response) => void response.writeHead(status).end());
    kept.keep(files);
    const text = `FROM debian:12\nRUN curl -fsSLO http://${files.host}/v1.0/probe-linux-amd64.tgz\n`;
    const report = await lint({ "/repo/Dockerfile": text }, { allowed: [files.host], ...more });
    expect(files.seen.every((line) => line === "HEAD /v1.0/probe-linux-arm64.tgz")).toBe(true);
    return report.findings.flatMap(({ fixes, evidence }) => fixes.map(({ safety }) => `${safety} ${evidence.map(({ statement }) => statement.replace(files.host, "host")).join()}`));
  };

  it("is safe once that file was seen", async () => {
    expect(await fixesWith(200)).toEqual(["safe http://host/v1.0/probe-linux-arm64.tgz is there"]);
  });

  it("is not proposed when there is no such file", async () => {
    expect(await fixesWith(404)).toEqual([]);
  });

  it("stays unsafe where nobody knows", async () => {
    expect(await fixesWith(500, { timeoutMs: 1500 })).toEqual(["unsafe "]);
    expect(await fixesWith(200, { offline: true })).toEqual(["unsafe "]);
    expect(await fixesWith(200, { allowed: [] })).toEqual(["unsafe "]);
  });
});

describe("a run that gets no answer", () => {
  it("says what is unchecked and why, and keeps what it knows by itself", async () => {
    const report = await lint({ "/repo/Dockerfile": "FROM mysql:5.7\nCOPY --from=ghcr.io/acme/tool:1 /t /t\nRUN true\n" }, {});
    expect(told(report)).toEqual(["base-image-lacks-platform linux/arm64"]);
    expect(report.unchecked.map(({ ruleId, because }) => `${ruleId}: ${because}`)).toEqual(["base-image-lacks-platform: ghcr.io/acme/tool:1: the server can't be reached"]);
    expect(report.facts).toMatchObject({ network: 0, cached: 0 });
  });

  it("asks no host that only the Dockerfile names", async () => {
    const private_ = await serve((_, response) => response.end());
    const report = await lint({ "/repo/Dockerfile": `FROM ${private_.host}/acme/tool:1\nFROM 169.254.169.254/x\nFROM registry.corp.example/y\n` }, {});
    expect(private_.seen).toEqual([]);
    expect(report.unchecked.map(({ because }) => because)).toEqual(["registry.corp.example/y:latest: the host is none that may be asked"]);
    await private_.close();
  });

  it("ends at its deadline when a server never answers", async () => {
    const silent = await serve(() => undefined);
    const before = performance.now();
    const report = await lint({ "/repo/Dockerfile": `FROM ${silent.host}/acme/tool:1\nCOPY --from=${silent.host}/acme/other:1 /x /x\n` }, { allowed: [silent.host], timeoutMs: 400 });
    expect(performance.now() - before).toBeLessThan(2500);
    expect(report.unchecked.map(({ because }) => because)).toEqual([`${silent.host}/acme/tool:1: no answer in time`, `${silent.host}/acme/other:1: no answer in time`]);
    await silent.close();
  });

  it("opens no connection and looks no name up when it is offline", async () => {
    const before = guard.tried;
    const report = await lint({ "/repo/Dockerfile": "FROM ghcr.io/acme/tool:1\nCOPY --from=alpine:3.20 /x /x\n" }, { offline: true });
    expect(guard.tried).toBe(before);
    expect(report.unchecked.map(({ because }) => because)).toEqual(["ghcr.io/acme/tool:1: --offline asks nobody"]);
  });
});
