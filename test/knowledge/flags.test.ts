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
    for (const flag of ["-fPIC", "-mtune=generic", "-mcmodel=small", "-mcmodel=large", "-mdefault", "toString"]) expect(cpuFlag(flag, "arm64")).toBeUndefined();
  });

  test.each([
    ["-march=z14", "s390", "s390x"],
    ["-mzvector", "s390", "s390x"],
    ["-mcpu=power9", "power", "ppc64le"],
    ["-maltivec", "power", "ppc64le"],
    ["-march=rv64gc", "riscv", "riscv64"],
    ["-mabi=lp64d", "riscv", "riscv64"],
    ["-mfpu=neon-vfpv4", "arm32", "arm"],
    ["-mfloat-abi=hard", "arm32", "arm"],
    ["-march=armv7-a", "arm32", "arm"],
    ["-mcpu=cortex-a72", "arm", "arm64"],
    ["-mcpu=neoverse-n1", "arm", "arm64"],
  ])("%s is of the family %s", (flag, family, own) => {
    expect(cpuFlag(flag, own)).toBeUndefined();
    for (const other of ["amd64", "arm64", "s390x", "ppc64le", "riscv64"]) if (other !== own) expect(cpuFlag(flag, other)).toMatchObject({ family });
  });

  test("of x86 stops the compilers of all others", () => {
    for (const other of ["arm", "arm64", "riscv64", "s390x"]) expect(cpuFlag("-msse4.2", other)?.gcc).toBe("error");
  });

  test("of Arm serves both of its sizes where it is for both", () => {
    expect(cpuFlag("-march=armv8-a", "arm")).toBeUndefined();
    expect(cpuFlag("-mcpu=cortex-a53", "arm")).toBeUndefined();
  });

  test("asks for the builder's CPU anywhere", () => {
    expect(cpuFlag("-march=native", "amd64")?.family).toBe("builder");
  });
});

test("processors are told apart by their names", () => {
  expect(["znver3", "neoverse-n1", "generic", "native", "i686"].map(processorFamily)).toEqual(["x86", "arm", undefined, undefined, "x86"]);
});
