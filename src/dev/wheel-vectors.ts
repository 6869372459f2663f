import { readFileSync } from "node:fs";
import { outcomeOf } from "../model/ecosystem/python/outcome.ts";
import { takenFile } from "../model/ecosystem/python/wheel-files.ts";
import { parsePlatform, type Platform } from "../model/index.ts";

/** A question with the answer of pip's own code. Without `files` the embedded table must answer. */
interface WheelVector {
  readonly package: string;
  readonly version: string;
  readonly python: string;
  readonly platform: string;
  readonly libc: string;
  readonly files?: readonly string[];
  readonly expected: string;
  readonly file?: string | null;
  readonly on_amd64?: string;
  readonly expected_amd64?: string;
}

/** Answers the questions of each file; the exit status tells whether all answers are right. */
export function main(files: readonly string[]): number {
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    const content = JSON.parse(readFileSync(file, "utf8")) as readonly WheelVector[] | { readonly vectors: readonly WheelVector[] };
    for (const vector of "vectors" in content ? content.vectors : content) {
      const wrong = wrongAnswers(vector);
      if (wrong.length === 0) passed++;
      else failed++;
      for (const answer of wrong) console.log(`${vector.package} ${vector.version} on Python ${vector.python}, ${vector.platform}, ${vector.libc}: ${answer}`);
    }
  }
  console.log(`vectors: ${String(passed)} passed, ${String(failed)} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

const AMD64: Platform = { os: "linux", arch: "amd64" };

function wrongAnswers(vector: WheelVector): readonly string[] {
  const platform = parsePlatform(vector.platform, AMD64);
  if ("error" in platform) return [platform.error];
  const own = answerOn(vector, platform);
  const amd64 = answerOn(vector, AMD64);
  const onAmd64 = vector.on_amd64 ?? vector.expected_amd64;
  const wrong: string[] = [];
  if (own.state !== vector.expected) wrong.push(`expected ${vector.expected}, got ${own.state}`);
  if (typeof vector.file === "string" && own.state === "wheel" && own.file !== vector.file) wrong.push(`expected ${vector.file}, got ${String(own.file)}`);
  if (onAmd64 !== undefined && amd64.state !== onAmd64) wrong.push(`on linux/amd64 expected ${onAmd64}, got ${amd64.state}`);
  return wrong;
}

function answerOn({ package: name, version, python, libc: libcText, files }: WheelVector, platform: Platform): { readonly state: string; readonly file?: string } {
  const [kind = "", libcVersion = ""] = libcText.split(" ");
  const libc = { kind: kind === "musl" ? ("musl" as const) : ("glibc" as const), version: libcVersion };
  return files === undefined ? outcomeOf(name, version, { target: { platform, python, libc } }) : takenFile(files, { python, platform, libc });
}
