import { AMD64_ONLY_JSON, ARM64_ONLY_JSON, REPLACEMENTS_JSON } from "./generated/apt-packages.ts";
import { imageTraits, officialName, type ImageName } from "./images.ts";
import { recently } from "./recent.ts";

/** What a stage's packages come from, as far as its base image tells. */
export type Distribution =
  | { readonly kind: "debian"; readonly suite: "bookworm" | "trixie" }
  /** Debian, of a release that the tag doesn't tell or the lists don't have; Ubuntu. */
  | { readonly kind: "apt"; readonly release?: string }
  | { readonly kind: "apk" }
  | { readonly kind: "unknown" };

/** A package that is not there for a CPU. */
export interface LackingPackage {
  /** `certain` when the release's own package list lacks it. */
  readonly confidence: "certain" | "likely";
  /** Whether other package sources hardly have it either: a 32-bit library of x86, a tool for hardware of x86. */
  readonly isBound: boolean;
  readonly replacement?: string;
  readonly evidence: { readonly statement: string; readonly source: string; readonly asOf: string };
}

interface Names {
  readonly both: ReadonlySet<string>;
  readonly bookworm: ReadonlySet<string>;
  readonly trixie: ReadonlySet<string>;
}

let amd64Only: Names | undefined;
let arm64Only: Names | undefined;
let replacements: Readonly<Partial<Record<string, string>>> | undefined;

/** Suites by what tags call them. */
const SUITES: readonly (readonly [RegExp, "bookworm" | "trixie"])[] = [
  [/(?:^|[-.])bookworm|(?:^|[-.])debian-?12(?:$|[-.])/, "bookworm"],
  [/(?:^|[-.])trixie|(?:^|[-.])debian-?13(?:$|[-.])/, "trixie"],
];

const RELEASE = /(?:^|[-.])(jessie|stretch|buster|bullseye|xenial|bionic|focal|jammy|noble)(?:$|[-.])/;
const UBUNTU_RELEASES: Readonly<Partial<Record<string, string>>> = { "16.04": "xenial", "18.04": "bionic", "20.04": "focal", "22.04": "jammy", "24.04": "noble" };
const DEBIAN_RELEASES: Readonly<Partial<Record<string, string>>> = { "8": "jessie", "9": "stretch", "10": "buster", "11": "bullseye" };

/** The distribution an image is built on. */
export function distributionOf(name: ImageName): Distribution {
  const tag = (name.tag ?? "").toLowerCase();
  const suite = suiteOf(name, tag);
  if (suite !== undefined) return { kind: "debian", suite };
  const traits = imageTraits(name);
  if (traits.packageManager === "apk") return { kind: "apk" };
  if (traits.packageManager !== "apt") return { kind: "unknown" };
  const release = releaseOf(name, tag);
  return { kind: "apt", ...(release === undefined ? {} : { release }) };
}

function suiteOf(name: ImageName, tag: string): "bookworm" | "trixie" | undefined {
  const named = SUITES.find(([shape]) => shape.test(tag))?.[1];
  if (named !== undefined || officialName(name) !== "debian") return named;
  return /^12(?:$|[-.])/.test(tag) ? "bookworm" : /^13(?:$|[-.])/.test(tag) ? "trixie" : undefined;
}

function releaseOf(name: ImageName, tag: string): string | undefined {
  const named = RELEASE.exec(tag)?.[1];
  if (named !== undefined) return named;
  const official = officialName(name);
  if (official === "ubuntu") return UBUNTU_RELEASES[/^\d+\.\d+/.exec(tag)?.[0] ?? ""];
  return official === "debian" ? DEBIAN_RELEASES[/^\d+/.exec(tag)?.[0] ?? ""] : undefined;
}

/** 32-bit libraries of x86 and what only hardware of x86 has; the same in every distribution that uses apt. */
const MULTILIB = /^(?:lib(?:32|x32)(?:gcc|stdc\+\+|z1|c|ncurses|tinfo|asan|gomp|atomic|readline|bz2)[\w.+-]*|libc6-(?:i386|x32|dev-i386|dev-x32)|(?:gcc|g\+\+|gfortran|gobjc)(?:-\d+)?-multilib|ia32-libs)$/;
const HARDWARE = /^(?:cpuid|msr-tools|intel-microcode|amd64-microcode|i965-va-driver(?:-shaders)?|intel-media-va-driver(?:-non-free)?|libmfx1|libmfx-dev|libipmctl\d|thermald|grub-pc(?:-bin)?|libquadmath0)$/;
/** Compilers for arm64 are packages of the other CPUs only, before Debian 12 and Ubuntu 24.04 let the CPU's own compiler provide the name. */
const OWN_CROSS_COMPILER = /^(?:gcc|g\+\+)(?:-\d+)?-aarch64-linux-gnu$/;
const OWN_CROSS_TOOLCHAIN = /^crossbuild-essential-arm64$/;
const OLD_DEBIAN: ReadonlySet<string> = new Set(["stretch", "buster", "bullseye"]);
const OLD_UBUNTU: ReadonlySet<string> = new Set(["bionic", "focal", "jammy"]);

const APK_MISSING: ReadonlySet<string> = new Set(["intel-media-driver", "libva-intel-driver", "virtualbox-guest-additions", "syslinux", "grub-bios", "memtest86+"]);

