import { describe, expect, test } from "vitest";
import { cpuFlag, processorFamily } from "../../src/knowledge/flags.ts";

describe("a compiler's flag on another CPU", () => {
  test("is told as it was measured", () => {
    expect(cpuFlag("-msse4.2", "arm64")).toEqual({ family: "x86", gcc: "error", clang: "warning" });
    expect(cpuFlag("-m64", "arm64")).toEqual({ family: "x86", gcc: "error", clang: "ok" });
    expect(cpuFlag("-moutline-atomics", "amd64")).toEqual({ family: "arm", gcc: "error", clang: "warning" });
  });

  test("is no matter on its own", () => {
    for (const flag of ["-msse4.2", "-m64", "-march=haswell"]) expect(cpuFlag(flag, "amd64")).toBeUndefined();
    expect(cpuFlag("-march=armv8-a+crc", "arm64")).toBeUndefined();
  });

  test("is told of processors that were not measured", () => {
    expect(cpuFlag("-march=sapphirerapids", "arm64")?.gcc).toBe("error");
    expect(cpuFlag("-mavx512ifma", "riscv64")?.family).toBe("x86");
  });

  test("is no matter where every compiler takes it", () => {
    for (const flag of ["-fPIC", "-mtune=generic", "-mcmodel=small", "-mcmodel=large", "-march=rv64gc", "-mdefault", "toString"]) expect(cpuFlag(flag, "arm64")).toBeUndefined();
  });

  test("asks for the builder's CPU anywhere", () => {
    expect(cpuFlag("-march=native", "amd64")?.family).toBe("builder");
  });
});

test("processors are told apart by their names", () => {
  expect(["znver3", "neoverse-n1", "generic", "native", "i686"].map(processorFamily)).toEqual(["x86", "arm", undefined, undefined, "x86"]);
});
