import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const GOOD = "FROM debian:12\nRUN true\n";
const BAD = "FROM debian:12\nADD https://downloads.example/tool-linux-amd64 /tool\n";
const MENDABLE = "FROM debian:12\nADD https://github.com/krallin/tini/releases/download/v0.19.0/tini-amd64 /tini\n";
const INSTALL_TIMEOUT_MS = 600_000;

interface Scratch {
  readonly env: NodeJS.ProcessEnv;
  readonly project: string;
  readonly preCommit: string;
}

/**
 * Installs the hooks with the real pre-commit into a scratch repository and commits there. Ends with `pre-commit: N passed, N failed`;
 * both are 0 where pre-commit is not here and can't be installed.
 */
export function main(_argv: readonly string[], root = process.cwd()): number {
  const folder = mkdtempSync(join(tmpdir(), "anyarch-pre-commit-"));
  try {
    const preCommit = findPreCommit(folder);
    if (preCommit === undefined) console.log("skipped: pre-commit is not here and can't be installed");
    const results = preCommit === undefined ? [] : [...check(scratchIn(folder, { root, preCommit }))];
    for (const [name, holds] of results) if (!holds) console.log(`failed: ${name}`);
    const failed = results.filter(([, holds]) => !holds).length;
    console.log(`pre-commit: ${results.length - failed} passed, ${failed} failed`);
    return failed > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The program that is here, else one that pip puts into the folder. */
function findPreCommit(folder: string): string | undefined {
  if (spawnSync("pre-commit", ["--version"]).status === 0) return "pre-commit";
  const venv = join(folder, "venv");
  const made = spawnSync("python3", ["-m", "venv", venv]).status === 0;
  const installed = made && spawnSync(join(venv, "bin", "pip"), ["install", "--quiet", "pre-commit"], { timeout: INSTALL_TIMEOUT_MS }).status === 0;
  return installed ? join(venv, "bin", "pre-commit") : undefined;
}

/** A repository that holds this work tree, for pre-commit to clone, and an empty one to work in. */
function scratchIn(folder: string, { root, preCommit }: { readonly root: string; readonly preCommit: string }): Scratch {
  const person = { GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@a.example", GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@a.example" };
  // Outside of the hook that this may run in, and with a cache of its own.
  const outer = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_") && !name.startsWith("npm_"));
  const env = { ...Object.fromEntries(outer), ...person, PRE_COMMIT_HOME: join(folder, "home"), npm_config_prefer_offline: "true", npm_config_audit: "false", npm_config_fund: "false" };
  const source = join(folder, "source");
  const git = (cwd: string, ...args: string[]): string => execFileSync("git", args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  for (const file of git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")) {
    if (file === "" || file === "node_modules") continue;
    mkdirSync(dirname(join(source, file)), { recursive: true });
    copyFileSync(join(root, file), join(source, file));
  }
  commitAll(source, git);
  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, ".pre-commit-config.yaml"), `repos:\n  - repo: ${source}\n    rev: ${git(source, "rev-parse", "HEAD").trim()}\n    hooks:\n      - id: anyarch\n      - id: anyarch-fix\n        stages: [manual]\n`);
  commitAll(project, git);
  return { env, project, preCommit };
}

function commitAll(folder: string, git: (cwd: string, ...args: string[]) => string): void {
  git(folder, "init", "-q", "-b", "main");
  git(folder, "add", "-A");
  git(folder, "commit", "-q", "-m", "start");
}

function* check({ project, env, preCommit }: Scratch): Generator<readonly [name: string, holds: boolean]> {
  const put = (name: string, text: string): void => {
    mkdirSync(dirname(join(project, name)), { recursive: true });
    writeFileSync(join(project, name), text);
  };
  const run = (program: string, ...args: string[]): { readonly status: number | null; readonly text: string } => {
    const ran = spawnSync(program, args, { cwd: project, env, encoding: "utf8" });
    return { status: ran.status, text: ran.stdout + ran.stderr };
  };
  const commit = (...names: string[]): { readonly status: number | null; readonly text: string } => {
    run("git", "add", ...names);
    return run("git", "commit", "-m", "change");
  };

  const { status, stdout, stderr } = spawnSync(preCommit, ["install", "--install-hooks"], { cwd: project, env, encoding: "utf8", timeout: INSTALL_TIMEOUT_MS });
  yield ["the hooks install", status === 0];
  if (status !== 0) {
    console.log(stdout, stderr);
    return;
  }

  put("app/Dockerfile", BAD);
  const refused = commit("app");
  yield ["a commit with a bad Dockerfile is refused", refused.status === 1 && refused.text.includes("no-hardcoded-arch-in-url")];

  run("git", "reset", "-q");
  put("web/Dockerfile", GOOD);
  const passed = commit("web");
  yield ["a commit of a good one passes, though a bad one lies beside it", passed.status === 0 && !passed.text.includes("app/Dockerfile")];

  put("notes.md", "amd64\n");
  yield ["a commit without files that are read runs nothing", commit("notes.md").text.includes("no files to check")];

  put("tools/Dockerfile", MENDABLE);
  run("git", "add", "tools");
  const mended = run(preCommit, "run", "anyarch-fix", "--hook-stage", "manual");
  yield ["the fix hook mends what is staged", mended.status === 1 && mended.text.includes("files were modified") && readFileSync(join(project, "tools/Dockerfile"), "utf8").includes("tini-${TARGETARCH}")];
  yield ["and leaves the rest alone", readFileSync(join(project, "app/Dockerfile"), "utf8") === BAD];
  yield ["what it mended passes", commit("tools").status === 0];
  yield ["all files can be asked for", run(preCommit, "run", "--all-files").status === 0 && commit("app").status === 1];
}
