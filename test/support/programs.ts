/** What tells an ELF file's CPU: machine, 64 bits or not, little end first or not. */
const MACHINES = {
  amd64: { machine: 62, wide: true, little: true },
  arm64: { machine: 183, wide: true, little: true },
  arm: { machine: 40, wide: false, little: true },
  s390x: { machine: 22, wide: true, little: false },
  bpf: { machine: 247, wide: true, little: true },
} as const;

/** The header of an ELF file of a type: 1 object, 2 program, 3 library or position-independent program. */
export function elf(arch: keyof typeof MACHINES, type = 2, system = 0): Uint8Array {
  const { machine, wide, little } = MACHINES[arch];
  const bytes = new Uint8Array(128);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, little ? 1 : 2, 1, system]);
  const view = new DataView(bytes.buffer);
  view.setUint16(16, type, little);
  view.setUint16(18, machine, little);
  return bytes;
}

/** The headers of a PE file for x86-64, of .NET or not. */
export function pe(isDotnet = false): Uint8Array {
  const bytes = new Uint8Array(512);
  bytes.set([0x4d, 0x5a]);
  const view = new DataView(bytes.buffer);
  view.setUint32(60, 128, true);
  view.setUint32(128, 0x4550, true);
  view.setUint16(132, 0x8664, true);
  view.setUint16(152, 0x20b, true);
  if (isDotnet) view.setUint32(152 + 112 + 14 * 8, 0x2000, true);
  return bytes;
}

/** The header of a Mach-O program for 64 bits. */
export function mach(arch: "amd64" | "arm64"): Uint8Array {
  const bytes = new Uint8Array(128);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xfeedfacf, true);
  view.setUint32(4, arch === "amd64" ? 0x01000007 : 0x0100000c, true);
  view.setUint32(12, 2, true);
  return bytes;
}
