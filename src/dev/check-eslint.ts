import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const VERSIONS = ["9", "10"] as const;

const TEXT = `FROM debian:12
# eslint-disable-next-line anyarch/no-hardcoded-arch-in-url -- the vendor has no other
ADD https://downloads.example/tool-linux-amd64 /tool
ADD https://github.com/krallin/tini/releases/download/v0.19.0/tini-amd64 /tini
`;

interface Message {
  readonly ruleId: string;
  readonly line: number;
  readonly fix?: unknown;
}

/** Installs the package beside each ESLint that is supported and lints with its own command line. Ends with `eslint: N passed, N failed`. */
export function main(_argv: readonly string[], root = process.cwd()): number {
  const scratch = mkdtempSync(join(tmpdir(), "anyarch-eslint-"));
  try {
    execFileSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: "ignore" });
    const [packed] = JSON.parse(execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", scratch], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })) as { filename: string }[];
    const results = VERSIONS.flatMap((version) => [...check(version, scratch, join(scratch, packed?.filename ?? ""))]);
    for (const [name, holds] of results) if (!holds) console.log(`failed: ${name}`);
    const failed = results.filter(([, holds]) => !holds).length;
    console.log(`eslint: ${results.length - failed} passed, ${failed} failed`);
    return failed > 0 ? 1 : 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function* check(version: string, scratch: string, tarball: string): Generator<readonly [name: string, holds: boolean]> {
  const home = join(scratch, `eslint-${version}`);
  mkdirSync(home);
  writeFileSync(join(home, "package.json"), '{ "name": "consumer", "private": true, "type": "module" }\n');
  writeFileSync(join(home, "eslint.config.js"), 'import anyarch from "anyarch/eslint";\nexport default [anyarch.configs.recommended];\n');
  writeFileSync(join(home, "Dockerfile"), TEXT);
  const installed = spawnSync("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", `eslint@${version}`, tarball], { cwd: home, encoding: "utf8" });
  if (installed.status !== 0) {
    console.log(`skipped: eslint ${version} can't be installed`, installed.stderr.slice(0, 300));
    return;
  }
  const eslint = (...args: string[]): { readonly status: number | null; readonly messages: readonly Message[]; readonly stderr: string } => {
    const { status, stdout, stderr } = spawnSync(join(home, "node_modules", ".bin", "eslint"), ["--format", "json", ...args], { cwd: home, encoding: "utf8" });
    const results = stdout.startsWith("[") ? (JSON.parse(stdout) as { messages: Message[] }[]) : [];
    return { status, messages: results.flatMap(({ messages }) => messages), stderr };
  };
  const first = eslint(".");
  if (first.stderr !== "") console.log(first.stderr);
  yield [`${version}: finds what the comment does not suppress`, first.status === 1 && first.messages.map(({ ruleId, line }) => `${ruleId} ${line}`).join() === "anyarch/no-hardcoded-arch-in-url 4"];
  yield [`${version}: mends it`, eslint("--fix", ".").status === 0 && readFileSync(join(home, "Dockerfile"), "utf8") === TEXT.replace("debian:12\n", "debian:12\nARG TARGETARCH\n").replace("tini-amd64", "tini-${TARGETARCH}")];
  writeFileSync(join(home, "Dockerfile"), "FROM debian:12\n# eslint-disable-next-line anyarch/no-constant-platform\nRUN true\n");
  yield [`${version}: tells a comment that suppresses nothing`, eslint("--report-unused-disable-directives", ".").messages.length === 1];
}
