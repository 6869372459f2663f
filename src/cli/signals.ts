const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
let held = false;

/**
 * From here on a signal that ends the program does so when what runs now has come to its end: files are written in one go, so none
 * is left half written. Not called before there is something to write: a long analysis ends at once.
 */
export function holdSignals(): void {
  if (held) return;
  held = true;
  // The second time there is no handler, and the program ends by the signal as its parent expects.
  for (const signal of SIGNALS) process.once(signal, () => process.kill(process.pid, signal));
}

/** Lets a signal that was held take effect; without one it costs nothing. */
export async function releaseSignals(): Promise<void> {
  if (held) await new Promise((resolve) => setImmediate(resolve));
}