/** Packages of their publishers' own repositories that exist for amd64 alone, whatever the distribution. */
const PUBLISHERS: readonly (readonly [RegExp, "high" | "medium", string | undefined, string, string])[] = [
  [/^(?:msodbcsql(?:17)?|mssql-tools)$/, "high", "msodbcsql18 and mssql-tools18", "MicrosoftDocs/sql-docs, release notes of the ODBC driver", "2026-11-22"],
  [/^powershell(?:-lts|-preview)?$/, "medium", "powershell-VERSION-linux-arm64.tar.gz of github.com/PowerShell/PowerShell", "PowerShell/PowerShell issues 25070 and 25545", "2025-08-29"],
  [/^mssql-server$/, "high", undefined, "Microsoft's package index", "2026-11-22"],
  [/^microsoft-edge-(?:stable|beta|dev)$/, "high", "chromium", "cypress-io/cypress-docker-images:README.md", "2026-08-21"],
  [/^newrelic-php5$/, "high", "the tarball of version 10.10 or later", "docs.newrelic.com, PHP agent on arm64", "2026-08"],
  [/^(?:steamcmd|steam-libs|steam-installer)$/, "medium", undefined, "Debian 12 index: i386 only", "2026-07-11"],
];
const CHROME = /^google-chrome-(?:stable|beta|unstable)$/;

/** Why a package can't be had on linux/arm64 or linux/amd64; undefined for all that isn't known to lack it. */
export function lackingPackage(name: string, version: string | undefined, { architecture, from }: { architecture: "amd64" | "arm64"; from: Distribution }): LackingPackage | undefined {
  const own = architecture === "arm64" ? ofPublisher(name, version) : undefined;
  if (own !== undefined || from.kind === "unknown") return own;
  if (from.kind === "apk") return architecture === "arm64" && APK_MISSING.has(name) ? claim(name, "likely", ["Alpine's package index", "2026-08"]) : undefined;
  return (from.kind === "debian" ? listedOnly(name, architecture, from.suite) : undefined) ?? (architecture === "arm64" ? (ownCrossCompiler(name, from) ?? boundTo86(name)) : undefined);
}

function ofPublisher(name: string, version: string | undefined): LackingPackage | undefined {
  if (CHROME.test(name) && Number.parseInt(version ?? "", 10) < 151) {
    return { ...claim(`${name} ${version ?? ""}`, "certain", ["armbian/os pull request 485", "2026-07-30"]), replacement: "version 151 or later, which is published for arm64, or chromium" };
  }
  const row = recentPublishers(name);
  if (row === undefined) return undefined;
  const [, confidence, replacement, source, asOf] = row;
  return { ...claim(name, confidence === "high" ? "certain" : "likely", [source, asOf]), ...(replacement === undefined ? {} : { replacement }) };
}

const recentPublishers = recently((name) => PUBLISHERS.find(([shape]) => shape.test(name)));

function claim(name: string, confidence: "certain" | "likely", [source, asOf]: readonly [string, string]): LackingPackage {
  return { confidence, isBound: true, evidence: { statement: `${name} is not published for arm64`, source, asOf } };
}

function listedOnly(name: string, architecture: "amd64" | "arm64", suite: "bookworm" | "trixie"): LackingPackage | undefined {
  const names = architecture === "arm64" ? (amd64Only ??= read(AMD64_ONLY_JSON)) : (arm64Only ??= read(ARM64_ONLY_JSON));
  if (!names.both.has(name) && !names[suite].has(name)) return undefined;
  const replacement = replacementFor(name);
  return {
    confidence: "certain",
    isBound: MULTILIB.test(name) || HARDWARE.test(name),
    ...(replacement === undefined ? {} : { replacement }),
    evidence: { statement: `Debian ${suite} has ${name} for ${architecture === "arm64" ? "amd64" : "arm64"} and not for ${architecture}`, source: `package lists of ${suite} by architecture`, asOf: suite === "bookworm" ? "2026-07-11" : "2026-09-12" },
  };
}

function ownCrossCompiler(name: string, from: Distribution): LackingPackage | undefined {
  const release = from.kind === "apt" ? (from.release ?? "") : "";
  const isOld = OLD_UBUNTU.has(release) || OLD_DEBIAN.has(release);
  if (!isOld || !(OWN_CROSS_COMPILER.test(name) || (OLD_UBUNTU.has(release) && OWN_CROSS_TOOLCHAIN.test(name)))) return undefined;
  return { ...claim(name, "likely", ["cilium/image-tools@b51203e4, ros2-for-arm/ros2 issue 8", "2024-03-21"]), replacement: "gcc and g++, which make code for the CPU they run on" };
}

function boundTo86(name: string): LackingPackage | undefined {
  if (!MULTILIB.test(name) && !HARDWARE.test(name)) return undefined;
  const replacement = replacementFor(name);
  return {
    confidence: "likely",
    isBound: true,
    ...(replacement === undefined ? {} : { replacement }),
    evidence: { statement: `neither Debian 12 nor 13 has ${name} for arm64`, source: "package lists of bookworm and trixie by architecture", asOf: "2026-09-12" },
  };
}

function replacementFor(name: string): string | undefined {
  replacements ??= JSON.parse(REPLACEMENTS_JSON) as Record<string, string>;
  return Object.hasOwn(replacements, name) ? replacements[name] : undefined;
}

function read(json: string): Names {
  const { both, bookworm, trixie } = JSON.parse(json) as Record<"both" | "bookworm" | "trixie", string>;
  return { both: new Set(both.split(" ")), bookworm: new Set(bookworm.split(" ")), trixie: new Set(trixie.split(" ")) };
}
