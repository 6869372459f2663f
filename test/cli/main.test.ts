import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Io } from "../../src/cli/io.ts";
import { main } from "../../src/cli/main.ts";

let cwd = "";
beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), "anyarch-cli-")));
  mkdirSync(join(cwd, ".git"));
});
afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

const PORTABLE = "FROM debian:12\nRUN echo hello\n";
const CONSTANT = "FROM --platform=linux/amd64 debian:12\nRUN apt-get update\n";

const DOWNLOAD = "FROM debian:12\nRUN curl -fsSLo /tini https://github.com/krallin/tini/releases/download/v0.19.0/tini-amd64\n";

interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

async function run(argv: readonly string[], stdin = "", env: Io["env"] = {}): Promise<Ran> {
  let out = "";
  let err = "";
  const io: Io = {
    cwd,
    env,
    isTerminal: false,
    columns: undefined,
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    readStdin: () => Promise.resolve(new TextEncoder().encode(stdin)),
  };
  return { status: await main(argv, io), out, err };
}

function put(name: string, text: string): void {
  writeFileSync(join(cwd, name), text);
}

describe("the exit status", () => {
  it("is 0 for a clean Dockerfile and 1 for one with an error", async () => {
    put("Dockerfile", PORTABLE);
    expect(await run([])).toMatchObject({ status: 0, err: "" });
    put("Dockerfile", CONSTANT);
    const { status, out } = await run([]);
    expect([status, out]).toEqual([1, expect.stringContaining("no-constant-platform")]);
  });

  it("is 0 when the rule is off, and when it is a warning, unless there are too many", async () => {
    put("Dockerfile", CONSTANT);
    expect((await run(["--rule", "no-constant-platform=off"])).status).toBe(0);
    expect((await run(["--rule", "no-constant-platform=warning"])).status).toBe(0);
    expect(await run(["--rule", "no-constant-platform=warning", "--max-warnings", "0"])).toMatchObject({ status: 1, err: expect.stringMatching(/1 warnings?, more than --max-warnings 0/) as string });
  });

  it("is 2 when a path is not there, though the others are reported", async () => {
    put("Dockerfile", PORTABLE);
    const { status, out, err } = await run(["--format", "json", "Dockerfile", "gone"]);
    expect([status, err]).toEqual([2, "anyarch: gone: no such file or folder\n"]);
    expect(JSON.parse(out)).toMatchObject({ files: [{ file: "Dockerfile" }], problems: [{ file: "gone", message: "no such file or folder" }] });
  });

  it("is 0 with a word on standard error where there is no Dockerfile", async () => {
    expect(await run([])).toMatchObject({ status: 0, err: "anyarch: no Dockerfile in .\n" });
  });

  it("is 2 for bad usage and bad configuration, one line each", async () => {
    expect(await run(["--fxi"])).toEqual({ status: 2, out: "", err: "anyarch: unknown flag --fxi; did you mean --fix?\n" });
    expect(await run(["--platform", "linux/arm46"])).toEqual({ status: 2, out: "", err: 'anyarch: unknown platform "linux/arm46"; did you mean linux/arm64?\n' });
    put("anyarch.config.json", '{"platform": 1}');
    expect(await run([])).toEqual({ status: 2, out: "", err: 'anyarch: anyarch.config.json:1:2: unknown key "platform"; did you mean "platforms"?\n' });
  });
});

describe("the configuration", () => {
  it("decides the platforms", async () => {
    put("Dockerfile", CONSTANT);
    put("anyarch.config.yaml", "platforms: [linux/amd64]\n");
    expect((await run([])).status).toBe(0);
  });

  it("is started by init, which overwrites nothing", async () => {
    expect(await run(["init"])).toEqual({ status: 0, out: "wrote anyarch.config.yaml\n", err: "" });
    const written = readFileSync(join(cwd, "anyarch.config.yaml"), "utf8");
    expect((await run(["init"])).status).toBe(2);
    expect(readFileSync(join(cwd, "anyarch.config.yaml"), "utf8")).toBe(written);
    put("Dockerfile", PORTABLE);
    expect(await run([])).toMatchObject({ status: 0, err: "" });
  });
});

describe("--output", () => {
  it("writes the report into a file and nothing else", async () => {
    put("Dockerfile", PORTABLE);
    expect(await run(["--format", "json", "--output", "report.json"])).toEqual({ status: 0, out: "", err: "" });
    expect(JSON.parse(readFileSync(join(cwd, "report.json"), "utf8"))).toMatchObject({ version: 1 });
    expect(readdirSync(cwd).sort()).toEqual([".git", "Dockerfile", "report.json"]);
  });

  it("says so when the folder is missing, or the file is a folder", async () => {
    put("Dockerfile", PORTABLE);
    expect(await run(["--output", "no/report.json"])).toMatchObject({ status: 2, err: "anyarch: --output no/report.json: there is no folder no\n" });
    expect(await run(["--output", ".git"])).toMatchObject({ status: 2, err: "anyarch: --output .git: is a folder\n" });
  });
});

