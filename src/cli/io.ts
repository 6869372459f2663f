import process from "node:process";
import { harmless } from "../text/harmless.ts";

/** What the program touches of the world outside; tests put their own in its place. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether standard output is a terminal. */
  readonly isTerminal: boolean;
  /** Whether standard error is a terminal; a progress line is shown only there. */
  readonly errIsTerminal?: boolean;
  /** Columns of the terminal; undefined when there is none. */
  readonly columns: number | undefined;
  out(text: string): void;
  err(text: string): void;
  /** Standard input, at most `limit` + 1 bytes of it. */
  readStdin(limit: number): Promise<Uint8Array>;
}

/** One line on standard error; names and texts in it can't steer the terminal or the log that it goes to. */
export function tell(io: Io, message: string): void {
  io.err(`anyarch: ${harmless(message)}\n`);
}

/** Tells each error and gives the exit status for them. */
export function fail(io: Io, errors: readonly string[]): number {
  for (const error of errors) tell(io, error);
  return 2;
}

/** Whether standard output is to be coloured. */
export function colorOf({ noColor, output }: { readonly noColor: boolean; readonly output: string | undefined }, { env, isTerminal }: Io): boolean {
  if (noColor || output !== undefined) return false;
  if (env["FORCE_COLOR"] !== undefined && env["FORCE_COLOR"] !== "") return env["FORCE_COLOR"] !== "0";
  return isTerminal && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}

/** The streams of this process. A reader that has gone away ends the output and is no error; a full disk is one. */
export function processIo(): Io {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    process.exitCode = 2;
    process.stderr.write(`anyarch: standard output: ${error.message}\n`);
    process.on("exit", () => (process.exitCode = 2));
  });
  process.stderr.on("error", () => undefined);
  return {
    cwd: process.cwd(),
    env: process.env,
    isTerminal: process.stdout.isTTY,
    errIsTerminal: process.stderr.isTTY,
    columns: process.stdout.isTTY ? process.stdout.columns : undefined,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    readStdin,
  };
}

async function readStdin(limit: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : (chunk as Buffer);
    chunks.push(bytes);
    length += bytes.length;
    if (length > limit) break;
  }
  return Buffer.concat(chunks).subarray(0, limit + 1);
}
