import { describe, expect, it } from "vitest";
import type { PythonFile } from "../../src/facts/index.ts";
import { known } from "../support/answers.ts";
import { judgeOf } from "../support/judging.ts";

const { met, words } = judgeOf("wheel-lacks-platform");

/** Wheels of each version for CPython 3.8 on the CPUs that are named, and a source. */
function project(name: string, versions: Readonly<Record<string, readonly string[]>>, more: readonly PythonFile[] = []): ReturnType<typeof known> {
  const files = Object.entries(versions).flatMap(([version, cpus]) => [
    ...cpus.map((cpu) => ({ name: `${name}-${version}-cp38-cp38-manylinux_2_17_${cpu}.manylinux2014_${cpu}.whl` })),
    { name: `${name}-${version}.tar.gz` },
  ]);
  return known({ kind: "python-project", subject: name }, { files: [...files, ...more] });
}

const BOTH = ["x86_64", "aarch64"];
const dockerfile = (requirement: string): string => `FROM python:3.8-slim\nRUN pip install ${requirement}\n`;

describe("what an index lists", () => {
  it("tells of a pinned release which files it has, and which later one has a wheel", () => {
    const answers = [project("numpy", { "1.18.5": ["x86_64"], "1.19.0rc1": BOTH, "1.19.1": BOTH })];
    expect(met(dockerfile("numpy==1.18.5"), { answers })).toMatchObject([
      { word: "1.18.5", finding: { platforms: ["linux/arm64"], message: expect.stringContaining("1.19.1") as string, evidence: [{ source: "registry.example.com", asOf: "2026-11-22", statement: expect.stringContaining("has 2 files") as string }, { statement: "numpy 1.19.1 has a wheel that fits" }] } },
    ]);
  });

  it("counts more than the table that comes along", () => {
    expect(words(dockerfile("numpy==1.18.5"))).toHaveLength(1);
    expect(words(dockerfile("numpy==1.18.5"), { answers: [project("numpy", { "1.18.5": BOTH })] })).toEqual([]);
  });

  it("leaves out releases that were withdrawn, or are for other Pythons", () => {
    const wheels = (version: string, more: Partial<PythonFile>): readonly PythonFile[] => BOTH.map((cpu) => ({ name: `numpy-${version}-cp38-cp38-manylinux2014_${cpu}.whl`, ...more }));
    const answers = [project("numpy", { "1.18.5": ["x86_64"] }, [...wheels("1.19.0", { yanked: true }), ...wheels("1.19.2", { requiresPython: ">=3.9" }), ...wheels("1.19.5", {})])];
    expect(met(dockerfile("numpy==1.18.5"), { answers })[0]?.finding.message).toContain("1.19.5");
  });

  it("says nothing of packages that come from elsewhere", () => {
    const answers = [project("numpy", { "1.18.5": ["x86_64"], "1.19.1": BOTH })];
    const context = { "requirements.txt": "--index-url https://pypi.corp.example/simple\nnumpy==1.18.5\n" };
    expect(words("FROM python:3.8-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n", { answers, context })).toEqual([]);
  });
});
