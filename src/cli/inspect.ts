import { loadConfig, resolveConfig } from "../config/index.ts";
import { jsonText } from "../report/json-text.ts";
import { inspectImage, REASONS, rules, type Inspection } from "../session/index.ts";
import { harmlessLines } from "../text/harmless.ts";
import type { Arguments } from "./arguments.ts";
import { factSettings } from "./facts.ts";
import { fail, type Io } from "./io.ts";

/** Prints what an image offers: its digest, and each platform with digest, size, date and attestations. */
export async function inspect(args: Arguments, surroundings: { readonly io: Io; readonly version: string }): Promise<number> {
  const { io } = surroundings;
  const [image, ...more] = args.operands;
  if (image === undefined || more.length > 0) return fail(io, ["inspect wants one IMAGE"]);
  if (args.format !== "pretty" && args.format !== "json") return fail(io, ["inspect prints --format pretty or json"]);
  const loaded = await loadConfig(io.cwd, args.config);
  if (loaded.state === "broken") return fail(io, loaded.errors);
  const resolved = resolveConfig({ loaded, flags: { offline: args.offline }, cwd: io.cwd, known: rules.map(({ meta }) => meta) });
  if ("errors" in resolved) return fail(io, resolved.errors);
  if (resolved.config.offline) return fail(io, ["inspect asks the image's registry, which --offline forbids"]);
  const sought = await inspectImage(image, factSettings(args, surroundings, resolved.config));
  if ("error" in sought) return fail(io, [`${image}: ${sought.error}`]);
  if ("failure" in sought) return fail(io, [`${image}: ${REASONS[sought.failure]}`]);
  if ("absent" in sought) return fail(io, [`${image}: the registry has no such image`]);
  io.out(args.format === "json" ? jsonText(sought.found) : pretty(sought.found));
  return 0;
}

const KINDS: Readonly<Record<Inspection["kind"], string>> = {
  index: "an index",
  image: "a single image, no index",
  artifact: "no image, but an artifact",
  obsolete: "a manifest of the first format, which builders refuse",
};

function pretty({ reference, kind, digest, images }: Inspection): string {
  const rows = images.map((image) => [
    image.platform,
    image.digest,
    image.size === undefined ? "" : `${(image.size / 1_000_000).toFixed(1)} MB`,
    image.created?.slice(0, 10) ?? "",
    image.labelled === undefined ? "" : `its configuration says ${image.labelled}`,
    image.attestations === 0 ? "" : `${String(image.attestations)} attestation${image.attestations === 1 ? "" : "s"}`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => `  ${row.map((cell, column) => (column === 2 ? cell.padStart(widths[2] ?? 0) : cell.padEnd(widths[column] ?? 0))).filter((cell) => cell !== "").join("  ").trimEnd()}\n`);
  // What a registry says goes to a terminal: nothing in it may move the cursor.
  return harmlessLines(`${reference}: ${KINDS[kind]}\n  ${digest}\n${lines.join("")}`);
}
