import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { Script } from "node:vm";
import { crc32 } from "node:zlib";

// The first file that runs. Most of a short run would be V8 compiling our own code, so what it compiled is kept in the
// user's cache folder. Node has this built in from 22.1 on; Node 20 does not, and one way for both is one way to test.
// Without a usable folder everything works the same, only slower: that is why errors here are not reported.

/** A hash of dist/main.cjs, put in by the build: another program never meets this one's compiled code. */
declare const MAIN_HASH: string;

type Main = (argv: string[]) => Promise<number>;
type Wrapper = (module: { exports: { main: Main } }, require: NodeJS.Require, filename: string) => void;

const monthMs = 30 * 24 * 3600 * 1000;

/** The file for our compiled code, never inside the linted repository; undefined: do without. */
function cacheFile(): string | undefined {
  if (process.env.NODE_DISABLE_COMPILE_CACHE) return undefined;

  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: windows, HOME: home } = process.env;
  const named = process.platform === "win32" ? windows : xdg;
  const standard = process.platform === "darwin" ? "Library/Caches" : ".cache";
  const folder = named && isAbsolute(named) ? named : join(home ?? homedir(), standard);
  if (!isAbsolute(folder)) return undefined;

  return join(folder, "anyarch", "code", `${MAIN_HASH}-${process.version}-${process.platform}-${process.arch}`);
}

/** What a run compiled, and those before it. */
interface Compiled {
  readonly data: Buffer;
  /** How many runs have added to it. */
  readonly runs: number;
}

/** The first run may have been one that compiles little, as `--version`: the next ones add what they compile, and then it is kept. */
const MAX_RUNS = 3;
/** Behind the data: the number of runs, and a checksum of both. */
const TRAILER_BYTES = 5;

/** Compiled code that we wrote ourselves and that is whole: V8 itself trusts what it is given. */
function read(file: string | undefined): Compiled | undefined {
  if (file === undefined) return undefined;

  try {
    if (process.getuid && statSync(file).uid !== process.getuid()) return undefined;
    const content = readFileSync(file);
    const checked = content.subarray(0, -4);
    if (content.length <= TRAILER_BYTES || content.readUInt32LE(checked.length) !== crc32(checked)) return undefined;
    return { data: content.subarray(0, -TRAILER_BYTES), runs: content[content.length - TRAILER_BYTES] ?? 0 };
  } catch {
    return undefined;
  }
}

/** Renamed into place, so that a second process sees all of it or nothing. */
function write(file: string, script: Script, runs: number): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const unfinished = `${file}.${String(process.pid)}`;
    const checked = Buffer.concat([script.createCachedData(), Buffer.of(runs)]);
    const check = Buffer.alloc(4);
    check.writeUInt32LE(crc32(checked));
    writeFileSync(unfinished, Buffer.concat([checked, check]), { mode: 0o600, flag: "wx" });
    renameSync(unfinished, file);
    removeOld(dirname(file));
  } catch {
    // A full disk or a folder that is not ours: what is left of the attempt goes with the other old files.
  }
}

/** What an earlier version left behind. */
function removeOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > monthMs && !name.startsWith(MAIN_HASH)) rmSync(path, { force: true });
  }
}

function start(): void {
  const filename = join(__dirname, "main.cjs");
  // The build writes ASCII only, which makes latin1 right and the cheapest to read.
  const code = `(function (module, require, __filename) {${readFileSync(filename, "latin1")}\n})`;
  const cache = cacheFile();
  const known = read(cache);
  const script = new Script(code, { filename, ...(known && { cachedData: known.data }) });

  const loaded = { exports: {} as { main: Main } };
  (script.runInThisContext() as Wrapper)(loaded, createRequire(filename), filename);

  loaded.exports.main(process.argv.slice(2)).then(
    (status) => {
      process.exitCode = status;
      const runs = known === undefined || script.cachedDataRejected === true ? 0 : known.runs;
      if (cache !== undefined && runs < MAX_RUNS) write(cache, script, runs + 1);
    },
    (error: unknown) => {
      process.stderr.write(`anyarch: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exitCode = 2;
    },
  );
}

start();
