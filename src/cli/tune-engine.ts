import { setFlagsFromString } from "node:v8";

/** From so many files on a run is long enough for V8's settings to matter. */
const MANY_FILES = 40;

/**
 * Tells V8 what kind of run this is. Over many files nearly every function of ours gets warm at once, and V8 11 spends as long
 * on optimising them as it saves: a quick baseline for all and optimising only what is hot for long takes 30 % off the time of 1,235
 * Dockerfiles on one core, and nothing where another core is idle. For a few files the same settings cost some milliseconds. Measured with Node 20 only, so others are left alone.
 */
export function tuneEngine(files: number): void {
  if (files < MANY_FILES || !process.versions.node.startsWith("20.")) return;
  setFlagsFromString("--always-sparkplug");
  setFlagsFromString("--interrupt-budget=2000000");
}
