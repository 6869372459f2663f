import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readArguments } from "../../src/cli/arguments.ts";
import { judgeName } from "../../src/discover/index.ts";
import { MANIFEST_KINDS, manifestKindOf } from "../../src/model/ecosystem/kinds.ts";
import { lintText } from "../../src/session/index.ts";

const root = dirname(dirname(import.meta.dirname));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

describe("the hooks for pre-commit", () => {
  const hooks = parse(read(".pre-commit-hooks.yaml")) as { id: string; entry: string; files: string; language: string }[];

  it("call the program with flags that it knows", () => {
    expect(hooks.map(({ id, entry, language }) => [id, entry, language])).toEqual([["anyarch", "anyarch", "node"], ["anyarch-fix", "anyarch --fix", "node"]]);
    for (const { entry } of hooks) expect(readArguments(entry.split(" ").slice(1))).not.toHaveProperty("error");
  });

  // Python's (?x) lets blanks be; what is left means the same here.
  const wanted = (path: string): boolean[] => hooks.map(({ files }) => new RegExp(files.replace("(?ix)", "").replaceAll(/\s/g, ""), "i").test(path));

  it("want every file that a walk would look at", () => {
    const names = ["Dockerfile", "Containerfile", "app.dockerfile", "Dockerfile.alpine", "build_Dockerfile-arm"];
    expect(names.map(judgeName)).not.toContain("no");
    const patterned = ["requirements-dev.txt", "dev_requirements.in", "pylock.prod.toml", "environment.dev.yml", "conda-lock.yml", "app.csproj", "lib.fsproj"];
    expect(patterned.map((name) => manifestKindOf(name)?.kind)).not.toContain(undefined);
    const manifests = MANIFEST_KINDS.flatMap(({ names: own = [] }) => own);
    for (const name of [...names, ...patterned, ...manifests]) expect([name, wanted(name), wanted(`deep/er/${name}`)]).toEqual([name, [true, true], [true, true]]);
  });

  it("want no others", () => {
    for (const name of ["README.md", "src/main.go", "my-package.json", "dockerfiles.txt", "notgo.mod"]) expect([name, wanted(name)]).toEqual([name, [false, false]]);
  });
});

describe("our own image", () => {
  it("builds on every platform of its base", () => {
    const platforms = ["linux/amd64", "linux/arm64", "linux/ppc64le"];
    const { findings, unchecked } = lintText(".ci/Dockerfile", read(".ci/Dockerfile"), { platforms });
    expect({ findings, unchecked }).toEqual({ findings: [], unchecked: [] });
  });
});

describe("the action for GitHub", () => {
  interface Action {
    readonly inputs: Readonly<Record<string, { readonly description: string }>>;
    readonly runs: { readonly steps: readonly { readonly run: string; readonly env?: Readonly<Record<string, string>> }[] };
  }
  const { inputs, runs } = parse(read("action.yml")) as Action;

  it("lets no input into a script", () => {
    for (const { run } of runs.steps) expect(run).not.toContain("${{");
    const passed = runs.steps.flatMap(({ env = {} }) => Object.values(env));
    expect(passed.sort()).toEqual(Object.keys(inputs).map((name) => `\${{ inputs.${name} }}`).sort());
  });

  describe.skipIf(process.platform === "win32")("runs", () => {
    let folder = "";
    beforeEach(() => {
      folder = realpathSync(mkdtempSync(join(tmpdir(), "anyarch-action-")));
      // A program that tells how it was called stands in for the built one.
      mkdirSync(join(folder, "bin"));
      writeFileSync(join(folder, "bin", "anyarch.js"), 'console.log(JSON.stringify(process.argv.slice(2))); const o = process.argv.indexOf("--output"); if (o > 0) require("node:fs").writeFileSync(process.argv[o + 1], "{}"); process.exit(1);\n');
      chmodSync(join(folder, "bin"), 0o755);
    });
    afterEach(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    const run = (given: { readonly paths?: string; readonly arguments?: string; readonly sarif?: string }): { readonly status: number | null; readonly calls: readonly unknown[]; readonly outputs: string } => {
      const outputs = join(folder, "outputs");
      const env = { PATH: process.env["PATH"], GITHUB_ACTION_PATH: folder, GITHUB_OUTPUT: outputs, ANYARCH_PATHS: given.paths ?? ".", ANYARCH_ARGUMENTS: given.arguments ?? "", ANYARCH_SARIF: given.sarif ?? "" };
      const { status, stdout } = spawnSync("bash", [join(root, ".ci", "action.sh")], { cwd: folder, env, encoding: "utf8" });
      return { status, calls: stdout.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as unknown), outputs: existsSync(outputs) ? readFileSync(outputs, "utf8") : "" };
    };

    it("the program with annotations, and ends with its status", () => {
      expect(run({})).toEqual({ status: 1, calls: [["--format", "github", "--", "."]], outputs: "" });
    });

    it("with each line as one argument, whatever stands in it", () => {
      const { calls } = run({ paths: "a b\n--fix\n$(touch x)\n", arguments: "--platform=linux/arm64\r\n\n--rule=a=off; touch x" });
      expect(calls).toEqual([["--platform=linux/arm64", "--rule=a=off; touch x", "--format", "github", "--", "a b", "--fix", "$(touch x)"]]);
      expect(existsSync(join(folder, "x"))).toBe(false);
    });

    it("twice for a SARIF report, and tells where it is", () => {
      const { calls, outputs } = run({ sarif: "out dir.sarif" });
      expect(calls.at(-1)).toEqual(["--format", "github", "--", "."]);
      expect(outputs).toBe("sarif<<anyarch-end\nout dir.sarif\nanyarch-end\n");
    });
  });
});

describe("the template for GitLab", () => {
  it("is a job that hands over the report that the program writes", () => {
    const { anyarch: job } = parse(read(".gitlab/anyarch.yml")) as { anyarch: { script: string[]; artifacts: { reports: { codequality: string } } } };
    const argv = (job.script[0] ?? "").replace(/^npx --yes anyarch \$ANYARCH_ARGUMENTS | \|\| true$/g, "").split(" ");
    expect(readArguments(argv)).toMatchObject({ format: "gitlab", output: job.artifacts.reports.codequality });
  });
});
