import type { BuildContext, ContextArchive, ContextProgram } from "../build.ts";
import type { CopiedProgram } from "../effect.ts";
import { knownText, type Value } from "../value.ts";
import { contextPath } from "./paths.ts";

/** What a COPY or ADD takes out of the build context: its programs, and what could not be looked into. */
export interface CopiedPrograms {
  readonly found: readonly CopiedProgram[];
  readonly unread: readonly { readonly source: number; readonly because: string }[];
}

/** The programs that a COPY or ADD takes out of the build context, with the platform that each is for, those in archives among them. */
export function copiedPrograms(sources: readonly Value[], context: BuildContext, by: "COPY" | "ADD"): CopiedPrograms {
  const found: CopiedProgram[] = [];
  const unread: CopiedPrograms["unread"][number][] = [];
  for (const [source, value] of sources.entries()) {
    const known = knownText(value);
    if (known === undefined) continue;
    const path = contextPath(known);
    for (const program of context.programs?.(path) ?? []) {
      const platform = platformOf(program);
      if (platform !== undefined) found.push({ source, path: program.path, platform, named: program.named });
    }
    for (const archive of context.archives?.(path) ?? []) {
      for (const program of programsIn(archive)) found.push({ ...program, source, named: false, archive: archive.path, unpacked: by === "ADD" && archive.unpacks });
      if (archive.unread !== undefined) unread.push({ source, because: `the archive ${archive.path} ${archive.unread}` });
    }
  }
  return { found, unread };
}

function programsIn({ programs, architecture }: ContextArchive): readonly Pick<CopiedProgram, "path" | "platform">[] {
  const declared = architecture === undefined ? undefined : PACKAGE_ARCHITECTURES.get(architecture);
  if (declared !== undefined) return [{ path: "", platform: declared }];
  return programs.flatMap((program) => {
    const platform = platformOf(program);
    return platform === undefined ? [] : [{ path: program.path, platform }];
  });
}

/** Names of dpkg and RPM: https://wiki.debian.org/SupportedArchitectures, rpmrc of RPM 4.19. `all` and `noarch` are for every CPU. */
const PACKAGE_ARCHITECTURES: ReadonlyMap<string, string> = new Map([
  ["amd64", "linux/amd64"], ["x86_64", "linux/amd64"],
  ["arm64", "linux/arm64"], ["aarch64", "linux/arm64"],
  ["i386", "linux/386"], ["i586", "linux/386"], ["i686", "linux/386"],
  ["armhf", "linux/arm"], ["armel", "linux/arm"], ["armv7hl", "linux/arm"], ["armv7l", "linux/arm"], ["armv6l", "linux/arm"],
  ["ppc64el", "linux/ppc64le"], ["ppc64le", "linux/ppc64le"],
  ["s390x", "linux/s390x"], ["riscv64", "linux/riscv64"],
]);

/** `linux/arm64`, read from the header of an ELF, PE or Mach-O file; undefined for what no machine of a builder runs. */
function platformOf({ head }: ContextProgram): string | undefined {
  if (head.length < 64) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head[0] === 0x7f) return elfPlatform(view);
  return head[0] === 0xcf ? machPlatform(view) : pePlatform(view);
}

/** cputype and filetype of a Mach-O header for 64 bits; programs and libraries, not object files: mach-o/loader.h, mach/machine.h. */
function machPlatform(view: DataView): string | undefined {
  const type = view.getUint32(12, true);
  if (type !== 2 && type !== 6 && type !== 8) return undefined;
  return MACH.get(view.getUint32(4, true));
}

const MACH: ReadonlyMap<number, string> = new Map([
  [0x01000007, "darwin/amd64"],
  [0x0100000c, "darwin/arm64"],
]);

/** By e_machine, class and byte order: the ELF header's man page, elf(5), and the psABI of each CPU. */
const ELF: ReadonlyMap<string, string> = new Map([
  ["62 64 LE", "linux/amd64"],
  ["183 64 LE", "linux/arm64"],
  ["40 32 LE", "linux/arm"],
  ["3 32 LE", "linux/386"],
  ["21 64 LE", "linux/ppc64le"],
  ["22 64 BE", "linux/s390x"],
  ["243 64 LE", "linux/riscv64"],
  ["258 64 LE", "linux/loong64"],
]);

const EXECUTABLE = 2;
const SHARED = 3;

function elfPlatform(view: DataView): string | undefined {
  const isLittle = view.getUint8(5) === 1;
  const type = view.getUint16(16, isLittle);
  // Other systems than Linux say so, FreeBSD among them; 0 is none in particular.
  const isLinux = view.getUint8(7) === 0 || view.getUint8(7) === 3;
  if (!isLinux || (type !== EXECUTABLE && type !== SHARED)) return undefined;
  const bits = view.getUint8(4) === 2 ? "64" : "32";
  return ELF.get(`${String(view.getUint16(18, isLittle))} ${bits} ${isLittle ? "LE" : "BE"}`);
}

/** Machine types of the PE format, https://learn.microsoft.com/windows/win32/debug/pe-format */
const PE: ReadonlyMap<number, string> = new Map([
  [0x8664, "windows/amd64"],
  [0xaa64, "windows/arm64"],
]);

const PE_SIGNATURE = 0x4550;

function pePlatform(view: DataView): string | undefined {
  const at = view.getUint32(60, true);
  if (at + 248 > view.byteLength || view.getUint32(at, true) !== PE_SIGNATURE) return undefined;
  const isWide = view.getUint16(at + 24, true) === 0x20b;
  // Code of .NET has a directory of its own, and runs on any CPU.
  const runtime = at + 24 + (isWide ? 112 : 96) + 14 * 8;
  if (runtime + 4 > view.byteLength || view.getUint32(runtime, true) !== 0) return undefined;
  return PE.get(view.getUint16(at + 4, true));
}
