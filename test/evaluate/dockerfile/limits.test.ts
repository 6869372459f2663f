import { describe, expect, it } from "vitest";
import { LIMITS } from "../../../src/evaluate/dockerfile/limits.ts";
import { build, effects } from "./support.ts";

describe("bounds of a file", () => {
  it("evaluates no more stages than allowed, and says so", () => {
    const built = build("FROM debian:12\n".repeat(LIMITS.stages + 1));

    expect(built.stages).toHaveLength(LIMITS.stages);
    expect(built.unchecked).toMatchObject([{ because: "too many instructions or stages" }]);
    expect(build("FROM debian:12\n".repeat(3)).unchecked).toEqual([]);
  });

  it("evaluates no more instructions than allowed, and says so", () => {
    const built = build(`FROM debian:12\n${"LABEL a=b\n".repeat(LIMITS.instructions)}ADD https://dl.example/late /x\n`);

    expect(built.unchecked).toHaveLength(1);
    expect(effects(built, "download")).toEqual([]);
  });

  it("does not let a variable double for ever", () => {
    const built = build(`FROM debian:12\nENV A=x\n${"ENV A=$A$A\n".repeat(200)}`);

    expect(effects(built, "set-env").at(-1)?.value.pieces.length).toBeLessThanOrEqual(LIMITS.valuePieces);
  });

  it("carries out no more triggers than allowed", () => {
    const built = build(`FROM debian:12 AS a\n${"ONBUILD ENV A=b\n".repeat(LIMITS.triggers + 50)}FROM a\n`);

    expect(effects(built, "set-env")).toHaveLength(LIMITS.triggers);
  });

  it("follows a script through a bounded number of stages", () => {
    const through = (count: number): number => {
      const first = "FROM debian:12 AS s0\nCOPY install.sh /install.sh\n";
      const others = Array.from({ length: count }, (_, i) => `FROM debian:12 AS s${String(i + 1)}\nCOPY --from=s${String(i)} /install.sh /install.sh\n`);
      return effects(build(`${first}${others.join("")}RUN /install.sh\n`, { files: { "install.sh": "curl -O https://dl.example/relay\n" } }), "download").length;
    };

    expect(through(LIMITS.fileDepth - 1)).toBe(1);
    expect(through(LIMITS.fileDepth + 5)).toBe(0);
  });

  it("looks for a file in a bounded number of places", () => {
    const copies = (count: number): string => Array.from({ length: count }, (_, i) => `COPY d${String(i)} /opt/\n`).join("");
    const runs = (count: number): number => effects(build(`FROM debian:12\nCOPY install.sh /opt/install.sh\n${copies(count)}RUN sh /opt/install.sh\n`, { files: { "install.sh": "curl -O https://dl.example/relay\n" } }), "download").length;

    expect(runs(10)).toBe(1);
    expect(runs(LIMITS.fileSteps + 10)).toBe(0);
  });

  it("finds its way through a long chain of stages", () => {
    const stages = Array.from({ length: 400 }, (_, i) => `FROM ${i === 0 ? "debian:12" : `s${i - 1}`} AS s${i}\nENV V${i}=1\n`);

    expect(build(stages.join("")).stages.every(({ shipped }) => shipped)).toBe(true);
  });
});
