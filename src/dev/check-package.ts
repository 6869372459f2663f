import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

// What runs, what `explain` reads, what an editor validates the configuration by, and the notices that the licences ask for.
const allowed = /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|anyarch\.config\.schema\.json|bin\/(anyarch\.js|package\.json)|dist\/(main|start|online|eslint)\.cjs|dist\/eslint\.d\.cts|dist\/licenses\.txt|dist\/packages\/[\w-]+\.cjs|dist\/knowledge\/[\w-]+\.json|rules\/[\w-]+\/README\.md)$/;
const required = ["LICENSE", "README.md", "package.json", "bin/anyarch.js", "bin/package.json", "dist/main.cjs", "dist/start.cjs", "dist/eslint.cjs", "dist/licenses.txt"];

// The download names its CPU, and so does a base image: an x86-only file of our own wording.
const sample = `FROM debian:12
ADD https://downloads.example/hello-1.0-linux-amd64.tar.gz /opt/
`;

/** Packs the package, installs it in an empty folder without a network, and runs it there. Ends with `package: N passed, N failed`. */
export function main(_argv: readonly string[], root = process.cwd()): number {
  const scratch = mkdtempSync(join(tmpdir(), "anyarch-package-"));
  try {
    const failures = [...check(root, scratch)].flatMap(([name, holds]) => (holds ? [] : [name]));
    for (const name of failures) console.log(`failed: ${name}`);
    console.log(`package: ${names.length - failures.length} passed, ${failures.length} failed`);
    return failures.length > 0 ? 1 : 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const names = ["holds only what runs", "holds all that it needs", "has no dependencies", "installs", "says its version", "says its usage error", "finds an x86-only download", "writes nothing where it runs", "ends quietly when nobody reads on", "leaves whole files when it is interrupted"] as const;

function* check(root: string, scratch: string): Generator<readonly [(typeof names)[number], boolean]> {
  const packed = pack(root, scratch);
  const paths = packed.files.map(({ path }) => path);
  const strays = paths.filter((path) => !allowed.test(path));
  if (strays.length > 0) console.log(`strays: ${strays.join(" ")}`);
  console.log(`${packed.filename}: ${paths.length} files, ${Math.round(packed.size / 1024)} KB`);
  yield ["holds only what runs", strays.length === 0];
  yield ["holds all that it needs", required.every((path) => paths.includes(path))];

  const home = join(scratch, "home");
  const manifest = install(home, join(scratch, packed.filename));
  yield ["installs", manifest !== undefined];
  yield ["has no dependencies", manifest?.dependencies === undefined];

  const run = runner(home, scratch);
  yield ["says its version", run("--version").stdout.trim().endsWith(manifest?.version ?? "?")];
  yield ["says its usage error", run("--no-such-flag").status === 2];
  writeFileSync(join(home, "Dockerfile"), sample);
  const before = listing(home);
  const { status, stdout } = run("--offline", "--format", "json", ".");
  yield ["finds an x86-only download", status === 1 && stdout.includes('"no-hardcoded-arch-in-url"')];
  yield ["writes nothing where it runs", listing(home) === before];
  yield ["ends quietly when nobody reads on", endsQuietly(home, scratch)];
  yield ["leaves whole files when it is interrupted", survivesInterruption(home, scratch)];
}

/** A report of more than a pipe holds, of which a reader takes one byte. */
function endsQuietly(home: string, scratch: string): boolean {
  if (process.platform === "win32") return true;
  const folder = join(home, "many");
  mkdirSync(folder);
  writeFileSync(join(folder, "Dockerfile"), sample + sample.slice(sample.indexOf("ADD")).repeat(400));
  const errors = join(scratch, "errors");
  const { status, stdout } = spawnSync("bash", ["-c", `"$1" --offline --format json many 2>"$2" | head -c 1; exit "\${PIPESTATUS[0]}"`, "bash", join(home, "node_modules", ".bin", "anyarch"), errors], { cwd: home, encoding: "utf8" });
  rmSync(folder, { recursive: true });
  return status === 1 && stdout === "{" && readFileSync(errors, "utf8") === "";
}

/** Interrupts the program in the middle of writing the first of two files. */
function survivesInterruption(home: string, scratch: string): boolean {
  if (process.platform === "win32") return true;
  const mendable = "FROM debian:12\nADD https://github.com/krallin/tini/releases/download/v0.19.0/tini-amd64 /tini\n";
  const files = ["one", "two"].map((name) => join(home, name, "Dockerfile"));
  for (const file of files) {
    mkdirSync(dirname(file));
    writeFileSync(file, mendable);
  }
  const hook = join(scratch, "interrupt.cjs");
  writeFileSync(hook, `const fs = require("node:fs"), rename = fs.renameSync; fs.renameSync = (from, to) => { if (to.endsWith("Dockerfile")) process.kill(process.pid, "SIGINT"); return rename(from, to); };`);
  const { signal } = spawnSync(process.execPath, ["--require", hook, join(home, "node_modules", "anyarch", "bin", "anyarch.js"), "--offline", "--fix", "one", "two"], { cwd: home, env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: "1" } });
  const whole = files.every((file) => [mendable, mendable.replace("ADD", "ARG TARGETARCH\nADD").replace("tini-amd64", "tini-\${TARGETARCH}")].includes(readFileSync(file, "utf8")));
  return signal === "SIGINT" && whole && files.every((file) => readdirSync(dirname(file)).length === 1);
}

function pack(root: string, scratch: string): Packed {
  const npm = (...args: string[]): string => execFileSync("npm", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  npm("run", "--silent", "build");
  const [packed] = JSON.parse(npm("pack", "--json", "--ignore-scripts", "--pack-destination", scratch)) as Packed[];
  if (packed === undefined) throw new Error("npm pack packed nothing");
  return { ...packed, filename: basename(packed.filename) };
}

function install(home: string, tarball: string): { readonly version: string; readonly dependencies?: unknown } | undefined {
  mkdirSync(home);
  writeFileSync(join(home, "package.json"), '{ "name": "consumer", "private": true }\n');
  const { status, stderr } = spawnSync("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], { cwd: home, encoding: "utf8" });
  const manifest = join(home, "node_modules", "anyarch", "package.json");
  if (status !== 0) console.log(stderr);
  return existsSync(manifest) ? (JSON.parse(readFileSync(manifest, "utf8")) as { version: string; dependencies?: unknown }) : undefined;
}

function runner(home: string, scratch: string): (...args: string[]) => { status: number | null; stdout: string } {
  const env = { ...process.env, XDG_CACHE_HOME: join(scratch, "cache"), LOCALAPPDATA: join(scratch, "cache"), HOME: scratch };
  return (...args) => spawnSync(join(home, "node_modules", ".bin", "anyarch"), args, { cwd: home, env, encoding: "utf8", shell: process.platform === "win32" });
}

function listing(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort().join("\n");
}
