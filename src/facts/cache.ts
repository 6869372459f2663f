import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { Fact } from "./fact.ts";

/** An answer as it is kept. */
export interface Kept {
  readonly key: string;
  readonly fact: Exclude<Fact<unknown>, { state: "unknown" }>;
  /** Milliseconds since 1970 until which nobody need be asked again; null: it never changes. */
  readonly freshUntil: number | null;
  /** What the source needs to ask whether it is still so: an ETag. */
  readonly validator?: string;
}

/** Raises when what is kept changes its shape. */
const FORMAT = 1;
const MAX_BYTES = 16_777_216;
const MONTH_MS = 30 * 24 * 3600 * 1000;

/**
 * Answers on the disk, one file each, and the bodies that digests name. Readers trust nothing: a file that is not whole, not ours
 * or about another question does not count. Files are renamed into place, so that two processes see all of one or nothing.
 */
export class FactCache {
  readonly folder: string;

  /** `folder` is made when something is first kept. */
  constructor(folder: string) {
    this.folder = folder;
  }

  read(key: string): Kept | undefined {
    const text = this.#readWhole(this.#fileOf(key));
    if (text === undefined) return undefined;
    try {
      const kept = JSON.parse(text) as { readonly format: number } & Kept;
      return kept.format === FORMAT && kept.key === key && isFact(kept.fact) ? kept : undefined;
    } catch {
      return undefined;
    }
  }

  write(kept: Kept): void {
    this.#writeWhole(this.#fileOf(kept.key), JSON.stringify({ format: FORMAT, ...kept }));
  }

  /** The body that a digest names; the caller checks that it is the one. */
  readBody(digest: string): string | undefined {
    const file = bodyName(digest);
    return file === undefined ? undefined : this.#readWhole(join(this.folder, "bodies", file));
  }

  writeBody(digest: string, body: string): void {
    const file = bodyName(digest);
    if (file !== undefined) this.#writeWhole(join(this.folder, "bodies", file), body);
  }

  /** Removes what nobody has written for a month. */
  prune(now: number): void {
    for (const part of ["answers", "bodies"]) {
      for (const name of namesIn(join(this.folder, part))) removeOlder(join(this.folder, part, name), now - MONTH_MS);
    }
  }

  /** Removes everything that is kept here; says how many answers and bodies there were. */
  clean(): number {
    const count = namesIn(join(this.folder, "answers")).length + namesIn(join(this.folder, "bodies")).length;
    for (const part of ["answers", "bodies"]) rmSync(join(this.folder, part), { recursive: true, force: true });
    return count;
  }

  #fileOf(key: string): string {
    return join(this.folder, "answers", nameOf(key));
  }

  #readWhole(file: string): string | undefined {
    try {
      const found = statSync(file);
      if (!found.isFile() || found.size > MAX_BYTES || (process.getuid !== undefined && found.uid !== process.getuid())) return undefined;
      const content = readFileSync(file);
      const text = content.subarray(9);
      return content.subarray(0, 8).toString("latin1") === sumOf(text) ? text.toString("utf8") : undefined;
    } catch {
      return undefined;
    }
  }

  /** A full disk or a folder that is not ours costs the next run its time, and nothing else. */
  #writeWhole(file: string, text: string): void {
    const unfinished = `${file}.${String(process.pid)}-${process.hrtime.bigint().toString(36)}`;
    try {
      const bytes = Buffer.from(text, "utf8");
      if (bytes.length > MAX_BYTES) return;
      mkdirSync(join(file, ".."), { recursive: true, mode: 0o700 });
      writeFileSync(unfinished, Buffer.concat([Buffer.from(`${sumOf(bytes)}\n`, "latin1"), bytes]), { mode: 0o600, flag: "wx" });
      renameSync(unfinished, file);
    } catch {
      rmSync(unfinished, { force: true });
    }
  }
}

function sumOf(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, "0");
}

function isFact(fact: unknown): boolean {
  if (typeof fact !== "object" || fact === null || !("state" in fact)) return false;
  return (fact.state === "known" && "value" in fact) || fact.state === "absent";
}

/** Only for `alg:hex`, so that no digest names a path. */
function bodyName(digest: string): string | undefined {
  return /^sha(?:256|384|512):[0-9a-f]{64,128}$/.test(digest) ? digest.replace(":", "-") : undefined;
}

/** A name for a file from any text. Two texts may share one: the file says which it is about, and the other is asked again. */
function nameOf(key: string): string {
  // FNV-1a, twice: cryptography would cost more to load than all else here, and nothing rests on this being unique.
  const [low, high] = [fnv(key, 0x811c9dc5), fnv(key, 0x9e3779b9)];
  return `${key.replace(/[^a-z0-9.-]+/gi, "-").slice(-80)}-${low}${high}`;
}

function fnv(text: string, seed: number): string {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function removeOlder(file: string, than: number): void {
  try {
    if (statSync(file).mtimeMs < than) rmSync(file, { force: true });
  } catch {
    // Another process was quicker.
  }
}
