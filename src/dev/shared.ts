import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** Reference material, corpus and scorer live beside a developer's checkout; undefined where they do not. */
export function sharedFolder(root: string): string | undefined {
  const folder = resolve(root, "..", "shared");
  return existsSync(join(folder, "bench", "score.mjs")) ? folder : undefined;
}

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

// Longer than any of it may take on a slow machine; what hangs is a failure and not a wait for ever.
const patienceMs = 10 * 60 * 1000;

/** Runs this node with the arguments and waits for it, ten minutes at most. */
export function runNode(args: readonly string[], cwd: string): Ran {
  const started = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: "utf8", maxBuffer: 2 ** 30, timeout: patienceMs, env: { ...process.env, NO_COLOR: "1" } });
  return { status: status ?? 2, stdout, stderr, ms: Number(process.hrtime.bigint() - started) / 1e6 };
}
