import { readArguments, type Arguments } from "./arguments.ts";
import { processIo, tell, type Io } from "./io.ts";

/** Put in by the build. */
declare const ANYARCH_VERSION: string | undefined;

/** Version of the program; `0.0.0` when it runs from its sources. */
export const VERSION: string = typeof ANYARCH_VERSION === "string" ? ANYARCH_VERSION : "0.0.0";

/** Runs the command line and promises its exit status. What goes wrong is told on standard error, never thrown. */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  try {
    const read = readArguments(argv);
    if ("error" in read) {
      tell(io, read.error);
      return 2;
    }
    return await run(read, io);
  } catch (error) {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    for (const line of `internal error: ${trace}`.split("\n")) tell(io, line);
    return 2;
  }
}

// Each command is loaded when it is asked for: the start of a short run is most of its time.
async function run(read: Arguments, io: Io): Promise<number> {
  switch (read.command) {
    case "help":
      io.out((await import("./help.ts")).HELP);
      return 0;
    case "version":
      io.out(`${VERSION}\n`);
      return 0;
    case "init":
      return (await import("./init.ts")).init(read, io);
    case "explain":
      return (await import("./explain.ts")).explain(read, io);
    case "inspect":
      return (await import("./inspect.ts")).inspect(read, { io, version: VERSION });
    case "cache":
      return (await import("./cache.ts")).cache(read, io);
    case "list-rules":
      return (await import("./list-rules.ts")).listRules(read, io);
    case "completion":
      return (await import("./completion.ts")).completion(read, io);
    case "print-config":
      return (await import("./print-config.ts")).printConfig(read, io);
    case "lint":
      return (await import("./lint.ts")).lint(read, { io, version: VERSION });
  }
}
