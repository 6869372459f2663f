import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadConfig } from "../config/index.ts";
import type { Arguments } from "./arguments.ts";
import { fail, type Io } from "./io.ts";

const FILE = "anyarch.config.yaml";

const SCHEMA = "node_modules/anyarch/anyarch.config.schema.json";

const START = `# Configuration of anyarch. Flags on the command line come before it.

# Platforms that every image is wanted on. For images that are meant for one platform only, name that one.
platforms:
  - linux/amd64
  - linux/arm64

# Level of a rule: off, note, warning or error. \`anyarch --list-rules\` names the rules.
# rules:
#   no-constant-platform: warning

# Files and folders that are not looked at, in the form of a .gitignore.
# ignore:
#   - third_party/
#   - "*.windows.Dockerfile"

# Build arguments, as with docker build --build-arg.
# buildArgs:
#   VERSION: "1.2.3"

# Which registries are asked: all when \`allowed\` is left out.
# registries:
#   allowed: [docker.io, ghcr.io]
#   mirrors:
#     docker.io: mirror.example.org

# true: no registry is asked.
# offline: false
`;

/** Writes a configuration to start from. What is there already is never overwritten. */
export async function init({ operands }: Arguments, io: Io): Promise<number> {
  if (operands.length > 0) return fail(io, ["init takes no operands: it writes into the working directory"]);
  const loaded = await loadConfig(io.cwd, undefined);
  if (loaded.state === "broken") return fail(io, loaded.errors);
  if (loaded.state === "found" && dirname(loaded.file) === io.cwd) return fail(io, [`there is a configuration already: ${loaded.file}`]);
  try {
    // An editor reads the first line; where the package is not installed there is nothing it could point at.
    const schema = existsSync(join(io.cwd, SCHEMA)) ? `# yaml-language-server: $schema=./${SCHEMA}\n` : "";
    writeFileSync(join(io.cwd, FILE), schema + START, { flag: "wx" });
  } catch (error) {
    return fail(io, [`${FILE}: ${error instanceof Error ? error.message : String(error)}`]);
  }
  io.out(`wrote ${FILE}\n`);
  return 0;
}
