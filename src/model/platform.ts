/** An OCI platform, normalised: linux/arm64 has no variant, linux/arm always has one. */
export interface Platform {
  readonly os: string;
  readonly arch: string;
  readonly variant?: string;
  /** Windows only, as in `windows(10.0.17763)/amd64`. */
  readonly osVersion?: string;
}

/** A platform that could not be read, in the builder's words. */
export interface PlatformError {
  readonly error: string;
}

const COMPONENT = /^[A-Za-z0-9_.-]+$/;
const OS_COMPONENT = /^([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.-]*)\))?$/;

const KNOWN_OS = new Set(
  "aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos".split(" "),
);
const KNOWN_ARCH = new Set(
  (
    "386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le " +
    "ppc riscv riscv64 s390 s390x sparc sparc64 wasm"
  ).split(" "),
);

/**
 * Reads a platform as BuildKit does (containerd/platforms `Parse`, then normalised). One component is an OS or a CPU, the
 * other half comes from `fallback`; two or three are taken as they are, known or not: `linux/nonsense` is a platform.
 */
export function parsePlatform(text: string, fallback: Platform): Platform | PlatformError {
  const read = readPlatform(text, fallback);
  return "error" in read ? read : normalisePlatform(read);
}

/** As `parsePlatform`, without normalising: `linux/arm64/v8` keeps its variant, as where BuildKit prints an index's entry. */
export function readPlatform(text: string, fallback: Platform): Platform | PlatformError {
  if (text.includes("*")) return invalid(`${JSON.stringify(text)}: wildcards not yet supported`);
  const [first = "", second, third, ...more] = text.split("/");
  const os = OS_COMPONENT.exec(first);
  if (os === null) return invalid(`${badComponent(first, text)}: OSAndVersion specifier component must match ${JSON.stringify(OS_COMPONENT.source)}`);
  for (const part of [second, third, ...more]) {
    if (part === undefined || COMPONENT.test(part)) continue;
    return invalid(`${badComponent(part, text)}: platform specifier component must match ${JSON.stringify(COMPONENT.source)}`);
  }
  if (more.length > 0) return invalid(`${JSON.stringify(text)}: cannot parse platform specifier`);
  if (second === undefined) return fromOneWord(text, { os: osOf(os[1] ?? ""), osVersion: os[2] ?? "" }, fallback);
  return build({ os: osOf(os[1] ?? ""), ...archOf(second, third ?? ""), osVersion: os[2] ?? "" });
}

function fromOneWord(text: string, written: { os: string; osVersion: string }, fallback: Platform): Platform | PlatformError {
  if (KNOWN_OS.has(written.os)) return build({ ...written, arch: fallback.arch, variant: fallback.variant ?? "" });
  const { arch, variant } = archOf(text, "");
  if (KNOWN_ARCH.has(arch)) return build({ os: fallback.os, arch, variant, osVersion: "" });
  return invalid(`${JSON.stringify(text)}: unknown operating system or architecture`);
}

function invalid(problem: string): PlatformError {
  return { error: `${problem}: invalid argument` };
}

function badComponent(part: string, text: string): string {
  return `${JSON.stringify(part)} is an invalid component of ${JSON.stringify(text)}`;
}

function build({ os, arch, variant, osVersion }: { os: string; arch: string; variant: string; osVersion: string }): Platform {
  return { os, arch, ...(variant === "" ? {} : { variant }), ...(osVersion === "" ? {} : { osVersion }) };
}

function osOf(word: string): string {
  const os = word.toLowerCase();
  return os === "macos" ? "darwin" : os;
}

/** Spellings that containerd/platforms takes for one another; x64, arm64v8, armv7l and the like are not among them. */
const ARCH_ALIASES: ReadonlyMap<string, { readonly arch: string; readonly variant?: string }> = new Map([
  ["i386", { arch: "386", variant: "" }],
  ["x86_64", { arch: "amd64" }],
  ["x86-64", { arch: "amd64" }],
  ["aarch64", { arch: "arm64" }],
  ["armhf", { arch: "arm", variant: "v7" }],
  ["armel", { arch: "arm", variant: "v6" }],
]);

function archOf(archWord: string, variantWord: string): { arch: string; variant: string } {
  const alias = ARCH_ALIASES.get(archWord.toLowerCase());
  const arch = alias?.arch ?? archWord.toLowerCase();
  const variant = alias?.variant ?? variantWord.toLowerCase();
  if (arch === "amd64") return { arch, variant: variant === "v1" ? "" : variant };
  if (arch === "arm64") return { arch, variant: arm64Variant(variant) };
  if (arch !== "arm") return { arch, variant };
  return { arch, variant: variant === "" ? "v7" : /^[5-8]$/.test(variant) ? `v${variant}` : variant };
}

function arm64Variant(variant: string): string {
  if (variant === "8" || variant === "v8.0") return "v8";
  return variant === "9" || variant === "9.0" || variant === "v9.0" ? "v9" : variant;
}

/** The one spelling of a platform: aliases resolved, variants that say nothing dropped. */
export function normalisePlatform(platform: Platform): Platform {
  const { arch, variant } = archOf(platform.arch, platform.variant ?? "");
  const kept = arch === "arm64" && variant === "v8" ? "" : variant;
  return build({ os: osOf(platform.os), arch, variant: kept, osVersion: platform.osVersion ?? "" });
}

/** `os/arch[/variant]`, the form that people write and TARGETPLATFORM holds. */
export function formatPlatform({ os, arch, variant, osVersion }: Platform): string {
  const system = osVersion === undefined ? os : `${os}(${osVersion})`;
  return variant === undefined ? `${system}/${arch}` : `${system}/${arch}/${variant}`;
}

/** Whether both name the same platform once normalised. */
export function samePlatform(a: Platform, b: Platform): boolean {
  if (a.os === b.os && a.arch === b.arch && a.variant === b.variant && a.osVersion === b.osVersion) return true;
  return formatPlatform(normalisePlatform(a)) === formatPlatform(normalisePlatform(b));
}
