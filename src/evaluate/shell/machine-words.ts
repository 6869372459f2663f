import type { Platform } from "../../model/platform.ts";

/** What `uname -m` prints, by OCI architecture and variant. Source: /proc/sys/kernel/arch of Linux; containerd/platforms database.go. */
const MACHINES: Readonly<Record<string, string>> = {
  "386": "i686",
  amd64: "x86_64",
  arm64: "aarch64",
  "arm/v5": "armv5tel",
  "arm/v6": "armv6l",
  "arm/v7": "armv7l",
  loong64: "loongarch64",
  mips64le: "mips64",
  ppc64le: "ppc64le",
  riscv64: "riscv64",
  s390x: "s390x",
};

/** The machine word of a platform; undefined for one that is not known. */
export function wordForMachine(platform: Platform): string | undefined {
  if (platform.arch === "arm") return MACHINES[`arm/${platform.variant ?? "v7"}`];
  return MACHINES[platform.arch];
}
