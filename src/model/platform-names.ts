import { formatPlatform, parsePlatform } from "./platform.ts";

/** The platforms that images are published for, the most usual first. */
export const knownPlatforms: readonly string[] = [
  "linux/amd64",
  "linux/arm64",
  "linux/arm/v7",
  "linux/arm/v6",
  "linux/arm/v5",
  "linux/386",
  "linux/ppc64le",
  "linux/s390x",
  "linux/riscv64",
  "linux/loong64",
  "linux/mips64le",
  "linux/mips64",
  "linux/mipsle",
  "linux/mips",
  "linux/ppc64",
  "linux/amd64/v2",
  "linux/amd64/v3",
  "linux/amd64/v4",
  "linux/arm64/v9",
  "windows/amd64",
  "windows/arm64",
  "darwin/amd64",
  "darwin/arm64",
  "freebsd/amd64",
  "freebsd/arm64",
  "wasip1/wasm",
];

/** Words that people use for a CPU and containerd/platforms doesn't know. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ["x64", "amd64"],
  ["x86", "386"],
  ["i586", "386"],
  ["i686", "386"],
  ["arm32", "arm/v7"],
  ["arm32v5", "arm/v5"],
  ["arm32v6", "arm/v6"],
  ["arm32v7", "arm/v7"],
  ["arm64v8", "arm64"],
  ["armv5", "arm/v5"],
  ["armv6", "arm/v6"],
  ["armv6l", "arm/v6"],
  ["armv7", "arm/v7"],
  ["armv7l", "arm/v7"],
  ["armv8", "arm64"],
  ["ppc64el", "ppc64le"],
  ["powerpc64le", "ppc64le"],
  ["loongarch64", "loong64"],
]);

const MAX_LENGTH = 64;

/** The known platform that was most likely meant, for "did you mean"; undefined when nothing is near. */
export function nearestPlatform(text: string): string | undefined {
  const word = text.trim().toLowerCase().slice(0, MAX_LENGTH);
  const cpu = word.slice(word.indexOf("/") + 1);
  const meant = MEANT.get(word) ?? MEANT.get(cpu) ?? MEANT.get(cpu.replace("/", ""));
  if (meant !== undefined) return `linux/${meant}`;
  const parsed = parsePlatform(word, { os: "linux", arch: "amd64" });
  const spelled = "error" in parsed ? word : formatPlatform(parsed);
  let best: { name: string; distance: number } | undefined;
  for (const name of knownPlatforms) {
    const distance = Math.min(editDistance(spelled, name), editDistance(word, name.slice(name.indexOf("/") + 1)));
    if (best === undefined || distance < best.distance) best = { name, distance };
  }
  return best !== undefined && best.distance <= Math.max(1, Math.floor(word.length / 3)) ? best.name : undefined;
}

/** Single-character edits that turn one word into the other. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
