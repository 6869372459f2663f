import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { asking } from "./bench-facts.ts";
import { growthSample } from "./growth-sample.ts";
import { packageLockSample, uvLockSample } from "./lock-samples.ts";
import { runNode, sharedFolder } from "./shared.ts";

const lint = ["--offline", "--format", "json", "."];

/** Prints how fast the built program is here: start, growth, and (where ../shared is there) real files and the score. Judges nothing. */
export async function main(argv: readonly string[], root = process.cwd()): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), "anyarch-bench-"));
  try {
    console.log(`node ${process.version}, ${cpus()[0]?.model.trim() ?? "unknown CPU"}`);
    runNode(["src/dev/run.js", "build"], root);
    const cli = join(root, "bin", "anyarch.js");
    coldStart(cli, scratch);
    growth(cli, scratch);
    lockfiles(cli, scratch);
    await asking(scratch, cli);
    if (!argv.includes("--quick")) realFiles(root);
    return 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const smallDockerfile = `FROM debian:12
ARG TARGETARCH
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl
RUN curl -fsSLo /usr/local/bin/hello "https://downloads.example/hello-linux-$TARGETARCH" && chmod +x /usr/local/bin/hello
ENTRYPOINT ["hello"]
`;

function coldStart(cli: string, scratch: string): void {
  const folder = folderWith(scratch, "one", smallDockerfile);
  const ours = (): number => runNode([cli, ...lint], folder).ms;
  const empty = (): number => runNode(["-e", "0"], folder).ms;
  ours();
  empty();
  // Taken in turns, so that a busy moment of the machine falls on both.
  const pairs = Array.from({ length: 15 }, () => ({ ours: ours(), empty: empty() }));
  print("one small Dockerfile, cold", `${Math.round(median(pairs.map((pair) => pair.ours)))} ms`);
  print("an empty node process", `${Math.round(median(pairs.map((pair) => pair.empty)))} ms`);
  print("ratio (wanted: at most 1.9)", median(pairs.map((pair) => pair.ours / pair.empty)).toFixed(2));
}

function growth(cli: string, scratch: string): void {
  const timed = (copies: number): number => {
    const folder = folderWith(scratch, `growth-${copies}`, growthSample(copies));
    return Math.min(...Array.from({ length: 5 }, () => runNode([cli, ...lint], folder).ms));
  };
  const start = timed(0);
  const [once, tenfold] = [timed(20) - start, timed(200) - start];
  print("20 copies of a stage body", `${once.toFixed(0)} ms after start`);
  print("200 copies", `${tenfold.toFixed(0)} ms after start`);
  print("growth for 10 × (wanted: at most 12)", (tenfold / once).toFixed(1));
}

function lockfiles(cli: string, scratch: string): void {
  const npm = folderWith(scratch, "package-lock", "FROM node:20-slim\nCOPY package.json package-lock.json ./\nRUN npm ci\n");
  writeFileSync(join(npm, "package.json"), "{}\n");
  writeFileSync(join(npm, "package-lock.json"), packageLockSample(5000));
  const uv = folderWith(scratch, "uv-lock", "FROM python:3.12-slim\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\n");
  writeFileSync(join(uv, "pyproject.toml"), '[project]\nname = "sample"\nversion = "0"\n');
  writeFileSync(join(uv, "uv.lock"), uvLockSample(800));
  const cold = (folder: string): string => `${median(Array.from({ length: 5 }, () => runNode([cli, ...lint], folder).ms)).toFixed(0)} ms`;
  print("package-lock.json of 5,000 packages (wanted: under 1,500)", cold(npm));
  print("uv.lock of 800 packages (wanted: under 1,500)", cold(uv));
}

function realFiles(root: string): void {
  const shared = sharedFolder(root);
  if (shared === undefined) {
    console.log("../shared is not there: no real files");
    return;
  }
  console.log(runNode([join(shared, "bench", "score.mjs")], root).stdout);
}

function folderWith(scratch: string, name: string, dockerfile: string): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "Dockerfile"), dockerfile);
  return folder;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function print(name: string, value: string): void {
  console.log(`${name.padEnd(58)} ${value}`);
}