describe("fixing", () => {
  it("changes nothing without --fix", async () => {
    put("Dockerfile", DOWNLOAD);
    const { out } = await run(["--diff", "--unsafe-fixes"]);
    expect(out).toContain("--- a/Dockerfile\n+++ b/Dockerfile\n");
    expect(readFileSync(join(cwd, "Dockerfile"), "utf8")).toBe(DOWNLOAD);
  });

  it("mends the file, and a second time finds nothing to mend", async () => {
    put("Dockerfile", DOWNLOAD);
    expect((await run(["--fix", "--unsafe-fixes"])).status).toBe(0);
    const mended = readFileSync(join(cwd, "Dockerfile"), "utf8");
    expect(mended).not.toContain("tini-amd64");
    expect((await run(["--fix", "--unsafe-fixes"])).err).toBe("");
    expect(readFileSync(join(cwd, "Dockerfile"), "utf8")).toBe(mended);
  });

  it("prints the mended text of standard input and writes no file", async () => {
    const { status, out } = await run(["--fix", "--unsafe-fixes", "--stdin-filename", "Dockerfile"], DOWNLOAD);
    expect([status, out]).toEqual([0, expect.not.stringContaining("tini-amd64")]);
    expect(out).toContain("tini-${TARGETARCH}\n");
    expect(existsSync(join(cwd, "Dockerfile"))).toBe(false);
  });

  it("prints standard input as it came when there is nothing to mend", async () => {
    expect(await run(["--fix", "--stdin-filename", "Dockerfile"], PORTABLE)).toEqual({ status: 0, out: PORTABLE, err: "" });
  });
});

describe("standard input", () => {
  it("is linted under the name that it is given", async () => {
    const { status, out } = await run(["--format", "json", "--stdin-filename", "docker/Dockerfile"], CONSTANT);
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ files: [{ file: "docker/Dockerfile", kind: "dockerfile" }] });
  });

  it("is refused when it is too large or binary", async () => {
    expect(await run(["--stdin-filename", "Dockerfile"], "#".repeat(1_048_577))).toMatchObject({ status: 2, err: "anyarch: Dockerfile: is larger than 1 MB\n" });
    expect((await run(["--stdin-filename", "Dockerfile"], "FROM a\0")).status).toBe(2);
  });
});

describe("--quiet", () => {
  it("shows errors only", async () => {
    put("Dockerfile", CONSTANT);
    const { status, out } = await run(["--quiet", "--rule", "no-constant-platform=warning"]);
    expect([status, out]).toEqual([0, expect.not.stringContaining("no-constant-platform")]);
  });
});

describe("explain and --list-rules", () => {
  it("print a rule's README and the names of all", async () => {
    expect(await run(["explain", "no-constant-platform"])).toMatchObject({ status: 0, out: expect.stringContaining("no-constant-platform") as string });
    expect((await run(["--list-rules"])).out).toMatch(/^no-constant-platform +error /m);
    expect(await run(["explain", "no-constant-platfrom"])).toMatchObject({ status: 2, err: 'anyarch: unknown rule "no-constant-platfrom"; did you mean "no-constant-platform"?\n' });
    expect((await run(["explain"])).status).toBe(2);
  });
});

describe("the summary of a GitHub job", () => {
  it("is added to the file that the job names", async () => {
    put("Dockerfile", CONSTANT);
    put("summary.md", "before\n");
    const { out } = await run(["--format", "github"], "", { GITHUB_STEP_SUMMARY: join(cwd, "summary.md") });
    expect(out).toMatch(/^::error file=Dockerfile,line=1/);
    expect(readFileSync(join(cwd, "summary.md"), "utf8")).toMatch(/^before\n## anyarch\n\n1 error in 1 file/);
  });

  it("is left out where it can't be written, and the annotations are not", async () => {
    put("Dockerfile", CONSTANT);
    const { status, out, err } = await run(["--format", "github"], "", { GITHUB_STEP_SUMMARY: join(cwd, "no", "summary.md") });
    expect([status, out, err]).toEqual([1, expect.stringMatching(/^::error /) as string, expect.stringMatching(/^anyarch: GITHUB_STEP_SUMMARY: /) as string]);
  });
});
