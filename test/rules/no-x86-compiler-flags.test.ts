import { describe, expect, test } from "vitest";
import { fixText, lintText } from "../../src/session/index.ts";

const options = { rules: ["no-x86-compiler-flags"] };
const file = (...lines: string[]): string => `${["FROM debian:12", ...lines].join("\n")}\n`;
const reported = (...lines: string[]): readonly string[] => {
  const text = file(...lines);
  return lintText("Dockerfile", text, options).findings.map(({ at, level, platforms }) => `${text.slice(at.start, at.end)} ${level} ${platforms.map((name) => name.slice(6)).join()}`);
};
const fixed = (...lines: string[]): string => fixText("Dockerfile", file(...lines), { ...options, unsafe: true });

describe("flags of C compilers", () => {
  test("stop gcc on another CPU", () => {
    expect(reported("RUN gcc -m64 -mavx2 -o a a.c")).toEqual(["-m64 error arm64", "-mavx2 error arm64"]);
    expect(reported("RUN g++ -march=x86-64-v3 -mtune=haswell a.cc")).toEqual(["-march=x86-64-v3 error arm64", "-mtune=haswell error arm64"]);
  });

  test("are left out by clang with a warning, or taken", () => {
    expect(reported("RUN clang -msse4.2 a.c")).toEqual(["-msse4.2 warning arm64"]);
    expect(reported("RUN clang -m64 a.c")).toEqual([]);
    expect(reported("RUN clang -mfpmath=sse a.c")).toEqual(["-mfpmath=sse error arm64"]);
  });

  test("are found in words for make, cmake and configure", () => {
    expect(reported('RUN make CFLAGS="-O2 -mavx"')).toEqual(["-mavx error arm64"]);
    expect(reported('RUN cmake -DCMAKE_CXX_FLAGS="-mavx2 -mfma" .')).toEqual(["-mavx2 error arm64", "-mfma error arm64"]);
    expect(reported("RUN ./configure CXXFLAGS=-msse4.1")).toEqual(["-msse4.1 error arm64"]);
    expect(reported("RUN bazel build --copt=-mavx //:app")).toEqual(["-mavx error arm64"]);
  });

  test("are found in variables that a compiler will read", () => {
    expect(reported("ENV CFLAGS=-mavx2", "RUN make")).toEqual(["-mavx2 warning arm64"]);
    expect(reported("ARG CXXFLAGS=-mavx2", "RUN pip install numpy")).toEqual(["-mavx2 warning arm64"]);
    expect(reported("RUN export CFLAGS=-mavx2 && make")).toEqual(["-mavx2 warning arm64"]);
    expect(reported("RUN CFLAGS=-mavx2 pip install numpy")).toEqual(["-mavx2 warning arm64"]);
  });

  test("are no matter where nothing compiles, or what reads them is no compiler", () => {
    expect(reported("ARG CFLAGS=-mavx2", "RUN echo done")).toEqual([]);
    expect(reported("ENV JAVA_OPTS=-m64", "RUN make")).toEqual([]);
    expect(reported("RUN grep -m1 x y && qemu -m32 && make")).toEqual([]);
  });

  test("are reported once, where they are written", () => {
    expect(reported('ARG SIMD="-mavx2"', 'RUN make CFLAGS="$SIMD" && make CFLAGS="$SIMD" install')).toEqual(["-mavx2 error arm64"]);
  });

  test("are right on the branch of their own CPU", () => {
    expect(reported('RUN if [ "$(uname -m)" = x86_64 ]; then gcc -msse2 a.c; else gcc a.c; fi')).toEqual([]);
    expect(reported("RUN x86_64-linux-gnu-gcc -mavx2 a.c")).toEqual([]);
    expect(reported("RUN gcc -O2 -fPIC -mcmodel=small -mtune=generic a.c")).toEqual([]);
  });

  test("for Arm stop gcc on x86", () => {
    expect(reported("RUN gcc -mcpu=neoverse-n1 a.c")).toEqual(["-mcpu=neoverse-n1 error amd64"]);
  });

  test.each([
    ["RUN gcc -march=armv8.2-a+crypto a.c", "-march=armv8.2-a+crypto error amd64"],
    ["RUN make CFLAGS=-mcpu=cortex-a72", "-mcpu=cortex-a72 error amd64"],
    ["RUN gcc -mfpu=neon a.c", "-mfpu=neon error amd64,arm64"],
    ["RUN gcc -mcpu=power9 a.c", "-mcpu=power9 error amd64,arm64"],
    ["RUN gcc -march=z14 a.c", "-march=z14 error amd64,arm64"],
    ["RUN gcc -march=rv64gc a.c", "-march=rv64gc error amd64,arm64"],
    ["RUN RUSTFLAGS=-Ctarget-cpu=neoverse-n1 cargo build", "target-cpu=neoverse-n1 warning amd64"],
    ["RUN RUSTFLAGS=-Ctarget-feature=+neon,+lse cargo build", "target-feature=+neon,+lse warning amd64"],
    ["RUN ./configure --enable-neon", "--enable-neon warning amd64"],
  ])("of other homes stop it too: %s", (line, expected) => {
    expect(reported(line)).toEqual([expected]);
  });

  test("for Arm are known to Arm, whatever its size", () => {
    expect(lintText("Dockerfile", file("RUN gcc -march=armv7-a -mfpu=neon a.c && gcc -mcpu=cortex-a53 b.c"), { ...options, platforms: ["linux/arm/v7"] }).findings).toEqual([]);
    expect(reported('RUN if [ "$(uname -m)" = aarch64 ]; then gcc -mcpu=neoverse-n1 a.c; fi', "RUN aarch64-linux-gnu-gcc -mcpu=neoverse-n1 a.c")).toEqual([]);
  });

  test("for the word's size are known to other compilers too", () => {
    expect(lintText("Dockerfile", file("RUN gcc -m64 a.c"), { ...options, platforms: ["linux/s390x", "linux/ppc64le"] }).findings).toEqual([]);
  });

  test("that ask for the builder's CPU are a warning everywhere", () => {
    expect(reported("RUN gcc -march=native a.c")).toEqual(["-march=native warning amd64,arm64"]);
  });
});

