import { describe, expect, test } from "vitest";
import { lintText } from "../../src/session/index.ts";

const findings = (lines: readonly string[], context: Readonly<Record<string, string>>) => lintText("Dockerfile", `${lines.join("\n")}\n`, { context }).findings.filter(({ ruleId }) => ruleId === "cross-build-lacks-toolchain");

const SQLITE = { "go.mod": "module a\n\nrequire github.com/mattn/go-sqlite3 v1.14.22\n" };
const KAFKA = { "go.mod": "module a\n\nrequire (\n\tgithub.com/confluentinc/confluent-kafka-go/v2 v2.3.0\n)\n" };
const go = (build: string, ...before: readonly string[]): readonly string[] => ["FROM --platform=$BUILDPLATFORM golang:1.22 AS build", "ARG TARGETARCH", "WORKDIR /src", "COPY . .", ...before, `RUN ${build}`, "FROM scratch", "COPY --from=build /api /api"];

describe("Go that compiles for another CPU", () => {
  test("is reported where a module needs cgo, which is off there", () => {
    expect(findings(go("GOARCH=$TARGETARCH go build -o /api"), SQLITE)).toMatchObject([{ level: "error", consequence: "wrong-binary", platforms: ["linux/arm64"], message: "github.com/mattn/go-sqlite3 needs cgo, which Go turns off when it compiles for another CPU", related: [{ at: { file: "go.mod" } }] }]);
    expect(findings(go("GOARCH=$TARGETARCH go build -o /api"), KAFKA)).toMatchObject([{ consequence: "build-fails" }]);
  });

  test("is reported where cgo is on and the compiler is that of the stage", () => {
    expect(findings(go("CGO_ENABLED=1 GOARCH=$TARGETARCH go build -o /api"), SQLITE)[0]?.message).toBe("github.com/mattn/go-sqlite3 needs a C compiler for the target, and this stage has only one for its own CPU");
    expect(findings(go("GOARCH=$TARGETARCH go build -o /api", "ENV CGO_ENABLED=1"), SQLITE)).toHaveLength(1);
  });

  test("is let alone where cgo is off everywhere, or nobody knows whether", () => {
    expect(findings(go("CGO_ENABLED=0 GOARCH=$TARGETARCH go build -o /api"), SQLITE)).toEqual([]);
    expect(findings(go("GOARCH=$TARGETARCH go build -o /api", "ENV CGO_ENABLED=0"), SQLITE)).toEqual([]);
    expect(findings(go("CGO_ENABLED=$CGO GOARCH=$TARGETARCH go build -o /api", "ARG CGO"), SQLITE)).toEqual([]);
  });

  test("is let alone where a compiler for the target is there or named", () => {
    expect(findings(go("CGO_ENABLED=1 GOARCH=$TARGETARCH go build -o /api", "RUN apt-get update && apt-get install -y gcc-aarch64-linux-gnu"), SQLITE)).toEqual([]);
    expect(findings(go("CC=/opt/cross/bin/cc CGO_ENABLED=1 GOARCH=$TARGETARCH go build -o /api"), SQLITE)).toEqual([]);
  });

  test("is let alone without such a module, or where only others need it", () => {
    expect(findings(go("GOARCH=$TARGETARCH go build -o /api"), { "go.mod": "module a\n\nrequire github.com/gin-gonic/gin v1.9.1\n" })).toEqual([]);
    expect(findings(go("GOARCH=$TARGETARCH go build -o /api"), { "go.mod": "module a\n\nrequire github.com/mattn/go-sqlite3 v1.14.22 // indirect\n" })).toEqual([]);
  });

  test("is no matter on the target's own CPU", () => {
    expect(findings(["FROM golang:1.22", "WORKDIR /src", "COPY . .", "RUN go build -o /api"], SQLITE)).toEqual([]);
  });
});

describe("Rust that compiles for another CPU", () => {
  const lock = (needs: string): Readonly<Record<string, string>> => ({ "Cargo.lock": `version = 3\n\n[[package]]\nname = "ring"\nversion = "0.17.8"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\ndependencies = [\n "${needs}",\n]\n` });
  const rust = (...before: readonly string[]): readonly string[] => ["FROM --platform=$BUILDPLATFORM rust:1.79 AS build", "ARG TARGETARCH", "WORKDIR /src", "COPY . .", ...before, 'RUN case "$TARGETARCH" in arm64) t=aarch64-unknown-linux-gnu;; *) t=x86_64-unknown-linux-gnu;; esac; cargo build --release --target $t', "FROM scratch", "COPY --from=build /src/target /app"];

  test("is reported where a crate compiles C", () => {
    expect(findings(rust(), lock("cc"))).toMatchObject([{ level: "warning", confidence: "likely", platforms: ["linux/arm64"], message: "ring compiles C for the target, and this stage has a compiler for its own CPU only" }]);
  });

  test("is let alone where none does, and where a compiler is there, named, or described to cargo", () => {
    expect(findings(rust(), lock("libc"))).toEqual([]);
    expect(findings(rust("RUN apt-get update && apt-get install -y gcc-aarch64-linux-gnu"), lock("cc"))).toEqual([]);
    expect(findings(rust("ENV CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=my-linker"), lock("cc"))).toEqual([]);
  });
});
