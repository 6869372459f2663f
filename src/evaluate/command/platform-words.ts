import type { Platform } from "../../model/platform.ts";
import { type Follows, platformText, type Value } from "../value.ts";
import { line, platformKey } from "./answer.ts";
import type { Invocation } from "./invocation.ts";

/** The word that stands for a platform in a vocabulary; undefined when it has none there. */
export function wordOf(platform: Platform, vocabulary: Vocabulary): string | undefined {
  const column = VOCABULARIES.indexOf(vocabulary);
  const word = WORDS[platformKey(platform)]?.split(" ")[column];
  return word === "-" ? undefined : word;
}

/** What a question prints on the platform it is asked on: the word and a line feed; undefined when there is no such word. */
export function platformAnswer(invocation: Invocation, vocabulary: Vocabulary, source: string): Value | undefined {
  const word = wordOf(invocation.platform, vocabulary);
  return word === undefined ? undefined : wordAnswer(invocation, word, source, "stage");
}

/** A word made from a platform, as printed by a command. */
export function wordAnswer(invocation: Invocation, word: string, source: string, follows: Follows): Value {
  return line(platformText(word, invocation.at, follows, source), invocation.at);
}

const VOCABULARIES = ["goarch", "uname_m", "debian", "debian_multiarch", "gnu_triplet", "alpine", "rpm", "node_arch", "rust_gnu"] as const;
export type Vocabulary = (typeof VOCABULARIES)[number];

const WORDS: Readonly<Record<string, string>> = {
  "linux/amd64": "amd64 x86_64 amd64 x86_64-linux-gnu x86_64-linux-gnu x86_64 x86_64 x64 x86_64-unknown-linux-gnu",
  "linux/arm64": "arm64 aarch64 arm64 aarch64-linux-gnu aarch64-linux-gnu aarch64 aarch64 arm64 aarch64-unknown-linux-gnu",
  "linux/arm/v7": "arm armv7l armhf arm-linux-gnueabihf arm-linux-gnueabihf armv7 armv7hl arm armv7-unknown-linux-gnueabihf",
  "linux/arm/v6": "arm armv6l armel arm-linux-gnueabi arm-linux-gnueabihf armhf armv6hl arm arm-unknown-linux-gnueabihf",
  "linux/arm/v5": "arm armv5tel armel arm-linux-gnueabi arm-linux-gnueabi - armv5tel arm armv5te-unknown-linux-gnueabi",
  "linux/386": "386 i686 i386 i386-linux-gnu i686-linux-gnu x86 i686 ia32 i686-unknown-linux-gnu",
  "linux/ppc64le": "ppc64le ppc64le ppc64el powerpc64le-linux-gnu powerpc64le-linux-gnu ppc64le ppc64le ppc64 powerpc64le-unknown-linux-gnu",
  "linux/s390x": "s390x s390x s390x s390x-linux-gnu s390x-linux-gnu s390x s390x s390x s390x-unknown-linux-gnu",
  "linux/riscv64": "riscv64 riscv64 riscv64 riscv64-linux-gnu riscv64-linux-gnu riscv64 riscv64 riscv64 riscv64gc-unknown-linux-gnu",
  "linux/loong64": "loong64 loongarch64 loong64 loongarch64-linux-gnu loongarch64-linux-gnu loongarch64 loongarch64 loong64 loongarch64-unknown-linux-gnu",
  "linux/mips64le": "mips64le mips64 mips64el mips64el-linux-gnuabi64 mips64el-linux-gnuabi64 - mips64el mips64el mips64el-unknown-linux-gnuabi64",
};
