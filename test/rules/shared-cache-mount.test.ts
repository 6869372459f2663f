import { describe, expect, test } from "vitest";
import { digestOf } from "../../src/fix/digest.ts";
import { buildFor } from "../support/dockerfiles.ts";
import { findingsOf, fixedBy, linesOf } from "../support/findings.ts";

const ID = "shared-cache-mount";
const on = (...lines: readonly string[]): readonly string[] => ["FROM debian:bookworm", "WORKDIR /app", "COPY . .", ...lines];

const CMAKE = "RUN --mount=type=cache,target=/app/build cmake -B build && cmake --build build";

describe("a cache that platforms share", () => {
  test("is reported where a build folder of CMake lies in it", () => {
    expect(findingsOf(ID, on(CMAKE))).toMatchObject([
      { line: 4, text: "--mount=type=cache,target=/app/build", platforms: ["linux/amd64", "linux/arm64"], level: "warning", confidence: "likely", consequence: "wrong-binary", fix: "safe" },
    ]);
    expect(linesOf(ID, on("RUN --mount=type=cache,target=/app/build ./gradlew build"))).toEqual([]);
  });

  test("is reported where npm or pnpm keep compiled modules in it", () => {
    expect(linesOf(ID, on("RUN --mount=type=cache,target=/app/node_modules npm install"))).toEqual([4]);
    expect(linesOf(ID, on("RUN --mount=type=cache,target=/app/node_modules/,sharing=locked pnpm install"))).toEqual([4]);
    expect(linesOf(ID, on("RUN --mount=type=cache,target=/app/node_modules,sharing=locked npm ci"))).toEqual([]);
    expect(linesOf(ID, on("RUN --mount=type=cache,target=/root/.npm npm ci"))).toEqual([]);
  });

  test("is reported where a virtual environment lies in it", () => {
    expect(linesOf(ID, on("RUN --mount=type=cache,target=/app/.venv python3 -m venv .venv && .venv/bin/pip install numpy"))).toEqual([4]);
    expect(linesOf(ID, on("RUN --mount=type=cache,target=/root/.cache/pip pip install numpy"))).toEqual([]);
  });

  test("is reported where a program of Cargo is taken out of it without a lock", () => {
    const cargo = (options: string, target = "", folder = "release"): readonly string[] =>
      on(`RUN --mount=type=cache,target=/app/target${options} cargo build --release${target} && cp target/${folder}/app /usr/local/bin/`);
    expect(linesOf(ID, cargo(""))).toEqual([4]);
    expect(linesOf(ID, cargo(",sharing=locked"))).toEqual([]);
    expect(linesOf(ID, cargo("", " --target aarch64-unknown-linux-gnu", "aarch64-unknown-linux-gnu/release"))).toEqual([]);
    expect(linesOf(ID, on("RUN --mount=type=cache,target=/app/target mvn package"))).toEqual([]);
    expect(linesOf(ID, on("RUN --mount=type=cache,target=/app/target cargo test"))).toEqual([]);
  });

  test("is reported where Conan keeps the profile of one CPU in it", () => {
    expect(linesOf(ID, on("RUN --mount=type=cache,target=/root/.conan2 conan profile detect --exist-ok && conan install ."))).toEqual([4]);
    expect(linesOf(ID, on("RUN --mount=type=cache,target=/root/.conan2 conan profile detect --force && conan install ."))).toEqual([]);
  });

  test("is fine where the id has a variable", () => {
    expect(linesOf(ID, on("ARG TARGETARCH", CMAKE.replace("cache,", "cache,id=build-$TARGETARCH,")))).toEqual([]);
    expect(linesOf(ID, on("ARG TARGETARCH", CMAKE.replace("/app/build", "/app/$TARGETARCH/build")))).toEqual([]);
  });

  test("is fine where all builds run the step on one CPU", () => {
    expect(linesOf(ID, ["FROM --platform=$BUILDPLATFORM debian:bookworm AS build", CMAKE, "FROM debian:bookworm", "COPY --from=build /x /x"])).toEqual([]);
    expect(linesOf(ID, on(CMAKE), { platforms: ["linux/arm64"] })).toEqual([]);
  });

  test("is another thing than a bind or tmpfs mount", () => {
    expect(linesOf(ID, on(CMAKE.replace("type=cache", "type=tmpfs")))).toEqual([]);
    expect(linesOf(ID, on(CMAKE.replace("type=cache", "type=bind")))).toEqual([]);
  });
});

describe("a cache of its own for each platform", () => {
  test("has the platform in its id, which is made from the path or continued", () => {
    expect(fixedBy(ID, on(CMAKE))).toEqual(["FROM debian:bookworm", "ARG TARGETARCH", "WORKDIR /app", "COPY . .", "RUN --mount=type=cache,id=app-build-$TARGETARCH,target=/app/build cmake -B build && cmake --build build"]);
    expect(fixedBy(ID, on(CMAKE.replace("cache,", "cache,id=objects,"))).at(-1)).toContain("type=cache,id=objects-$TARGETARCH,target=/app/build ");
  });

  test("is the same for all steps that hand it on", () => {
    const fixed = fixedBy(ID, on(CMAKE, "RUN --mount=type=cache,target=/app/build cp build/app /usr/bin/app"));
    expect(fixed.filter((line) => line.includes("id=app-build-$TARGETARCH"))).toHaveLength(2);
  });

  test("is named by the variant where platforms differ in it alone", () => {
    const arm = { platforms: ["linux/arm/v6", "linux/arm/v7"] };
    expect(fixedBy(ID, ["FROM debian:bookworm", "ARG TARGETARCH", "ARG TARGETVARIANT", CMAKE], arm).at(-1)).toContain("id=app-build-$TARGETARCH$TARGETVARIANT");
  });

  test("is offered as unsafe where an old frontend expands nothing in a mount", () => {
    expect(findingsOf(ID, ["# syntax=docker/dockerfile:1.2", ...on(CMAKE)])).toMatchObject([{ fix: "unsafe" }]);
    expect(findingsOf(ID, ["# syntax=docker/dockerfile:1.20", ...on(CMAKE)])).toMatchObject([{ fix: "safe" }]);
  });

  test("is not offered where something else is TARGETARCH", () => {
    expect(findingsOf(ID, on("ENV TARGETARCH=any", CMAKE))).toMatchObject([{ fix: undefined }]);
  });

  test.each(["linux/amd64", "linux/arm64"])("changes nothing of the image for %s", (platform) => {
    const text = `${on(CMAKE).join("\n")}\n`;
    const fixed = `${fixedBy(ID, on(CMAKE)).join("\n")}\n`;
    expect(fixed).not.toBe(text);
    expect(digestOf(buildFor(platform, fixed))).toBe(digestOf(buildFor(platform, text)));
  });
});
