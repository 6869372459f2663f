/** Names under which a command may be known, the written one first: without its version, without a cross compiler's prefix. */
export function namesFor(name: string): readonly string[] {
  if (name.length > NAME_LIMIT) return [];
  const base = name.slice(name.lastIndexOf("/") + 1).replace(/\.exe$/i, "");
  const plain = withoutVersion(base);
  const tool = plain.slice(plain.lastIndexOf("-") + 1);
  return crossPrefixOf(plain) === undefined ? [base, plain] : [base, plain, tool];
}

/** `aarch64-linux-gnu` of `aarch64-linux-gnu-gcc-12`; undefined where nothing like it is written. */
export function crossPrefixOf(name: string): string | undefined {
  const plain = withoutVersion(name.slice(0, NAME_LIMIT));
  const dash = plain.lastIndexOf("-");
  const prefix = plain.slice(0, Math.max(dash, 0));
  if (!CPU.test(prefix) || !CROSS_TOOLS.has(plain.slice(dash + 1))) return undefined;
  return prefix;
}

const NAME_LIMIT = 100;

function withoutVersion(name: string): string {
  return name.replace(/[-.]?\d[\d.]*$/, "");
}

const CPU = /^(?:x86_64|amd64|i[3-6]86|aarch64|arm64|arm|armv\d\w*|powerpc64le|powerpc\w*|s390x|riscv64|riscv32|mips\w*|loongarch64|musl)(?:-|$)/;
const CROSS_TOOLS: ReadonlySet<string> = new Set(["gcc", "g++", "cc", "c++", "clang", "clang++", "cpp", "ld", "as", "gfortran", "cmake", "gccgo"]);
