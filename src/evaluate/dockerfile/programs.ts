import type { ContextProgram, BuildContext } from "../build.ts";
import type { CopiedProgram } from "../effect.ts";
import { knownText, type Value } from "../value.ts";
import { contextPath } from "./paths.ts";

/** The programs that a COPY or ADD takes out of the build context, with the platform that each is for. */
export function copiedPrograms(sources: readonly Value[], context: BuildContext): readonly CopiedProgram[] {
  if (context.programs === undefined) return [];
  const found: CopiedProgram[] = [];
  for (const [source, value] of sources.entries()) {
    const path = knownText(value);
    if (path === undefined) continue;
    for (const program of context.programs(contextPath(path))) {
      const platform = platformOf(program);
      if (platform !== undefined) found.push({ source, path: program.path, platform, named: program.named });
    }
  }
  return found;
}

/** `linux/arm64`, read from the header of an ELF or PE file; undefined for what no machine of a builder runs. */
function platformOf({ head }: ContextProgram): string | undefined {
  if (head.length < 64) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return head[0] === 0x7f ? elfPlatform(view) : pePlatform(view);
}

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
