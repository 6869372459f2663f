import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { place } from "./support.ts";

// A git of its own: neither the user's configuration nor a hook that runs these tests may reach it.
const home = realpathSync(mkdtempSync(join(tmpdir(), "anyarch-git-")));
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});
const env = { PATH: process.env["PATH"], HOME: home, GIT_CONFIG_NOSYSTEM: "1", GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@a.example", GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@a.example" };
const { cwd, path, put, run } = place(env);
const git = (...args: readonly string[]): string => execFileSync("git", args, { cwd: cwd(), env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

const GOOD = "FROM debian:12\nRUN true\n";
const BAD = "FROM debian:12\nADD https://downloads.example/tool-linux-amd64 /tool\n";
const hasGit = spawnSync("git", ["--version"]).status === 0;

async function files(...argv: readonly string[]): Promise<readonly string[]> {
  const { out, err } = await run("--format", "json", ...argv);
  expect(err).toBe("");
  return (JSON.parse(out) as { files: { file: string }[] }).files.map(({ file }) => file);
}

function commit(name: string): void {
  git("add", "-A");
  git("commit", "-q", "-m", name);
}

function start(): void {
  rmSync(path(".git"), { recursive: true });
  git("init", "-q", "-b", "main");
}

describe.skipIf(!hasGit)("--staged", () => {
  it("looks at what is staged and at nothing else", async () => {
    start();
    put("one/Dockerfile", BAD);
    put("two/Dockerfile", BAD);
    put("three/Dockerfile", BAD);
    git("add", "one");
    expect(await files("--staged")).toEqual(["one/Dockerfile"]);
    commit("all");
    expect(await files("--staged")).toEqual([]);
    expect(await run("--staged")).toMatchObject({ status: 0, err: "" });
    put("two/Dockerfile", `${BAD}RUN true\n`);
    expect(await files("--staged")).toEqual([]);
    git("add", "two/Dockerfile");
    expect(await files("--staged")).toEqual(["two/Dockerfile"]);
    expect(await files("--staged", "one")).toEqual([]);
  });

  it("reads the text that is staged, not the one on the disk", async () => {
    start();
    put("Dockerfile", BAD);
    git("add", "-A");
    put("Dockerfile", GOOD);
    expect((await run("--staged")).status).toBe(1);
    git("add", "-A");
    put("Dockerfile", BAD);
    expect((await run("--staged")).status).toBe(0);
  });

  it("looks at a Dockerfile whose script is staged", async () => {
    start();
    put("app/Dockerfile", "FROM debian:12\nCOPY install.sh /install.sh\nRUN /install.sh\n");
    put("other/Dockerfile", BAD);
    put("app/install.sh", "#!/bin/sh\ntrue\n");
    commit("all");
    put("app/install.sh", "#!/bin/sh\ncurl -fsSLO https://downloads.example/tool-linux-amd64\n");
    git("add", "-A");
    const { status, out } = await run("--staged", "--format", "json");
    const report = JSON.parse(out) as { files: { file: string }[]; findings: { file: string }[] };
    expect([status, report.files.map(({ file }) => file), report.findings.map(({ file }) => file)]).toEqual([1, ["app/Dockerfile"], ["app/install.sh"]]);
  });

  it("looks at a manifest that is staged, with the Dockerfile that installs it or alone", async () => {
    start();
    put("app/Dockerfile", "FROM python:3.12\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n");
    put("app/requirements.txt", "requests==2.32.0\n");
    put("lib/requirements.txt", "requests==2.32.0\n");
    put("other/requirements.txt", "requests==2.32.0\n");
    commit("all");
    put("app/requirements.txt", "requests==2.32.1\n");
    put("lib/requirements.txt", "requests==2.32.1\n");
    git("add", "-A");
    expect(await files("--staged")).toEqual(["app/Dockerfile", "app/requirements.txt", "lib/requirements.txt"]);
  });

  it("mends what is staged as it is on the disk, and leaves a file alone that holds more", async () => {
    start();
    const mendable = "FROM debian:12\nADD https://github.com/krallin/tini/releases/download/v0.19.0/tini-amd64 /tini\n";
    put("same/Dockerfile", mendable);
    put("more/Dockerfile", mendable);
    git("add", "-A");
    put("more/Dockerfile", `${mendable}RUN true\n`);
    const { status, err } = await run("--staged", "--fix");
    expect([status, err]).toEqual([2, expect.stringContaining("more/Dockerfile: ") as string]);
    expect(readFileSync(path("same/Dockerfile"), "utf8")).toContain("tini-${TARGETARCH}");
    expect(readFileSync(path("more/Dockerfile"), "utf8")).toBe(`${mendable}RUN true\n`);
  });

  it("works in a folder below the top, and with odd names", async () => {
    start();
    put("deep/er/Dockerfile", BAD);
    put("deep/é \"x\"/Dockerfile", BAD);
    put("top/Dockerfile", BAD);
    git("add", "-A");
    expect(await files("--staged", "deep")).toEqual(["deep/er/Dockerfile", 'deep/é "x"/Dockerfile']);
  });
});

describe.skipIf(!hasGit)("--changed-since", () => {
  it("looks at what differs from where the branch left, committed or not, tracked or not", async () => {
    start();
    for (const name of ["kept", "committed", "edited", "theirs"]) put(`${name}/Dockerfile`, GOOD);
    commit("base");
    git("checkout", "-q", "-b", "work");
    put("committed/Dockerfile", BAD);
    commit("ours");
    git("checkout", "-q", "main");
    put("theirs/Dockerfile", BAD);
    commit("theirs");
    git("checkout", "-q", "work");
    put("edited/Dockerfile", BAD);
    put("fresh/Dockerfile", BAD);
    expect(await files("--changed-since", "main")).toEqual(["committed/Dockerfile", "edited/Dockerfile", "fresh/Dockerfile"]);
    expect(await files("--changed-since", "HEAD")).toEqual(["edited/Dockerfile", "fresh/Dockerfile"]);
  });

  it("takes a checkout with CRLF for the same", async () => {
    start();
    put("Dockerfile", BAD);
    commit("base");
    put("Dockerfile", BAD.replaceAll("\n", "\r\n"));
    expect(await files("--changed-since", "HEAD")).toEqual([]);
  });

  it("says in one line what git can't tell", async () => {
    start();
    put("Dockerfile", GOOD);
    commit("base");
    expect(await run("--changed-since", "no-such")).toEqual({ status: 2, out: "", err: 'anyarch: --changed-since: there is no commit "no-such" here (a shallow clone has to fetch it first)\n' });
    expect((await run("--changed-since=--output=x")).status).toBe(2);
    expect(existsSync(path("x"))).toBe(false);
    rmSync(path(".git"), { recursive: true });
    expect(await run("--staged")).toEqual({ status: 2, out: "", err: expect.stringMatching(/^anyarch: --staged: git: not a git repository[^\n]*\n$/) as string });
  });

  it("refuses what makes no sense together", async () => {
    expect((await run("--staged", "--changed-since", "main")).err).toBe("anyarch: --staged and --changed-since conflict: give one\n");
    expect((await run("--staged", "--stdin-filename", "Dockerfile")).err).toBe("anyarch: --staged and --stdin-filename conflict: standard input is no file that git knows\n");
  });
});

describe.skipIf(!hasGit || process.platform === "win32")("git, asked about a stranger's repository", () => {
  it("runs nothing of its configuration: no monitor, hook, filter, diff program or pager", async () => {
    start();
    put("Dockerfile", GOOD);
    put(".gitattributes", "* filter=evil diff=evil\n");
    commit("base");
    const trap = put(".git/trap", `#!/bin/sh\ntouch ${path("ran")}\ncat\n`);
    chmodSync(trap, 0o755);
    for (const key of ["core.fsmonitor", "core.pager", "diff.external", "diff.evil.command", "diff.evil.textconv", "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "core.editor", "core.sshCommand", "gpg.program"]) git("config", key, trap);
    for (const hook of ["post-index-change", "pre-commit", "reference-transaction", "post-checkout", "fsmonitor-watchman"]) chmodSync(put(`.git/hooks/${hook}`, `#!/bin/sh\ntouch ${path("ran")}\n`), 0o755);
    put("Dockerfile", BAD);
    expect(await files("--changed-since", "HEAD")).toEqual(["Dockerfile"]);
    expect(await files("--staged")).toEqual([]);
    expect(existsSync(path("ran"))).toBe(false);
    // The trap does work when git is asked carelessly.
    git("-c", "core.fsmonitor=", "add", "Dockerfile");
    expect(existsSync(path("ran"))).toBe(true);
    rmSync(path("ran"));
    expect(await files("--staged")).toEqual(["Dockerfile"]);
    expect(existsSync(path("ran"))).toBe(false);
  });
});