describe("other ways to ask for a CPU", () => {
  test("rustc is told in its flags", () => {
    expect(reported('ENV RUSTFLAGS="-C target-cpu=haswell"', "RUN cargo build --release")).toEqual(["target-cpu=haswell warning arm64"]);
    expect(reported('RUN RUSTFLAGS="-Ctarget-feature=+avx2,+fma" cargo build')).toEqual(["target-feature=+avx2,+fma warning arm64"]);
    expect(reported('RUN RUSTFLAGS="-C target-feature=+crt-static -C target-cpu=generic" cargo build')).toEqual([]);
  });

  test("builds have switches", () => {
    expect(reported("RUN cmake -DCPU_BASELINE=AVX2 .")).toEqual(["-DCPU_BASELINE=AVX2 warning arm64"]);
    expect(reported("RUN ./configure --enable-sse2")).toEqual(["--enable-sse2 warning arm64"]);
    expect(reported("RUN make AVX2=1")).toEqual(["AVX2=1 warning arm64"]);
    expect(reported("RUN cmake -DENABLE_AVX2=ON . && ./configure --disable-sse2 --enable-assert && make -f Makefile.gcc")).toEqual([]);
  });

  test("a makefile that is named for instructions may look at the CPU itself", () => {
    expect(reported("RUN git clone https://github.com/example/aligner && cd aligner && make -f Makefile.SSE3.gcc")).toEqual([]);
  });

  test("Intel's compilers and libraries are x86's alone", () => {
    expect(reported("RUN icpc -O3 a.cc")).toEqual(["icpc error arm64"]);
    expect(reported("RUN gcc a.c -lmkl_rt")).toEqual(["-lmkl_rt error arm64"]);
  });
});

describe("fixes", () => {
  test("remove what is the default", () => {
    expect(fixed("RUN gcc -m64 -O2 a.c")).toBe(file("RUN gcc -O2 a.c"));
    expect(fixed('ENV CFLAGS="-m64 -O2"', "RUN make")).toBe(file('ENV CFLAGS="-O2"', "RUN make"));
  });

  test("pass the rest on x86 only, in the words of a shell", () => {
    expect(fixed('RUN make CFLAGS="-O2 -mavx2"')).toBe(file('RUN make CFLAGS="-O2 $([ "$(uname -m)" != x86_64 ] || echo -mavx2)"'));
  });

  test("do the same for an Arm home", () => {
    expect(fixed("RUN gcc -mcpu=neoverse-n1 a.c")).toBe(file('RUN gcc $([ "$(uname -m)" != aarch64 ] || echo -mcpu=neoverse-n1) a.c'));
  });

  test("are not offered where no shell reads the text, nor inside of words", () => {
    for (const lines of [["ENV CFLAGS=-mavx2", "RUN make"], ["RUN bazel build --copt=-mavx //:app"], ["RUN make CFLAGS='-mavx2'"]]) expect(fixed(...lines)).toBe(file(...lines));
  });
});
