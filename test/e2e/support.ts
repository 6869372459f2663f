import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { main } from "../../src/cli/main.ts";

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** A folder of its own for each test, and the program started in it. */
export interface Place {
  readonly cwd: () => string;
  readonly path: (name: string) => string;
  readonly put: (name: string, content: string | Uint8Array) => string;
  readonly run: (...argv: readonly string[]) => Promise<Ran>;
}

export function place(env: Readonly<Record<string, string | undefined>> = {}): Place {
  let cwd = "";
  beforeEach(() => {
    cwd = realpathSync(mkdtempSync(join(tmpdir(), "anyarch-e2e-")));
    // Nothing above is looked at.
    mkdirSync(join(cwd, ".git"));
  });
  afterEach(() => {
    rmSync(cwd, { recursive: true, force: true });
  });
  const path = (name: string): string => join(cwd, name);
  const put = (name: string, content: string | Uint8Array): string => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), content);
    return path(name);
  };
  const run = async (...argv: readonly string[]): Promise<Ran> => {
    let [out, err] = ["", ""];
    const status = await main(argv, { cwd, env, isTerminal: false, columns: undefined, out: (text) => void (out += text), err: (text) => void (err += text), readStdin: () => Promise.resolve(new Uint8Array()) });
    return { status, out, err };
  };
  return { cwd: () => cwd, path, put, run };
}
