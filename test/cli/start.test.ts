import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

const root = dirname(dirname(import.meta.dirname));
const scratch = mkdtempSync(join(tmpdir(), "anyarch-start-"));
const dist = join(scratch, "dist");
const work = join(scratch, "work");
const cache = join(scratch, "cache");
const code = join(cache, "anyarch", "code");

const program = `
function greeting(name) { return "hello " + name; }
module.exports = { main: async (argv) => { if (argv[0] === "throw") throw new Error("broken"); console.log(greeting(argv[0])); return 3; } };
`;

const environment = (extra: Record<string, string>): NodeJS.ProcessEnv => {
  const { NODE_DISABLE_COMPILE_CACHE: _, ...inherited } = process.env;
  return { ...inherited, HOME: join(scratch, "home"), XDG_CACHE_HOME: cache, LOCALAPPDATA: cache, ...extra };
};
const start = (name: string, extra: Record<string, string> = {}) =>
  spawnSync(process.execPath, [join(dist, "start.cjs"), name], { cwd: work, env: environment(extra), encoding: "utf8" });

beforeAll(async () => {
  mkdirSync(work, { recursive: true });
  await build({
    entryPoints: [join(root, "src/cli/start.ts")],
    outfile: join(dist, "start.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
    define: { MAIN_HASH: '"0123456789abcdef"' },
  });
  writeFileSync(join(dist, "main.cjs"), program);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
beforeEach(() => rmSync(cache, { recursive: true, force: true }));

const kept = (): string => join(code, readdirSync(code).find((name) => name.startsWith("0123456789abcdef")) ?? "");

describe("starting", () => {
  test("hands over the arguments and the exit status", () => {
    const { stdout, status } = start("reader");
    expect({ stdout, status }).toEqual({ stdout: "hello reader\n", status: 3 });
  });

  test("ends with status 2 and the reason when the program throws", () => {
    const { stderr, status } = start("throw");
    expect(status).toBe(2);
    expect(stderr).toContain("internal error: Error: broken");
  });

  test("writes nothing into the folder it runs in, even when the cache folder is named relative to it", () => {
    start("reader", { XDG_CACHE_HOME: "cache", LOCALAPPDATA: "cache" });
    expect(readdirSync(work)).toEqual([]);
  });
});

describe("the compiled code", () => {
  test("is kept by the first run, added to by the next two and then left as it is", () => {
    const after = ["one", "two", "three", "four"].map((name) => {
      expect(start(name).stdout).toBe(`hello ${name}\n`);
      return readFileSync(kept());
    });
    expect(after.map((content) => content.at(-5))).toEqual([1, 2, 3, 3]);
    expect(after[3]?.equals(after[2] ?? Buffer.alloc(0))).toBe(true);
  });

  test.each([
    ["emptied", () => Buffer.alloc(0)],
    ["cut short", (content: Buffer) => content.subarray(0, content.length >> 1)],
    ["changed in one bit", (content: Buffer) => content.map((byte, index) => (index === 200 ? byte ^ 1 : byte))],
    ["of something else", () => Buffer.from("not compiled code at all")],
  ])("is written anew when it was %s", (_, spoil) => {
    start("reader");
    const good = readFileSync(kept());
    writeFileSync(kept(), spoil(good));
    expect(start("reader").stdout).toBe("hello reader\n");
    expect(readFileSync(kept()).length).toBeGreaterThan(good.length / 2);
    expect(readdirSync(code)).toHaveLength(1);
  });

  test("is done without when its folder cannot be made", () => {
    writeFileSync(cache, "a file where the folder should be");
    expect(start("reader").status).toBe(3);
  });

  test("is done without when the user says so", () => {
    expect(start("reader", { NODE_DISABLE_COMPILE_CACHE: "1" }).status).toBe(3);
    expect(existsSync(cache)).toBe(false);
  });

  test("of versions that have not run for a month is removed", () => {
    mkdirSync(code, { recursive: true });
    for (const name of ["old", "recent"]) writeFileSync(join(code, name), "");
    utimesSync(join(code, "old"), 0, 0);
    start("reader");
    expect(readdirSync(code).filter((name) => !name.startsWith("0123456789abcdef"))).toEqual(["recent"]);
  });
});
