import { parseWheelName } from "./wheel-files.ts";
import { platformTags, wheelArchitecture, type WheelTarget } from "./wheel-tags.ts";

/** Why pip passes over a wheel, in words that follow its name and a colon; undefined for one that fits and for what is no wheel. */
export function whyRejected(file: string, target: WheelTarget): string | undefined {
  const wheel = parseWheelName(file);
  if (wheel === undefined) return undefined;
  const architecture = wheelArchitecture(target.platform) ?? "";
  const accepted = new Set([...platformTags(target), "any"]);
  if (!wheel.platforms.some((tag) => accepted.has(tag))) return platformReason(wheel.platforms, target, architecture);
  const minor = Number(target.python.slice(2));
  const fits = wheel.interpreters.some((tag) => interpreterFits(tag, wheel.abis, minor));
  return fits ? undefined : `is for ${wheel.interpreters.map(interpreterName).join(" and ")}`;
}

function platformReason(tags: readonly string[], { libc }: WheelTarget, architecture: string): string {
  const [first = ""] = tags;
  if (!tags.some((tag) => /linux/.test(tag))) return `is for ${/^win/.test(first) ? "Windows" : /^macosx/.test(first) ? "macOS" : first}`;
  const own = tags.filter((tag) => tag.endsWith(`_${architecture}`));
  if (own.length === 0) return `is for ${first.replace(/^.*?linux(?:_\d+_\d+|\d+)?_/, "")}`;
  const isMusl = own.every((tag) => tag.startsWith("musllinux"));
  if (isMusl !== (libc.kind === "musl")) return isMusl ? "is for musl" : "is for glibc";
  const floor = /linux_(\d+_\d+)_/.exec(own.join(" "))?.[1]?.replace("_", ".");
  return `wants a newer ${libc.kind}${floor === undefined ? "" : ` (${floor})`}`;
}

function interpreterFits(tag: string, abis: readonly string[], minor: number): boolean {
  const [, kind = "", version = ""] = /^(cp|py)3(\d*)$/.exec(tag) ?? [];
  if (kind === "py") return abis.includes("none") && (version === "" || Number(version) <= minor);
  if (kind === "cp" && abis.includes("abi3")) return Number(version) <= minor;
  return kind === "cp" && Number(version) === minor && !abis.some((abi) => abi.endsWith("t"));
}

function interpreterName(tag: string): string {
  const [, kind = "", major = "", minor = ""] = /^([a-z]+)(\d)(\d*)$/.exec(tag) ?? [];
  const names: Readonly<Record<string, string>> = { cp: "CPython", py: "Python", pp: "PyPy" };
  return names[kind] === undefined ? tag : `${names[kind]} ${major}${minor === "" ? "" : `.${minor}`}`;
}
