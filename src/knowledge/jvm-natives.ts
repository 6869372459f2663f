import { satisfies } from "./version.ts";

/** A library of the JVM with native code that some of its versions don't have for linux on aarch64. */
export interface JvmNative {
  readonly name: string;
  /** Versions without a file for it, as ranges any of which may hold; `*` for all. */
  readonly without: readonly string[];
  /** The first version with one. */
  readonly since?: string;
  /** What happens: the build stops, the first use fails, or the library does without its native part. */
  readonly then: "build-stops" | "use-fails" | "falls-back";
  readonly source: string;
  readonly checkedOn: string;
}

const ROWS: readonly JvmNative[] = [
  { name: "com.google.protobuf:protoc", without: ["<3.5.0"], since: "3.5.0", then: "build-stops", source: "protocolbuffers/protobuf issue 3844; os72/protoc-jar issue 33", checkedOn: "2026-11-22" },
  { name: "org.fusesource.leveldbjni:leveldbjni-all", without: ["*"], then: "use-fails", source: "fusesource/leveldbjni issue 102", checkedOn: "2026-11-22" },
  { name: "org.rocksdb:rocksdbjni", without: ["<5.18.4", ">=6.0.0,<6.3.0"], since: "5.18.4", then: "use-fails", source: "facebook/rocksdb issue 5559 and pull request 6497", checkedOn: "2026-11-22" },
  { name: "io.netty:netty-tcnative-boringssl-static", without: ["<2.0.31"], since: "2.0.31.Final", then: "falls-back", source: "netty/netty-tcnative issue 552", checkedOn: "2026-11-22" },
];

/** The row of a library's version that lacks a file for linux on aarch64; undefined where it has one or that isn't known. */
export function jvmNativeLack(name: string, version: string): JvmNative | undefined {
  const row = ROWS.find((one) => one.name === name);
  return row?.without.some((range) => range === "*" || satisfies(version, range) === true) === true ? row : undefined;
}

/** https://github.com/trustin/os-maven-plugin, README of 1.7.1 */
const CLASSIFIERS: Readonly<Partial<Record<string, string>>> = { amd64: "x86_64", "386": "x86_32", arm64: "aarch_64", ppc64le: "ppcle_64", s390x: "s390_64", riscv64: "riscv64", arm: "arm_32" };

/** The CPU word of a classifier (`linux-aarch_64`) on an architecture. */
export function classifierCpu(arch: string): string | undefined {
  return CLASSIFIERS[arch];
}

/** The CPU that a classifier for linux names, as classifiers spell it; undefined for one that names none or another system. */
export function cpuInClassifier(classifier: string): string | undefined {
  const word = /^linux-(x86_64|amd64|x64|x86_32|aarch_64|aarch64|arm64|ppcle_64|s390_64|riscv64|arm_32)(?:-[a-z]+)?$/.exec(classifier)?.[1];
  return word === undefined ? undefined : (SPELLINGS[word] ?? word);
}

const SPELLINGS: Readonly<Partial<Record<string, string>>> = { amd64: "x86_64", x64: "x86_64", aarch64: "aarch_64", arm64: "aarch_64" };
