type Zlib = typeof import("node:zlib");

/** What one archive may become in memory, and what is read of it, in bytes. */
export const MAX_INFLATED = 64 * 1024 * 1024;
/** The most that an entry's beginning may cost, whatever it claims. */
const MAX_BEGINNING = 1024 * 1024;
const BEGINNING_INPUT = 4096;

// Loaded when the first archive is looked into, which most runs never do.
function zlib(): Zlib {
  return process.getBuiltinModule("node:zlib");
}

/** Bytes, and whether they are all of it. */
export interface Inflated {
  readonly bytes: Uint8Array;
  readonly whole: boolean;
}

/** Undoes gzip; of what grows past the bound, or is damaged, as much of the beginning as fits. Undefined: none of it. */
export function gunzip(bytes: Uint8Array): Inflated | undefined {
  const whole = attempt(() => zlib().gunzipSync(bytes, { maxOutputLength: MAX_INFLATED }));
  if (whole !== undefined) return { bytes: whole, whole: true };
  const { Z_SYNC_FLUSH } = zlib().constants;
  // Each try takes less of the input; the first whose output fits is kept.
  for (let length = Math.min(bytes.length, MAX_INFLATED / 8); length >= 1024; length >>= 3) {
    const part = attempt(() => zlib().gunzipSync(bytes.subarray(0, length), { maxOutputLength: MAX_INFLATED, finishFlush: Z_SYNC_FLUSH }));
    if (part !== undefined) return { bytes: part, whole: false };
  }
  return undefined;
}

/** The first bytes of what a stretch of gzip or of bare deflate holds; undefined when it is neither. */
export function beginningOf(bytes: Uint8Array, form: "gzip" | "deflate"): Uint8Array | undefined {
  const { gunzipSync, inflateRawSync, constants } = zlib();
  const undo = form === "gzip" ? gunzipSync : inflateRawSync;
  for (let length = Math.min(bytes.length, BEGINNING_INPUT); length > 0; length >>= 3) {
    const part = attempt(() => undo(bytes.subarray(0, length), { maxOutputLength: MAX_BEGINNING, finishFlush: constants.Z_SYNC_FLUSH }));
    if (part !== undefined) return part;
  }
  return undefined;
}

/** What damaged or oversized input throws at zlib is an answer here: there is nothing to be had. */
function attempt(work: () => Buffer): Buffer | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
