import { failed, type FileSystem } from "./file-system.ts";

/** Larger files are not Dockerfiles that people wrote, and BuildKit's own limit is of that order. */
export const MAX_SOURCE_BYTES = 1_048_576;

/** The text of a file, or why there is none, in words that follow the file's name and a colon. */
export type SourceRead = { readonly text: string } | { readonly message: string };

/** Reads a text: UTF-8, a byte order mark kept, invalid bytes replaced. Too large and binary files give a message. */
export function readSource(fs: FileSystem, path: string, limit: number = MAX_SOURCE_BYTES): SourceRead {
  const answer = fs.read(path, limit);
  if (failed(answer)) return { message: answer.failure };
  if (answer.size > limit) return { message: `is larger than ${sizeText(limit)} (${String(answer.size)} bytes)` };
  if (answer.bytes.includes(0)) return { message: "is not a text file (it holds NUL bytes)" };
  return { text: decodeUtf8(answer.bytes) };
}

/** Checks a text that came by another way, standard input for one, by the same measures. */
export function acceptSource(bytes: Uint8Array, limit: number = MAX_SOURCE_BYTES): SourceRead {
  if (bytes.length > limit) return { message: `is larger than ${sizeText(limit)}` };
  if (bytes.includes(0)) return { message: "is not a text file (it holds NUL bytes)" };
  return { text: decodeUtf8(bytes) };
}

/** Bytes as text: what is no UTF-8 becomes U+FFFD, a byte order mark stays. */
export function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

function sizeText(bytes: number): string {
  return bytes >= 1_048_576 ? `${String(bytes / 1_048_576)} MB` : `${String(Math.round(bytes / 1024))} KB`;
}
