import { describe, expect, test } from "vitest";
import { Session } from "../../src/session/index.ts";
import { nodeFileSystem } from "../../src/discover/index.ts";

const AMD64 = { os: "linux", arch: "amd64" };
const folder = new URL("../../fixtures/projects/chart-drawing", import.meta.url).pathname;
const request = (name: string) => ({ cwd: folder, paths: [name], platforms: [AMD64, { os: "linux", arch: "arm64" }], builder: AMD64, levels: new Map(), buildArgs: new Map() });
const lint = async (name: string) => (await new Session(nodeFileSystem).lint(request(name))).findings;
const fix = (name: string) => new Session(nodeFileSystem).fix(request(name), { unsafe: true, write: false });

describe("canvas 2.11.2, of which there is no file for linux on arm64", () => {
  test("stops the build on Amazon Linux 2023, which is told what it lacks", async () => {
    const [found, ...others] = await lint("Dockerfile");
    expect(others).toEqual([]);
    expect(found).toMatchObject({ ruleId: "source-build-lacks-toolchain", level: "error", confidence: "certain", platforms: ["linux/arm64"] });
    expect(found?.message).toBe("canvas 2.11.2 has no prebuilt file here and is compiled, for which this stage lacks packages: `yum install -y gcc-c++ cairo-devel libjpeg-turbo-devel pango-devel giflib-devel make`");
    expect(found?.related.map(({ at }) => at.file)).toEqual(["package-lock.json"]);
  });

  test("is mended there by what yum brings, after which it compiles", async () => {
    const { changes, report } = await fix("Dockerfile");
    expect(changes.map(({ file, after }) => [file, after.split("\n")[2]])).toEqual([["Dockerfile", "RUN yum install -y nodejs npm gcc-c++ cairo-devel libjpeg-turbo-devel pango-devel giflib-devel make"]]);
    expect(report.findings.map(({ ruleId, level }) => [ruleId, level])).toEqual([["source-build-on-platform", "warning"]]);
  });

  test("is mended on Debian in the stage that builds, and the last one stays as it is", async () => {
    const [change] = (await fix("Dockerfile.debian")).changes;
    expect(change?.after.split("\n")[3]).toMatch(/^RUN apt-get update && apt-get install -y --no-install-recommends build-essential libcairo2-dev libpango1\.0-dev/);
    expect(change?.after.slice(change.after.indexOf("\nFROM"))).toBe(change?.before.slice(change.before.indexOf("\nFROM")));
  });

  test("compiles where all of it is there, which is worth a warning and no more", async () => {
    expect((await lint("Dockerfile.ready")).map(({ ruleId, level }) => [ruleId, level])).toEqual([["source-build-on-platform", "warning"]]);
  });
});
